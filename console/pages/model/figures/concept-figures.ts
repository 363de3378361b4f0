import type { JsonObject } from '../../../../core/json.ts';
import { intervalOf, numberOf } from './headline.ts';
import { objectIn } from './measures.ts';
import { wilson } from './wilson.ts';

/** A figure of one concept, with its 95 % interval where it is a share of counted inputs. */
export interface ConceptFigure {
  readonly value: number;
  readonly interval?: readonly [low: number, high: number];
}

/** What was measured of one concept on held-out inputs. */
export interface ConceptRow {
  readonly conceptId: string;
  /** Held-out inputs, or regions, that have it. */
  readonly support: number;
  /** By the trainer's word: `precision`, `recall`, `ap50`, `iou`. */
  readonly figures: Readonly<Record<string, ConceptFigure>>;
}

/** @param metrics `extended_metrics.user_metrics`; empty where a model type has no concepts */
export function conceptRowsOf(metrics: JsonObject): ConceptRow[] {
  const rows = objectIn(metrics, 'heldOut')['perConcept'];
  return Array.isArray(rows) ? (rows as JsonObject[]).map(rowOf) : [];
}

/** The figures that any row has, in the order of their first. */
export function figureKeysOf(rows: readonly ConceptRow[]): string[] {
  return [...new Set(rows.flatMap(({ figures }) => Object.keys(figures)))];
}

function rowOf(row: JsonObject): ConceptRow {
  const { conceptId, count, ...rest } = row;
  const support = numberOf(count) ?? 0;
  const figures = Object.entries(rest).flatMap(([key, value]) => {
    if (typeof value !== 'number') return [];
    const interval = intervalOf(row[`${key}Interval`]) ?? reckoned(key, row, support);
    return [[key, { value, ...(interval ? { interval } : {}) }] as const];
  });
  return { conceptId: String(conceptId), support, figures: Object.fromEntries(figures) };
}

const sharesOfSupport = new Set(['recall', 'recall1', 'recall5']);

/**
 * Wilson's interval of what is a share of counted inputs: recall of the concept's own, precision of
 * those that were answered with it, whose number follows from both.
 */
function reckoned(
  key: string,
  row: JsonObject,
  support: number,
): readonly [number, number] | undefined {
  const value = numberOf(row[key]);
  if (value === undefined || support === 0) return undefined;
  if (sharesOfSupport.has(key)) return wilson(Math.round(value * support), support);
  const recall = numberOf(row['recall']);
  if (key !== 'precision' || recall === undefined || value === 0) return undefined;
  const right = Math.round(recall * support);
  return right === 0 ? undefined : wilson(right, Math.round(right / value));
}
