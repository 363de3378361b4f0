/**
 * What a job's time goes to, in this order. `wait`: for an instance. `pull`: the container's image.
 * `download`: inputs and weights come to the instance. `setup`: the trainer starts, reads the data,
 * loads the model and measures it untrained. `steps`: it learns; of an evaluation or a batch
 * prediction: it answers. `validation`: epochs are compared. `evaluation`: held-out data is
 * measured and answered. `saving`: checkpoints and the model are written, packed and uploaded.
 */
export const forecastPhases = [
  'wait',
  'pull',
  'download',
  'setup',
  'steps',
  'validation',
  'evaluation',
  'saving',
] as const;

export type ForecastPhase = (typeof forecastPhases)[number];

/** Of ten jobs one should take less than `p10`, five less than `p50`, nine less than `p90`. */
export interface Quantiles {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}
