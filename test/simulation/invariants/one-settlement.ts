import { parseTrainingJobName } from '../../../core/records/job-names.ts';
import type { MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

/** I2: a job is settled once, and what was written down is never changed. */
export const oneSettlement: MakeInvariant = (violate) => {
  const settled = new Map<string, string>();
  return {
    name: 'I2 one settlement a job',
    onCommit(changes) {
      for (const { pk, sk, before, after } of changes) {
        if (kindOf(pk) !== 'usage') continue;
        if (before) violate(`usage record ${sk} of ${pk} was ${after ? 'changed' : 'deleted'}`);
        const name = sk.slice(sk.indexOf('#') + 1);
        const jobId = parseTrainingJobName(name)?.jobId ?? name;
        const other = settled.get(jobId);
        if (other !== undefined) violate(`job ${jobId} is settled as ${other} and as ${sk}`);
        settled.set(jobId, sk);
      }
    },
  };
};
