import type { SimulatedStream } from './simulated-stream.ts';
import { dayCount } from './simulated-stream.ts';

/** What a policy may look at on a day, before it decides. */
export interface Day {
  readonly day: number;
  /** Labelled inputs that the model which answers has not learnt. */
  readonly newInputs: number;
  /** The day of the training of the model which answers; -1: before the first. */
  readonly trained: number;
}

/** Whether it trains on a day. */
export type Policy = (stream: SimulatedStream) => (day: Day) => boolean;

/** The days on which a policy trains. A training is done on the day on which it begins. */
export function trainingsOf(stream: SimulatedStream, policy: Policy): number[] {
  const decides = policy(stream);
  const trainings: number[] = [];
  for (let day = 0; day < dayCount; day += 1) {
    const trained = trainings.at(-1) ?? -1;
    const newInputs = stream.newInputs.slice(trained + 1, day + 1).reduce((sum, n) => sum + n, 0);
    if (decides({ day, newInputs, trained })) trainings.push(day);
  }
  return trainings;
}

export const always: Policy =
  () =>
  ({ newInputs }) =>
    newInputs > 0;
export const never: Policy = () => () => false;
export const weekly: Policy =
  () =>
  ({ day }) =>
    day % 7 === 6;
/** Once so many inputs are new. */
export const threshold =
  (count: number): Policy =>
  () =>
  ({ newInputs }) =>
    newInputs >= count;
