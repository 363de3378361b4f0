import { textOf } from '../network/wire.ts';
import type { MakeInvariant } from './invariant.ts';

/** I11: what is done for one tenant touches no key of another, read or written. */
export const tenantWalls: MakeInvariant = (violate) => ({
  name: 'I11 no key of another tenant',
  onCall({ service, operation }, request, { tenant, label }) {
    if (tenant === undefined) return;
    const text =
      service === 's3' ? pathsOf(request) : service === 'dynamodb' ? textOf(request) : '';
    for (const [, user] of text.matchAll(/(?:user#|users\/)([a-z0-9-]+)/g))
      if (user !== tenant) violate(`${label} ${operation} for ${tenant} touches ${user}'s keys`);
  },
});

function pathsOf({ path, query, headers }: Parameters<typeof textOf>[0]): string {
  const prefix = query?.['prefix'] ?? '';
  return `${decodeURIComponent(path)} ${String(prefix)} ${decodeURIComponent(headers['x-amz-copy-source'] ?? '')}`;
}
