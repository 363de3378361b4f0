import { labelsOf } from '../../dataset/version/difference.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import type { DeletedTest } from '../../dataset/version/deleted-rows.ts';
import type { Dependencies } from '../../ports/host.ts';
import { hasContent, lineContent } from './line-content.ts';
import type { LineRow } from './line.ts';

type Side = ManifestRow['split'];

/** What the rows of a version's dataset are to the line that they come to. */
export interface LearntRows {
  /** Rows that the line does not know with these labels, on the side of their content. */
  readonly fresh: readonly ManifestRow[];
  /** Contents of these rows. */
  readonly freshContents: ReadonlySet<string>;
  /** Ids; of copies the first one alone. */
  readonly added: readonly string[];
  readonly relabelled: readonly string[];
  /** Rows that came on another side than the line keeps their content on. */
  readonly turned: readonly string[];
}

/** All contents that a line of versions knows. In memory: its rows. */
export class KnownLine {
  readonly #contents = new Map<string, Known>();
  /** Id of an input -> its content. */
  readonly #ids = new Map<string, string>();
  readonly #sha256: Dependencies['sha256'];

  constructor(sha256: Dependencies['sha256'], rows: Iterable<LineRow> = []) {
    this.#sha256 = sha256;
    for (const row of rows) this.add(row);
  }

  /** A row as it stands in a file; of a content that came on both sides, all are learnt. */
  add(line: LineRow): void {
    const known = this.#contents.get(line.content);
    if (!known) {
      this.#contents.set(line.content, { split: line.row.split, rows: [line] });
    } else {
      if (line.row.split === 'train') known.split = 'train';
      known.rows.push(line);
    }
    if (!line.isGone) this.#ids.set(line.row.id, line.content);
  }

  /** Forgets the rows whose inputs were deleted. @returns the ids that no other row stands for */
  async forget(isDeleted: DeletedTest): Promise<string[]> {
    const gone: string[] = [];
    if (!isDeleted.isNeeded) return gone;
    for (const known of this.#contents.values()) {
      const before = known.rows.some(isThere);
      for (const [index, line] of known.rows.entries())
        if (isThere(line) && (await isDeleted(line.row))) known.rows[index] = this.#gone(line);
      if (before && !known.rows.some(isThere)) gone.push(known.rows[0]?.row.id ?? '');
    }
    return gone.sort();
  }

  /**
   * Takes the rows of a version's dataset in: a content that is known keeps its side, and has the
   * labels that it comes with now.
   * @param unlearnt versions whose rows count as new: they were stopped before they had learnt them
   */
  learn(
    rows: Iterable<ManifestRow>,
    since: string,
    unlearnt: ReadonlySet<string> = new Set(),
  ): LearntRows {
    const groups = new Map<string, ManifestRow[]>();
    for (const row of rows) {
      const content = lineContent(row, this.#sha256);
      const group = groups.get(content);
      if (group) group.push(row);
      else groups.set(content, [row]);
      this.#replace(row.id, content);
    }
    const parts = [...groups].map(([content, group]) =>
      this.#learnContent(content, group.sort(rowsById), { since, unlearnt }),
    );
    return {
      fresh: parts.flatMap(({ fresh }) => fresh),
      freshContents: new Set(parts.flatMap(({ freshContent }) => freshContent)),
      added: parts.flatMap(({ added }) => added).sort(),
      relabelled: parts.flatMap(({ relabelled }) => relabelled).sort(),
      turned: parts.flatMap(({ turned }) => turned).sort(),
    };
  }

  /** Rows that are still there: of copies that are labelled alike the first id alone. */
  *distinct(): Generator<LineRow> {
    for (const { split, rows } of this.#contents.values()) {
      const seen = new Set<string>();
      for (const line of [...rows].sort(byId)) {
        if (!isThere(line) || seen.has(labelsOf(line.row))) continue;
        seen.add(labelsOf(line.row));
        yield { ...line, row: { ...line.row, split } };
      }
    }
  }

  /** Contents that are still there, of both sides or of one. */
  count(side?: Side): number {
    let count = 0;
    for (const { split, rows } of this.#contents.values())
      if ((side === undefined || side === split) && rows.some(isUsable)) count += 1;
    return count;
  }

  /** All rows as a file has them, ascending by content and id. */
  *lines(): Generator<LineRow> {
    const contents = [...this.#contents].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [, { split, rows }] of contents)
      for (const line of [...rows].sort(byId)) yield { ...line, row: { ...line.row, split } };
  }

  /** What an id stood for until now goes, where it stands for another content. */
  #replace(id: string, content: string): void {
    const before = this.#ids.get(id);
    if (before !== undefined && before !== content) {
      const known = this.#contents.get(before);
      if (known)
        known.rows = known.rows.map((line) => (line.row.id === id ? this.#gone(line) : line));
    }
    this.#ids.set(id, content);
  }

  #learnContent(
    content: string,
    group: readonly ManifestRow[],
    { since, unlearnt }: { readonly since: string; readonly unlearnt: ReadonlySet<string> },
  ): LearntContent {
    const known = this.#contents.get(content);
    const there = known?.rows.filter(isThere) ?? [];
    const sinceOf = new Map(there.map((line) => [labelsOf(line.row), line.since]));
    const split = known?.split ?? sideOf(group);
    const rows = group.map((row): ManifestRow => ({ ...row, split, origin: 'new' }));
    const isOld = rows.every((row) => sinceOf.has(labelsOf(row)));
    const isUnlearnt = rows.some((row) => unlearnt.has(sinceOf.get(labelsOf(row)) ?? ''));
    const own = rows.map((row): LineRow => ({
      content,
      row,
      since: sinceOf.get(labelsOf(row)) ?? since,
    }));
    this.#contents.set(content, { split, rows: [...own, ...others(known?.rows ?? [], own)] });
    const first = group[0]?.id ?? '';
    const isFresh = !isOld || isUnlearnt;
    return {
      fresh: isFresh ? rows : [],
      freshContent: isFresh ? [content] : [],
      added: there.length === 0 ? [first] : [],
      relabelled: there.length > 0 && !isOld ? [first] : [],
      turned: group.filter((row) => row.split !== split).map(({ id }) => id),
    };
  }

  #gone(line: LineRow): LineRow {
    const { id, split, origin } = line.row;
    this.#ids.delete(id);
    const row: ManifestRow = { id, object: null, text: null, concepts: [], split, origin };
    return { content: line.content, row, since: line.since, isGone: true };
  }
}

interface LearntContent extends Omit<LearntRows, 'freshContents'> {
  readonly freshContent: readonly string[];
}

interface Known {
  split: Side;
  rows: LineRow[];
}

const isThere = ({ isGone }: LineRow): boolean => !isGone;

const isUsable = (line: LineRow): boolean => isThere(line) && hasContent(line.row);

const rowsById = (a: ManifestRow, b: ManifestRow) => (a.id < b.id ? -1 : 1);

const byId = (a: LineRow, b: LineRow) => (a.row.id < b.row.id ? -1 : 1);

/** Learnt from where it came on both sides, as dataset versions of earlier releases have it. */
function sideOf(group: readonly ManifestRow[]): Side {
  return group.some(({ split }) => split === 'train') ? 'train' : 'test';
}

/**
 * What else the line has of a content: under other ids, whose labels are now those that it came
 * with last.
 */
function others(known: readonly LineRow[], own: readonly LineRow[]): LineRow[] {
  const ids = new Set(own.map(({ row }) => row.id));
  const labels = new Set(own.map(({ row }) => labelsOf(row)));
  const [newest] = own;
  return known
    .filter(({ row }) => !ids.has(row.id))
    .map((line) => {
      if (line.isGone || !newest || labels.has(labelsOf(line.row))) return line;
      return { ...newest, row: { ...newest.row, id: line.row.id } };
    });
}
