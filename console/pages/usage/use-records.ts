import { useQuery } from '@tanstack/preact-query';
import type { UsageRecord } from '../../../core/api/wire/messages.ts';
import { allPages } from '../../api/use-all-pages.ts';
import { useClient } from '../../api/use-call.ts';
import { dayOf } from './group-usage.ts';
import { isOfDays, periodsOf, rangeFault } from './range.ts';
import type { Range } from './range.ts';

interface Asked {
  readonly range: Range;
  readonly tenant: string;
  /** Empty: all apps. */
  readonly app: string;
}

/** All usage records of a month, or of the days of a range, of a tenant or one of his apps. */
export function useRecords({ range, tenant, app }: Asked) {
  const client = useClient();
  return useQuery({
    queryKey: ['ListUsageRecords', tenant, app, range],
    enabled: rangeFault(range) === undefined,
    queryFn: async () => {
      const found: UsageRecord[] = [];
      for (const period of periodsOf(range)) {
        const asked = { user_id: tenant, period, ...(app === '' ? {} : { app_id: app }) };
        const records = await allPages(async (page) => {
          const answer = await client.call('ListUsageRecords', { ...asked, ...page });
          return answer.usage_records;
        });
        found.push(...records);
      }
      return found.filter((record) => isWithin(record, range));
    },
  });
}

function isWithin({ recordedAt }: UsageRecord, range: Range): boolean {
  const day = dayOf(recordedAt);
  return !isOfDays(range) || (day >= range.from && day <= range.to);
}
