import { formatDuration } from '../../estimate/price.ts';
import { formatDollars, formatDollarsUp } from '../../money.ts';
import { toData } from '../../records/records.ts';
import type { EstimatedTraining } from './forecast/training-estimate.ts';
import type { QueuedVersion, Reservation } from '../../model/model-version.ts';
import { lineageOf } from '../../training/line/lineage-of.ts';
import type { TrainingPlan } from './plan-training.ts';
import { reservationOf, shownOf, shownReservation } from './reservation.ts';

/** What of a version its plan decides. */
export type PlannedParts = Pick<
  QueuedVersion,
  'training' | 'reservation' | 'warnings' | 'lineage' | 'awaitsDataset'
>;

/**
 * The parts of a version that its plan decides; without the data (`plan.worked`), `awaitsDataset`
 * keeps what was asked and nothing is reserved.
 */
export function plannedParts(plan: TrainingPlan, madeAt: string): PlannedParts {
  const { worked, chosen, parent } = plan;
  const { dataset } = chosen;
  const training = {
    templateId: plan.template.id,
    hyperparameters: plan.hyperparameters,
    invalidDataTolerancePercent: plan.invalidDataTolerancePercent,
    concepts: plan.concepts,
    datasetId: dataset.datasetId,
    datasetVersionId: dataset.id,
    datasetDigest: dataset.digest,
    inputCount: dataset.inputCount,
    ...(plan.asked.dial ? { dial: plan.asked.dial } : {}),
    ...(parent ? { parent: { modelId: parent.modelId, versionId: parent.id } } : {}),
    startsFrom: plan.startsFrom,
    seed: seedOf(plan),
    instanceType: plan.instanceType,
    ...(plan.asked.purchase ? { purchase: plan.asked.purchase } : {}),
    ...(worked?.transfer?.mode === 'FastFile' ? { objectsInputMode: worked.transfer.mode } : {}),
    ...(plan.defaultEpochs === undefined ? {} : { defaultEpochs: plan.defaultEpochs }),
    ...(plan.notPredictable === undefined ? {} : { notPredictable: plan.notPredictable }),
  };
  if (worked)
    return {
      training,
      reservation: plan.asked.isScheduled
        ? reservationOf(worked.estimate, { transfer: worked.transfer, madeAt })
        : shownReservation(worked.estimate, { transfer: worked.transfer, madeAt }),
      warnings: worked.warnings,
      lineage: lineageOf(parent, training, worked.delta),
    };
  return {
    training,
    reservation: unknownReservation(plan),
    warnings: [],
    awaitsDataset: toData(requestToRepeat(plan)),
  };
}

/**
 * Nothing of its rows is known, and so Admit reserves nothing under it; what is shown, by the
 * number of inputs that there are now, must not be exceeded by what is frozen.
 */
function unknownReservation({ chosen: { dataset }, counted }: TrainingPlan): Reservation {
  const waits = `Not estimated yet: dataset version '${dataset.id}' is still being frozen. When it is ready, its inputs are checked, the training is estimated and the maximum is reserved, before anything runs.`;
  return {
    estimatedSeconds: 0,
    estimatedAmountMicros: 0,
    maxRuntimeSeconds: 0,
    maxAmountMicros: 0,
    microsPerHour: 0,
    inputEpochs: 0,
    explanation: counted ? [waits, soFar(counted)] : [waits],
    ...(counted ? { shown: shownOf(counted) } : {}),
  };
}

function soFar(counted: EstimatedTraining): string {
  const { seconds, amountMicros, maxAmountMicros, basis } = counted;
  return (
    `With the ${basis.inputCount} inputs that there are now it should take ${formatDuration(seconds)} and cost ${formatDollars(amountMicros)}, at most ${formatDollarsUp(maxAmountMicros)}. ` +
    'If more are frozen than that, it is refused before anything is reserved.'
  );
}

/** What was asked, with what must not be another by then: the dataset version and the parent. */
function requestToRepeat({ asked, chosen: { dataset }, parent }: TrainingPlan) {
  const { resumeFrom } = asked;
  return {
    ...asked,
    datasetId: dataset.datasetId,
    datasetVersionId: dataset.id,
    ...(resumeFrom && parent ? { resumeFrom: { ...resumeFrom, versionId: parent.id } } : {}),
  };
}

/** -1 asks for our choice; ours is the same every time, so that a training can be repeated. */
function seedOf(plan: TrainingPlan): number {
  const seed = plan.hyperparameters['seed'];
  return typeof seed === 'number' && seed >= 0 ? seed : 0;
}
