import type { StepRecord } from '../records/records.ts';
import { methods } from '../specification.ts';
import type { StreamId } from '../specification.ts';
import type { StepFigures } from './figures.ts';
import { figuresOf } from './figures.ts';

/** All whole runs of one method on one stream, a line of steps for each seed. */
export interface MethodRuns {
  readonly method: string;
  /** By seed, ascending. */
  readonly lines: readonly (readonly StepFigures[])[];
}

/** Runs that have all their steps, by method, of one stream. */
export function runsOf(records: readonly StepRecord[], stream: StreamId): MethodRuns[] {
  const own = records.filter((record) => record.stream === stream);
  return [...Map.groupBy(own, ({ method }) => method)].map(([method, each]) => {
    const seeds = [...Map.groupBy(each, ({ seed }) => seed)].sort(([a], [b]) => a - b);
    const lines = seeds.map(([, line]) => figuresOf(line.toSorted((a, b) => a.step - b.step)));
    return { method, lines };
  });
}

/**
 * The records of seeds that every method of the service has measured, so that all are compared on
 * the same ones; those of a run that was cut off wait for the rest.
 */
export function wholeSeeds(records: readonly StepRecord[]): StepRecord[] {
  const seeds = Map.groupBy(records, ({ stream, seed }) => `${stream} ${seed}`);
  return [...seeds.values()]
    .filter((own) => methods.every(({ id }) => own.some(({ method }) => method === id)))
    .flat();
}

/** A mean over seeds, and half of its 95 % interval (Student's t). */
export interface Mean {
  readonly mean: number;
  /** Absent: there is one seed. */
  readonly half?: number;
}

export function meanOf(values: readonly number[]): Mean {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { mean };
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  return { mean, half: (student[count - 2] ?? 1.96) * Math.sqrt(square / count) };
}

/** 97.5 % quantiles of Student's t for 1, 2, ... degrees of freedom. */
const student = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
];
