import type { JsonObject } from '../../../../core/json.ts';
import { numberOf } from './headline.ts';
import { isLessBetter, measureName, objectIn } from './measures.ts';

/** A measure on one part of the held-out inputs, beside the parent's on the same inputs. */
export interface RetentionRow {
  readonly part: 'old' | 'new';
  readonly key: string;
  readonly name: string;
  readonly count: number;
  readonly value: number;
  readonly parent: number | undefined;
  readonly isLessBetter: boolean;
}

/** What an incremental training kept of what its parent knew, and what it learnt. */
export interface Retention {
  /** True: parts of the concepts; false: of the inputs, for types without concepts. */
  readonly isByConcept: boolean;
  readonly rows: readonly RetentionRow[];
  /** Inputs that the parent answered rightly and this one does not, per cent. */
  readonly negativeFlipPercent: number | undefined;
}

/** Undefined where the version had no parent. */
export function retentionOf(metrics: JsonObject): Retention | undefined {
  const isByConcept = 'oldConcepts' in metrics;
  if (!isByConcept && !('oldInputs' in metrics)) return undefined;
  const noun = isByConcept ? 'Concepts' : 'Inputs';
  const parent = objectIn(metrics, 'parent');
  const rows = (['old', 'new'] as const).flatMap((part) =>
    rowsOf(
      part,
      objectIn(metrics, `${part}${noun}`),
      (key) => parent[`${key}On${capital(part)}${noun}`],
    ),
  );
  return { isByConcept, rows, negativeFlipPercent: numberOf(parent['negativeFlipPercent']) };
}

function rowsOf(
  part: 'old' | 'new',
  measured: JsonObject,
  parentOf: (key: string) => unknown,
): RetentionRow[] {
  const count = numberOf(measured['count']) ?? 0;
  return Object.entries(measured).flatMap(([key, value]) => {
    if (key === 'count' || typeof value !== 'number') return [];
    const parent = numberOf(parentOf(key));
    const name = measureName(key);
    return { part, key, name, count, value, parent, isLessBetter: isLessBetter(key) };
  });
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
