import type { JsonObject } from '../../../../core/json.ts';
import { conceptRowsOf } from '../figures/concept-figures.ts';
import type { ConceptRow } from '../figures/concept-figures.ts';

/** How a concept fares in a version, beside another one. */
export interface ConceptChange {
  readonly conceptId: string;
  readonly support: number;
  /** By the key of the figure; a side that was not measured is undefined. */
  readonly figures: Readonly<Record<string, { before?: number; now?: number }>>;
  /** Only one of both has it. */
  readonly isNew: boolean;
  readonly isGone: boolean;
}

/**
 * Every concept of both versions. They were measured on the held-out inputs of each one's own
 * dataset version: compare with care where those differ.
 */
export function conceptChanges(before: JsonObject, now: JsonObject): ConceptChange[] {
  const old = new Map(conceptRowsOf(before).map((row) => [row.conceptId, row]));
  const own = conceptRowsOf(now);
  const changes = own.map((row) => changeOf(old.get(row.conceptId), row));
  const present = new Set(own.map(({ conceptId }) => conceptId));
  const gone = [...old.values()].filter(({ conceptId }) => !present.has(conceptId));
  return [...changes, ...gone.map((row) => changeOf(row, undefined))];
}

function changeOf(before: ConceptRow | undefined, now: ConceptRow | undefined): ConceptChange {
  const row = (now ?? before)!;
  const keys = new Set([...Object.keys(now?.figures ?? {}), ...Object.keys(before?.figures ?? {})]);
  const figures = [...keys].map((key) => {
    const [old, own] = [before?.figures[key]?.value, now?.figures[key]?.value];
    const sides = {
      ...(old === undefined ? {} : { before: old }),
      ...(own === undefined ? {} : { now: own }),
    };
    return [key, sides] as const;
  });
  return {
    conceptId: row.conceptId,
    support: row.support,
    figures: Object.fromEntries(figures),
    isNew: before === undefined,
    isGone: now === undefined,
  };
}
