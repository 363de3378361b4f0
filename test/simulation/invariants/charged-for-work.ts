import type { UsageRecord } from '../../../core/billing/usage/usage-record.ts';
import { objectKeys } from '../../../core/records/object-keys.ts';
import type { MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

/** Nobody pays for more than the trainer did for him: the simulation saw every second of it. */
export const chargedForWork: MakeInvariant = (violate) => ({
  name: 'charged for no more than was done, never for our own failures',
  onCommit(changes, { account }) {
    for (const { pk, after } of changes) {
      if (kindOf(pk) !== 'usage' || !after) continue;
      const usage = after.data as unknown as UsageRecord;
      const { userId, appId, jobId, versionId, billableSeconds, endReason } = usage;
      const scope = { userId, appId };
      const folder =
        jobId === undefined
          ? objectKeys.versionPrefix(scope, versionId)
          : objectKeys.jobPrefix(scope, jobId);
      const done = account.containers.worked.get(folder) ?? 0;
      if (billableSeconds > Math.ceil(done))
        violate(`${usage.trainingJobName}: ${billableSeconds} s charged, ${done} s were done`);
      if (endReason === 'failed-platform' && usage.amountMicros > 0)
        violate(`${usage.trainingJobName}: charged for a failure of ours`);
    }
  },
});
