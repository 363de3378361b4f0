import { parseTrainingJobName } from '../../../core/records/job-names.ts';
import type { MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

/** I3, I8: whatever ran has been settled, if only with 0; of what was deleted, its hold went. */
export const knownJobs: MakeInvariant = (violate) => {
  const ended = new Set<string>();
  const ran = new Map<string, string>();
  return {
    name: 'I3 every job that ran is settled, I8 none is unknown',
    onJob({ request }) {
      const name = request.TrainingJobName as string;
      const { jobId } = parseTrainingJobName(name) ?? {};
      if (jobId === undefined) violate(`${name} is nobody's`);
      else ran.set(jobId, name);
    },
    onCommit(changes) {
      for (const { pk, sk, after } of changes) if (kindOf(pk) === 'holds' && !after) ended.add(sk);
    },
    atEnd() {
      for (const [jobId, name] of ran) if (!ended.has(jobId)) violate(`${name} was never settled`);
    },
  };
};
