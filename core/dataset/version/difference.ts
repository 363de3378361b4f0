import type { Dependencies } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';
import type { DatasetVersion, ManifestRow } from './dataset-version.ts';
import { positivesOf } from './dataset-version.ts';
import { eachManifestRow } from './manifest.ts';

export type DifferenceKind = 'added' | 'removed' | 'relabelled' | 'replaced' | 'moved';

/** One input that differs. */
export interface DifferingInput {
  readonly id: string;
  /** Ids of the concepts that it has in the earlier version; absent: it is not in it. */
  readonly before?: readonly string[];
  /** The same in the later one. */
  readonly after?: readonly string[];
}

export interface DifferencePart {
  /** How many there are. */
  count: number;
  /** Those of the page. */
  readonly inputs: DifferingInput[];
}

/** How many inputs of a concept differ. */
export interface ConceptDifference {
  readonly id: string;
  added: number;
  removed: number;
  /** Of inputs that are in both: those that have the concept now, and those that had it. */
  gained: number;
  lost: number;
}

/**
 * What the rows of a version are to those of an earlier one. `relabelled`: other concepts, other
 * regions or another completion. `replaced`: another picture or text under the same id. `moved`: on
 * the other side of the split. An input may be in several of these three.
 */
export interface Difference {
  readonly parts: Readonly<Record<DifferenceKind, DifferencePart>>;
  unchanged: number;
  /** Ascending by id; those that differ alone. */
  readonly concepts: readonly ConceptDifference[];
}

/**
 * Walks through both manifests once, in the memory of a page: both ascend by id.
 * @param page of each part @throws DeeptuneError dataset-version-not-ready, dataset-version-failed
 */
export async function differenceOf(
  scope: Scope,
  { before, after }: { readonly before: DatasetVersion; readonly after: DatasetVersion },
  page: { readonly skip: number; readonly count: number },
  deps: Pick<Dependencies, 'objects' | 'newSha256'>,
): Promise<Difference> {
  const counter = new DifferenceCounter(page);
  const earlier = eachManifestRow(scope, before, deps);
  const later = eachManifestRow(scope, after, deps);
  let [old, now] = [await earlier.next(), await later.next()];
  while (!old.done || !now.done) {
    const [a, b] = [old.done ? undefined : old.value, now.done ? undefined : now.value];
    const isOld = a !== undefined && (b === undefined || a.id <= b.id);
    const isNow = b !== undefined && (a === undefined || b.id <= a.id);
    counter.add(isOld ? a : undefined, isNow ? b : undefined);
    if (isOld) old = await earlier.next();
    if (isNow) now = await later.next();
  }
  return counter.result();
}

class DifferenceCounter {
  readonly #page: { readonly skip: number; readonly count: number };
  readonly #concepts = new Map<string, ConceptDifference>();
  readonly #parts: Difference['parts'] = {
    added: { count: 0, inputs: [] },
    removed: { count: 0, inputs: [] },
    relabelled: { count: 0, inputs: [] },
    replaced: { count: 0, inputs: [] },
    moved: { count: 0, inputs: [] },
  };
  #unchanged = 0;

  constructor(page: { readonly skip: number; readonly count: number }) {
    this.#page = page;
  }

  add(before: ManifestRow | undefined, after: ManifestRow | undefined): void {
    const [had, has] = [before && positivesOf(before), after && positivesOf(after)];
    const id = (before ?? after)?.id ?? '';
    const input = { id, ...(had ? { before: had } : {}), ...(has ? { after: has } : {}) };
    const kinds = kindsOf(before, after);
    if (kinds.length === 0) this.#unchanged += 1;
    for (const kind of kinds) this.#put(this.#parts[kind], input);
    for (const concept of has ?? [])
      if (!had) this.#of(concept).added += 1;
      else if (!had.includes(concept)) this.#of(concept).gained += 1;
    for (const concept of had ?? [])
      if (!has) this.#of(concept).removed += 1;
      else if (!has.includes(concept)) this.#of(concept).lost += 1;
  }

  result(): Difference {
    const concepts = [...this.#concepts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return { parts: this.#parts, unchanged: this.#unchanged, concepts };
  }

  #put(part: DifferencePart, input: DifferingInput): void {
    const { skip, count } = this.#page;
    if (part.count >= skip && part.inputs.length < count) part.inputs.push(input);
    part.count += 1;
  }

  #of(id: string): ConceptDifference {
    const known = this.#concepts.get(id);
    if (known) return known;
    const made = { id, added: 0, removed: 0, gained: 0, lost: 0 };
    this.#concepts.set(id, made);
    return made;
  }
}

function kindsOf(
  before: ManifestRow | undefined,
  after: ManifestRow | undefined,
): DifferenceKind[] {
  if (!before) return ['added'];
  if (!after) return ['removed'];
  return [
    ...(labelsOf(before) === labelsOf(after) ? [] : (['relabelled'] as const)),
    ...(before.object === after.object && before.text === after.text
      ? []
      : (['replaced'] as const)),
    ...(before.split === after.split ? [] : (['moved'] as const)),
  ];
}

/** Everything that is said of an input, whatever the order it was said in. */
export function labelsOf({ concepts, regions = [], target }: ManifestRow): string {
  const said = (of: ManifestRow['concepts']) => of.map(({ id, value }) => `${id}=${value}`).sort();
  const shapes = regions.map((region) =>
    JSON.stringify({ ...region, concepts: said(region.concepts) }),
  );
  return JSON.stringify([said(concepts), shapes.sort(), target ?? null]);
}
