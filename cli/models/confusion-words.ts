import type { ConfusionMatrix } from '../../core/api/wire/messages.ts';

const maxPairs = 10;

/** What is taken for what most often; empty where nothing is, or where there is no matrix. */
export function confusionLines(confusion: ConfusionMatrix | undefined): string[] {
  const pairs = (confusion?.matrix ?? [])
    .filter(({ actual, predicted, value }) => actual !== predicted && value > 0)
    .map(({ actual, predicted, value }) => ({ actual, predicted, count: value }));
  return pairLines(pairs);
}

/** The same of the trainer's own matrix: rows are what is, columns what was said. */
export function confusionLinesOf(found: unknown): string[] {
  const { conceptIds = [], matrix = [] } = (found ?? {}) as {
    readonly conceptIds?: readonly string[];
    readonly matrix?: readonly (readonly number[])[];
  };
  const pairs = matrix.flatMap((row, from) =>
    row.flatMap((count, to) =>
      from === to || count === 0
        ? []
        : [{ actual: conceptIds[from] ?? '', predicted: conceptIds[to] ?? '', count }],
    ),
  );
  return pairLines(pairs);
}

interface Pair {
  readonly actual: string;
  readonly predicted: string;
  /** Inputs, or their share where the service answers shares. */
  readonly count: number;
}

function pairLines(pairs: readonly Pair[]): string[] {
  if (pairs.length === 0) return [];
  const worst = [...pairs].sort((a, b) => b.count - a.count);
  const more = worst.length - maxPairs;
  return [
    '',
    'taken for another one most often:',
    ...worst
      .slice(0, maxPairs)
      .map(({ actual, predicted, count }) => `  ${actual} taken for ${predicted}: ${shown(count)}`),
    ...(more > 0 ? [`  and ${more} other pairs`] : []),
  ];
}

function shown(count: number): string {
  return Number.isInteger(count) ? `${count} ${count === 1 ? 'time' : 'times'}` : count.toFixed(3);
}
