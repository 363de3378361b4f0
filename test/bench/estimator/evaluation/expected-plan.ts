import { expectedEpochs } from '../../../../core/estimate/expected-epochs.ts';
import type { EpochsSpread } from '../../../../core/estimate/expected-epochs.ts';
import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import type { PhaseWork, Workload } from '../../../../core/estimate/work/workload.ts';
import { cellOf } from './prediction.ts';

/** What a training is expected to do, and how far the epochs that it runs may be from that. */
export interface ExpectedPlan {
  readonly workload: Workload;
  readonly epochs: number;
  readonly epochsSpread?: EpochsSpread;
}

/**
 * What was planned of a training, with the epochs that it should run by this history. The plan as
 * it was stored has those that all earlier trainings made expect, also such as a protocol hides.
 */
export function expectedPlan(
  job: GradedEstimate,
  history: readonly GradedEstimate[],
): ExpectedPlan {
  const { epochsRun, planned, done, epochs } = job;
  if (!epochsRun || epochsRun.patience === 0) return { workload: planned, epochs };
  const own = history.filter((other) => cellOf(other) === cellOf(job));
  const expected = expectedEpochs(
    epochsRun,
    own.flatMap((other) => other.epochsRun ?? []),
  );
  const stored = epochs * (samplesOf(planned) / samplesOf(done));
  const workload = withEpochs(planned, expected.epochs / stored);
  return {
    workload,
    epochs: expected.epochs,
    ...(expected.spread ? { epochsSpread: expected.spread } : {}),
  };
}

const samplesOf = ({ phases }: Workload) => phases.steps?.samples ?? 1;

function withEpochs(planned: Workload, share: number): Workload {
  if (!Number.isFinite(share)) return planned;
  const { steps, validation } = planned.phases;
  const scaled = {
    ...(steps ? { steps: times(steps, share) } : {}),
    ...(validation ? { validation: times(validation, share) } : {}),
  };
  return { ...planned, phases: { ...planned.phases, ...scaled } };
}

function times(work: PhaseWork, share: number): PhaseWork {
  const amounts = Object.entries(work) as [keyof PhaseWork, number][];
  return Object.fromEntries(
    amounts.map(([name, amount]) => [name, amount * share]),
  ) as unknown as PhaseWork;
}
