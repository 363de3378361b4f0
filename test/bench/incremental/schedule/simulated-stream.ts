import { randomFrom } from '../../estimator/random.ts';

/** How concepts move: not at all, a little each day, or seldom and far. */
export const driftKinds = ['none', 'slow', 'sudden'] as const;
export type DriftKind = (typeof driftKinds)[number];

/** What a day of a point of accuracy is worth, in thousandths of what a first training costs. */
export const worths = { low: 5, middle: 25, high: 125 } as const;
export type Worth = keyof typeof worths;

/** A stream of days on which inputs arrive and concepts move, and what a retraining costs. */
export interface SimulatedStream {
  readonly id: string;
  readonly drift: DriftKind;
  readonly worth: Worth;
  /** New inputs by day. */
  readonly newInputs: readonly number[];
  /** Where the concepts are, by day. */
  readonly position: readonly number[];
  /** Inputs of the model that answers before the first day. */
  readonly initialInputs: number;
  /** Score on the day of its training: ceiling - gap * (inputs / 1000) ^ -power. */
  readonly curve: { readonly ceiling: number; readonly gap: number; readonly power: number };
  /** Score that a model loses for each unit that the concepts moved since. */
  readonly sensitivity: number;
  /** What a training costs: once, and for each thousand inputs. */
  readonly price: { readonly fixedMicros: number; readonly perThousandMicros: number };
  /** What a point (0 to 100) of the score is worth on a day. */
  readonly pointMicros: number;
}

export const dayCount = 60;

/** The same stream for the same seed. */
export function simulatedStream(seed: number): SimulatedStream {
  const drift = driftKinds[seed % driftKinds.length]!;
  const names = Object.keys(worths) as Worth[];
  const worth = names[Math.floor(seed / driftKinds.length) % names.length]!;
  const next = randomFrom(seed + 1);
  const between = (low: number, high: number) => low + (high - low) * next();
  const initialInputs = Math.round(between(300, 1500));
  const daily = between(5, 80);
  const price = {
    fixedMicros: Math.round(between(10_000, 60_000)),
    perThousandMicros: Math.round(between(40_000, 250_000)),
  };
  const first = price.fixedMicros + (price.perThousandMicros * initialInputs) / 1000;
  return {
    id: `${drift}-${worth}-${seed}`,
    ...{ drift, worth, initialInputs, price },
    // Some days bring nothing, as weekends do.
    newInputs: days(() => (next() < 0.25 ? 0 : Math.round(daily * between(0.3, 1.7)))),
    position: moved(drift, next),
    curve: {
      ceiling: between(0.85, 0.99),
      gap: between(0.03, 0.15),
      power: between(0.3, 0.9),
    },
    sensitivity: between(0.1, 0.4),
    pointMicros: Math.round((first * worths[worth]) / 1000),
  };
}

function days<T>(of: (day: number) => T): T[] {
  return Array.from({ length: dayCount }, (_, day) => of(day));
}

function moved(drift: DriftKind, next: () => number): number[] {
  let position = 0;
  const [speed, chance] = [0.005 + 0.025 * next(), 0.02 + 0.06 * next()];
  return days(() => {
    if (drift === 'slow') position += speed * (0.5 + next());
    if (drift === 'sudden' && next() < chance) position += 0.3 + 0.7 * next();
    return position;
  });
}

/** All that had arrived by the end of a day; before the first day, `day` -1. */
export function inputsBy({ initialInputs, newInputs }: SimulatedStream, day: number): number {
  return newInputs.slice(0, day + 1).reduce((sum, count) => sum + count, initialInputs);
}

/** Score on `day` of the model that was trained on the day `trained`; -1: before the first. */
export function scoreOf(stream: SimulatedStream, trained: number, day: number): number {
  const { curve } = stream;
  const learnt = curve.ceiling - curve.gap * (inputsBy(stream, trained) / 1000) ** -curve.power;
  return Math.max(0.05, learnt - lostOf(stream, trained, day));
}

/** Score that such a model has lost to what moved since. */
export function lostOf(stream: SimulatedStream, trained: number, day: number): number {
  const { sensitivity, position } = stream;
  const from = trained < 0 ? 0 : position[trained]!;
  return sensitivity * Math.abs(position[day]! - from);
}

/** What a training on `day` costs. */
export function priceOf(stream: SimulatedStream, day: number): number {
  const { fixedMicros, perThousandMicros } = stream.price;
  return Math.round(fixedMicros + (perThousandMicros * inputsBy(stream, day)) / 1000);
}

/** What the wrong answers of a day cost. */
export function lossOf(stream: SimulatedStream, trained: number, day: number): number {
  return Math.round((1 - scoreOf(stream, trained, day)) * 100 * stream.pointMicros);
}

/** What trainings and wrong answers cost together, where the model is trained on these days. */
export function costOf(stream: SimulatedStream, trainings: readonly number[]): number {
  const prices = trainings.reduce((sum, day) => sum + priceOf(stream, day), 0);
  const losses = days((day) =>
    lossOf(stream, trainings.findLast((trained) => trained <= day) ?? -1, day),
  );
  return losses.reduce((sum, loss) => sum + loss, prices);
}
