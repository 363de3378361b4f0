import { parseTrainingJobName } from '../../../core/records/job-names.ts';
import type { MakeInvariant } from './invariant.ts';
import { statusesOf } from './status-forward.ts';

/** Longest time that a job may go on, once its stop is stored and nothing is in the way. */
const longest = 90_000;

/** A stop that was asked for reaches the training job, whenever it comes. */
export const stopsArePassedOn: MakeInvariant = (violate) => {
  const stopping = new Map<string, number>();
  return {
    name: 'a stop reaches its training job',
    onCommit(changes, facts) {
      for (const change of changes) {
        const [before, after] = statusesOf(change);
        if (after !== 'stopping' || before === 'stopping') continue;
        const data = change.after?.data as { id?: string; job?: { id: string } };
        const jobId = data.job?.id ?? data.id ?? '';
        stopping.set(jobId, facts.now());
        facts.after(longest, () => {
          // Where calls fail, the reconciler passes it on.
          if (facts.hasFaults()) return;
          const { jobs } = facts.account.aws.sagemaker;
          const on = facts.account.containers
            .runningNames()
            .filter((name) => parseTrainingJobName(name)?.jobId === jobId)
            .filter((name) => jobs.job(name).TrainingJobStatus === 'InProgress');
          for (const name of on) violate(`${name} goes on ${longest / 1_000} s after its stop`);
        });
      }
    },
  };
};
