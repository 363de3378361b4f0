import type { ModelVersion } from '../../../core/model/model-version.ts';
import type { PromotionMove } from '../../../core/model/promotion/promotion.ts';
import type { Item } from '../../../core/ports/table.ts';
import { kindOf } from '../invariants/invariant.ts';

/** What was decided in a world, in a word, and how often. */
export type Decisions = Readonly<Record<string, number>>;

/** Of what is still there: gates of versions, moves of models. */
export function decisionsIn(items: readonly Item[]): Decisions {
  const counts: Record<string, number> = {};
  for (const word of items.flatMap(wordsOf)) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

export function sumOf(one: Decisions, other: Decisions): Decisions {
  const words = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return Object.fromEntries(words.map((word) => [word, (one[word] ?? 0) + (other[word] ?? 0)]));
}

function wordsOf({ pk, data }: Item): string[] {
  const kind = kindOf(pk);
  if (kind === 'promotions') return [`moved: ${(data as unknown as PromotionMove).cause}`];
  const version = data as unknown as ModelVersion;
  if (kind !== 'versions' || !('gate' in version) || !version.gate) return [];
  const [first] = version.gate.reasons;
  return [`gate: ${version.gate.verdict} ${first?.code}`];
}
