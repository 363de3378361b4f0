import { createHash, randomUUID } from 'node:crypto';
import type { Sha256 } from '../core/ports/host.ts';

/** The clock, chance and digests of a Node process. */
export const processSources = {
  now: () => new Date().toISOString(),
  newId: () => randomUUID().replaceAll('-', ''),
  sha256: (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex'),
  newSha256: (): Sha256 => {
    const hash = createHash('sha256');
    return { update: (data) => void hash.update(data), digest: () => hash.digest('hex') };
  },
};
