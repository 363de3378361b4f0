import { contentOf } from '../dataset/version/content.ts';
import type { ManifestRow } from '../dataset/version/dataset-version.ts';
import { positivesOf } from '../dataset/version/dataset-version.ts';

/**
 * Share of the parent's training rows that a child sees again, in percent. Replay of a modest part
 * of the old data is what keeps a network from forgetting it (experience replay, Rolnick et al.
 * 2019, arXiv:1811.11682); the share is our choice.
 */
export const replayPercent = 40;

/**
 * Pure part of `trainingRows`: an input counts as learnt where the parent had it with the same
 * content and labels. A content that the parent had stays on the parent's side, under whatever id
 * and label it comes: what was held out stays so, and what was trained on is never held out.
 */
export function mixReplay(
  rows: readonly ManifestRow[],
  parentRows: readonly ManifestRow[],
  learntRows: readonly ManifestRow[] = parentRows,
): ManifestRow[] {
  const content = (row: ManifestRow) =>
    JSON.stringify([row.id, row.object, row.text, row.concepts, row.regions, row.target]);
  const learnt = new Set(learntRows.map(content));
  const sides = sidesOf(parentRows);
  const sideOf = (row: ManifestRow) => sides.get(contentOf(row)) ?? row.split;
  const fresh = rows
    .filter((row) => !learnt.has(content(row)))
    .map((row) => ({ ...row, split: sideOf(row), origin: 'new' as const }));
  const freshIds = new Set(fresh.map((row) => row.id));
  const old = parentRows
    .filter((row) => !freshIds.has(row.id))
    .map((row) => ({ ...row, origin: 'replay' as const }));
  const heldOut = old.filter((row) => row.split === 'test');
  return [...fresh, ...heldOut, ...sample(old.filter((row) => row.split === 'train'))].sort(
    (a, b) => (a.id < b.id ? -1 : 1),
  );
}

/**
 * Content -> the side where the parent had it; `train` where it had copies on both, as dataset
 * versions of earlier releases have.
 */
function sidesOf(rows: readonly ManifestRow[]): Map<string | undefined, ManifestRow['split']> {
  const sides = new Map<string | undefined, ManifestRow['split']>();
  for (const row of rows) {
    const content = contentOf(row);
    if (content !== undefined && sides.get(content) !== 'train') sides.set(content, row.split);
  }
  return sides;
}

/**
 * Spread evenly over each concept's rows in order of id: the same rows every time, and no concept
 * is left out.
 */
function sample(rows: readonly ManifestRow[]): ManifestRow[] {
  const groups = Map.groupBy(rows, (row) => positivesOf(row)[0] ?? '');
  return [...groups.values()].flatMap((group) =>
    group.filter(
      (_, index) =>
        Math.floor(((index + 1) * replayPercent) / 100) >
          Math.floor((index * replayPercent) / 100) || group.length === 1,
    ),
  );
}
