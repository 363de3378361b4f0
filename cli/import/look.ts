import type { ByWord } from './counts.ts';
import { countWords, nothing, plus } from './counts.ts';
import type { Counts } from './counts.ts';
import { failed } from './entry.ts';
import { conceptsOfRegion, shapeOf } from './entry.ts';
import type { Entry, Note, Problem } from './entry.ts';
import { IdsSoFar } from './ids-so-far.ts';
import type { Recognised } from './layout.ts';
import { refusedText } from '../../core/dataset/input/ingest.ts';
import { conceptOf, faultOfId, faultOfMetadata, labelsOf, notesOf } from './sending/checks.ts';
import { metadataOf, prepareInput } from './sending/prepare.ts';
import type { SourceFiles } from './source-files.ts';

/** What a source holds, before anything is sent. */
export interface Look {
  /** `read`, `leftOut`, `failed`, `notes`; what would be sent is the rest. */
  readonly counts: Counts;
  readonly kinds: ByWord;
  /** How many inputs name each concept, whole or in a region; by the name that it will have. */
  readonly concepts: ReadonlyMap<string, number>;
  readonly withoutConcepts: number;
  readonly regions: number;
  /** How many regions are a `box`, a `polygon`, a `mask`. */
  readonly shapes: ByWord;
  /** Texts that say what should follow them. */
  readonly completions: number;
  readonly splits: ByWord;
  /** The first that fail. */
  readonly problems: readonly Problem[];
  /** The first input of each note's word. */
  readonly notes: ReadonlyMap<string, { readonly where: string; readonly detail: string }>;
}

export interface LookOptions {
  readonly files: SourceFiles;
  readonly datasetId: string;
  readonly idPrefix?: string;
  /** True: images are read and judged; else only whether they are there, where that is quick. */
  readonly isThorough: boolean;
  /** Told what would be left out and what would fail. */
  readonly onProblem?: (problem: Problem) => void;
  /** Told every thousand entries. */
  readonly onProgress: (read: number) => void;
}

const shownProblems = 3;

/** Reads a source to its end and counts. @throws Error where it cannot be read so far */
export async function lookAt(source: Recognised, options: LookOptions): Promise<Look> {
  const tally = new Tally();
  const ids = new IdsSoFar();
  const addProblem = (problem: Problem) => {
    tally.addProblem(problem);
    options.onProblem?.(problem);
  };
  for await (const entry of source.read()) {
    if ('reason' in entry) addProblem(entry);
    else {
      const judged = await judge(entry, options, ids);
      if ('reason' in judged) addProblem(judged);
      else tally.addEntry(entry, judged.notes);
    }
    if (tally.counts.read % 1000 === 0) options.onProgress(tally.counts.read);
  }
  return tally;
}

async function judge(
  entry: Entry,
  { files, isThorough, ...options }: LookOptions,
  ids: IdsSoFar,
): Promise<Problem | { readonly notes: readonly Note[] }> {
  if (isThorough) {
    const prepared = await prepareInput(entry, { ...options, files, byUrl: false });
    return 'reason' in prepared ? prepared : ids.add(prepared);
  }
  const { content, where, id, notes = [] } = entry;
  const labels = labelsOf(entry);
  const fault =
    (id === undefined ? undefined : faultOfId((options.idPrefix ?? '') + id)) ??
    faultOfMetadata(metadataOf(entry)) ??
    (content.kind === 'text' ? refusedText(content.text) : undefined) ??
    (typeof labels === 'string' ? labels : undefined) ??
    (await missing(entry, files));
  return fault === undefined
    ? { notes: [...notes, ...notesOf(entry, undefined)] }
    : failed(where, fault);
}

/** Asked of this machine only: a bucket answers in 30 ms. */
async function missing({ content }: Entry, files: SourceFiles): Promise<string | undefined> {
  if (content.kind !== 'file' || files.urlOf || (await files.has(content.name))) return undefined;
  return `The file ${files.place}${content.name} does not exist`;
}

class Tally implements Look {
  counts: Counts = nothing;
  readonly concepts = new Map<string, number>();
  readonly notes = new Map<string, { where: string; detail: string }>();
  readonly problems: Problem[] = [];
  kinds: Record<string, number> = {};
  splits: Record<string, number> = {};
  withoutConcepts = 0;
  regions = 0;
  shapes: Record<string, number> = {};
  completions = 0;

  addProblem(problem: Problem): void {
    const isLeft = problem.kind === 'left-out';
    const change = isLeft ? { leftOut: { [problem.word ?? 'other']: 1 } } : { failed: 1 };
    this.counts = plus(this.counts, { read: 1, ...change });
    if (!isLeft && this.problems.length < shownProblems) this.problems.push(problem);
  }

  addEntry(entry: Entry, notes: readonly Note[]): void {
    const { where, content, concepts, regions = [], split, metadata } = entry;
    this.counts = plus(this.counts, { read: 1, notes: countWords(notes.map(({ word }) => word)) });
    const kind = content.kind === 'text' ? 'text' : content.kind === 'url' ? 'url' : 'image';
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
    if (split !== undefined) this.splits[split] = (this.splits[split] ?? 0) + 1;
    this.regions += regions.length;
    for (const region of regions) {
      const shape = shapeOf(region);
      this.shapes[shape] = (this.shapes[shape] ?? 0) + 1;
    }
    if (typeof metadata['completion'] === 'string') this.completions += 1;
    const labels = [...concepts, ...regions.flatMap(conceptsOfRegion)];
    const taken = labels.map(conceptOf).filter((label) => typeof label !== 'string');
    const all = new Set(taken.map(({ id, name = id }) => name));
    if (all.size === 0) this.withoutConcepts += 1;
    for (const name of all) this.concepts.set(name, (this.concepts.get(name) ?? 0) + 1);
    for (const { word, detail } of notes)
      if (!this.notes.has(word)) this.notes.set(word, { where, detail });
  }
}
