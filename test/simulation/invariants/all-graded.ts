import type { UsageRecord } from '../../../core/billing/usage/usage-record.ts';
import type { GradedEstimate } from '../../../core/estimate/graded/graded-estimate.ts';
import { parseTrainingJobName } from '../../../core/records/job-names.ts';
import type { MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

/** Each job that began and is settled is graded in the same transaction. */
export const allGraded: MakeInvariant = (violate) => ({
  name: 'every job that began is graded',
  onCommit(changes) {
    const usage = changes.find(({ pk, after }) => kindOf(pk) === 'usage' && after);
    const record = usage?.after?.data as unknown as UsageRecord | undefined;
    const jobId = record && parseTrainingJobName(record.trainingJobName)?.jobId;
    if (jobId === undefined) return;
    const graded = changes
      .filter(({ pk }) => kindOf(pk) === 'graded-estimates')
      .map(({ after }) => (after?.data as unknown as GradedEstimate | undefined)?.jobId);
    if (graded.length !== 1 || graded[0] !== jobId)
      violate(`${record?.trainingJobName} is settled, and ${graded.join() || 'nothing'} graded`);
  },
});
