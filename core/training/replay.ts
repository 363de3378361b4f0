import { positivesOf } from '../dataset/version/dataset-version.ts';
import type { ManifestRow } from '../dataset/version/dataset-version.ts';
import type { LineRow } from './line/line.ts';
import type { Exemplars } from './line/exemplars.ts';

/**
 * Share of what a line learnt that a child sees again where it names none, in percent. Replay of a
 * modest part of the old data is what keeps a network from forgetting it (experience replay,
 * Rolnick et al. 2019, arXiv:1811.11682); the share is our choice.
 */
export const replayPercent = 40;

/** Inputs of each concept that are seen again at least; all of one that has fewer. */
export const replayedPerConcept = 20;

/**
 * Which of the rows that a line learnt a child learns from again: of each concept alike many, in
 * turns of its exemplars, the best first, and of the others, spread evenly by their content. A row
 * with several concepts stands for the rarest of them. The same rows give the same answer, in
 * whatever order they come.
 * @param percent of the rows, rounded up; 0: none at all, else at least `replayedPerConcept` of
 *   each concept
 */
export function chooseReplay(
  rows: readonly LineRow[],
  { percent, exemplars }: { readonly percent: number; readonly exemplars: Exemplars },
): LineRow[] {
  if (percent === 0) return [];
  const groups = groupsOf(rows, exemplars);
  const chosen = new Set<LineRow>();
  for (const { having } of groups) addAtLeast(having, chosen);
  addEvenly(groups, Math.ceil((rows.length * percent) / 100), chosen);
  return [...chosen];
}

interface Group {
  /** Rows that have the concept, in its order. */
  readonly having: readonly LineRow[];
  /** Those of them that stand for it: it is their rarest. */
  readonly own: readonly LineRow[];
}

/** The rarest concept first. */
function groupsOf(rows: readonly LineRow[], exemplars: Exemplars): Group[] {
  const byConcept = new Map<string, LineRow[]>();
  for (const line of rows)
    for (const concept of conceptsOf(line.row)) {
      const group = byConcept.get(concept);
      if (group) group.push(line);
      else byConcept.set(concept, [line]);
    }
  const rarestFirst = [...byConcept].sort(
    ([a, x], [b, y]) => x.length - y.length || (a < b ? -1 : 1),
  );
  const taken = new Set<LineRow>();
  return rarestFirst.map(([concept, having]) => {
    const inOrder = ordered(having, exemplars.get(concept) ?? []);
    const own = inOrder.filter((line) => !taken.has(line));
    for (const line of own) taken.add(line);
    return { having: inOrder, own };
  });
}

/** One without a concept stands for those without. */
function conceptsOf(row: ManifestRow): readonly string[] {
  const concepts = positivesOf(row);
  return concepts.length === 0 ? [''] : concepts;
}

/**
 * Exemplars and others in turns, so that what is seen again is typical and yet has the breadth of
 * the concept; the others by their content, which is a digest: as good as by chance.
 */
function ordered(rows: readonly LineRow[], exemplars: readonly string[]): LineRow[] {
  const byId = new Map(rows.map((line) => [line.row.id, line]));
  const typical = exemplars.flatMap((id) => byId.get(id) ?? []);
  const chosen = new Set(typical);
  const others = rows.filter((line) => !chosen.has(line));
  others.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const turns = Math.max(typical.length, others.length);
  return Array.from({ length: turns }, (_, at) => [typical[at], others[at]])
    .flat()
    .filter((line) => line !== undefined);
}

const keyOf = ({ content, row }: LineRow) => `${content} ${row.id}`;

function addAtLeast(having: readonly LineRow[], chosen: Set<LineRow>): void {
  let count = having.filter((line) => chosen.has(line)).length;
  for (const line of having) {
    if (count >= replayedPerConcept) return;
    if (!chosen.has(line)) count += 1;
    chosen.add(line);
  }
}

/** Fills the groups up to the same height, as far as they reach and the size allows. */
function addEvenly(groups: readonly Group[], size: number, chosen: Set<LineRow>): void {
  const open = groups.map(({ own }) => {
    const rest = own.filter((line) => !chosen.has(line));
    return { height: own.length - rest.length, rest: rest.values() };
  });
  const highest = Math.max(0, ...groups.map(({ own }) => own.length));
  for (let height = 1; height <= highest; height += 1)
    for (const group of open) {
      if (chosen.size >= size) return;
      if (group.height >= height) continue;
      group.height = height;
      const { value } = group.rest.next();
      if (value) chosen.add(value);
    }
}
