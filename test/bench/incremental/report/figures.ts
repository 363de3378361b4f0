import { fromHex } from '../records/bits.ts';
import type { StepRecord } from '../records/records.ts';

/** What one step of one run came to. Shares are 0 to 1. */
export interface StepFigures {
  readonly step: number;
  /** On what earlier steps brought; absent at the first step. */
  readonly old?: number;
  /** On what this step brought. */
  readonly fresh: number;
  /** On all that was brought so far. */
  readonly all: number;
  /** The class with the lowest accuracy, of all so far. */
  readonly worst: number;
  /** Mean over the old classes of the best accuracy that an earlier step had, less today's. */
  readonly forgetting?: number;
  /** Share of the old inputs that the version before had right and this one has wrong. */
  readonly negativeFlips?: number;
  /** As it was charged, whole seconds; what is no job: as it was measured. */
  readonly chargedSeconds: number;
  /** Of the processor: of the whole job, and of the phase in which it learns. */
  readonly workSeconds: number;
  readonly stepsWorkSeconds: number;
  /** At the list rate. */
  readonly amountMicros: number;
}

/** List rate of the laptop's settlements, where a method is no job of the service. */
const microsPerSecond = 4_000_000 / 3600;

/** The figures of a line of steps, in order. @param line records of one stream, seed and method */
export function figuresOf(line: readonly StepRecord[]): StepFigures[] {
  const answered = line.map(classesOf);
  return line.map((record, index) => {
    const { step } = record;
    const classes = answered[index]!;
    const of = (is: (each: number) => boolean) => classes.filter((each) => is(each.step));
    const known = of((each) => each <= step);
    const old = of((each) => each < step);
    return {
      step,
      fresh: accuracy(of((each) => each === step)),
      all: accuracy(known),
      worst: Math.min(...known.map((each) => accuracy([each]))),
      ...(old.length === 0
        ? {}
        : {
            old: accuracy(old),
            forgetting: forgettingOf(answered.slice(0, index + 1), step),
            negativeFlips: flipsOf(answered[index - 1]!, old),
          }),
      ...timesOf(record),
    };
  });
}

/** The answers to one class of the exam, of those that one step brought. */
interface ClassAnswers {
  /** From 1. */
  readonly step: number;
  readonly place: number;
  readonly right: readonly boolean[];
}

function classesOf({ exam, right }: StepRecord): ClassAnswers[] {
  const sizes = exam.flatMap((counts, step) => counts.map((count) => ({ step: step + 1, count })));
  const bits = fromHex(
    right,
    sizes.reduce((sum, { count }) => sum + count, 0),
  );
  let at = 0;
  return sizes.map(({ step, count }, place) => {
    at += count;
    return { step, place, right: bits.slice(at - count, at) };
  });
}

function accuracy(classes: readonly ClassAnswers[]): number {
  const bits = classes.flatMap(({ right }) => right);
  return bits.filter(Boolean).length / bits.length;
}

/** After Chaudhry et al. 2018 (arXiv 1801.10112), by class. */
function forgettingOf(answered: readonly ClassAnswers[][], step: number): number {
  const now = answered.at(-1)!.filter((each) => each.step < step);
  const lost = now.map((each) => {
    const before = answered.slice(each.step - 1, -1).map((classes) => classes[each.place]!);
    return Math.max(...before.map((one) => accuracy([one]))) - accuracy([each]);
  });
  return lost.reduce((sum, each) => sum + each, 0) / lost.length;
}

function flipsOf(before: readonly ClassAnswers[], old: readonly ClassAnswers[]): number {
  const flips = old.flatMap(({ place, right }) =>
    right.map((isRight, index) => !isRight && before[place]!.right[index]!),
  );
  return flips.filter(Boolean).length / flips.length;
}

function timesOf({
  phases,
  charged,
}: StepRecord): Pick<
  StepFigures,
  'chargedSeconds' | 'workSeconds' | 'stepsWorkSeconds' | 'amountMicros'
> {
  const sum = (of: 'seconds' | 'workSeconds') =>
    Object.values(phases).reduce((total, phase) => total + phase[of], 0);
  const seconds = charged?.seconds ?? Math.ceil(sum('seconds'));
  return {
    chargedSeconds: charged?.seconds ?? sum('seconds'),
    workSeconds: sum('workSeconds'),
    stepsWorkSeconds: phases['steps']?.workSeconds ?? 0,
    amountMicros: charged?.amountMicros ?? Math.round(seconds * microsPerSecond),
  };
}
