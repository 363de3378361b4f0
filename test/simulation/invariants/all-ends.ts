import { isOpenJob } from '../../../core/model/inference-job.ts';
import type { InferenceJob } from '../../../core/model/inference-job.ts';
import type { ModelVersion } from '../../../core/model/model-version.ts';
import { isOpen } from '../../../core/model/model-version.ts';
import type { Item } from '../../../core/ports/table.ts';
import type { Facts, MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

/** I6: once the faults have stopped everything comes to its end; I7: nothing runs on by itself. */
export const allEnds: MakeInvariant = (violate) => ({
  name: 'I6 every job ends, I7 no orphan',
  atEnd(facts) {
    for (const what of openIn(facts)) violate(`${what} when all should be quiet`);
  },
});

/** What is still going on; none: quiet. */
export function openIn(facts: Facts): string[] {
  const { machine, containers } = facts.account;
  return [
    ...facts.items().flatMap(openItem),
    ...machine.runningNames().map((name) => `execution ${name} runs`),
    ...containers.runningNames().map((name) => `training job ${name} runs`),
  ];
}

function openItem({ pk, sk, data }: Item): string[] {
  const kind = kindOf(pk);
  if (kind === 'queue-entries') return [`queue entry ${sk} is there`];
  if (kind === 'versions' && pk.includes('#model#')) {
    const version = data as unknown as ModelVersion;
    return isOpen(version) ? [`version ${sk} is ${version.status}`] : [];
  }
  if (kind === 'versions')
    return data['freezing'] === undefined ? [] : [`dataset version ${sk} is being frozen`];
  if (kind !== 'evaluations' && kind !== 'predictions') return [];
  const job = data['job'] as unknown as InferenceJob | undefined;
  return job && isOpenJob(job) ? [`${kind} ${sk} is ${job.status}`] : [];
}
