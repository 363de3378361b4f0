import { base64FromBytes, bytesFromBase64 } from '../dataset/image/base64.ts';
import type { ManifestRow } from '../dataset/version/dataset-version.ts';
import { positivesOf } from '../dataset/version/dataset-version.ts';
import { fail } from '../errors.ts';
import type { ConceptRef, LoadableVersion } from '../model/model-version.ts';
import { conceptsOfVersion } from '../model/model-version.ts';
import { assertConcepts, minPerConcept } from './enough.ts';
import type { Report } from './figures.ts';
import { meanOf } from './figures.ts';
import { figuresOfReport } from './held-out.ts';
import type { GroundTruth, Scorer } from './measure.ts';
import type { EmbeddedRow } from './nearest-rows.ts';
import { hitsOf, ranks } from './nearest-rows.ts';

/** What is kept of one image. */
interface KeptRow {
  /** Its 32-bit numbers in base64: a quarter of what they are as text. */
  readonly embedding: string;
  readonly concepts: readonly number[];
}

/** Embedders: how often one of the nearest images has the same concept. */
export const retrieval: Scorer<KeptRow> = {
  rowsPerCall: 32,
  conceptsOf: conceptsIn,
  rowsOf: (rows) => rows.filter((row) => row.object !== null && row.concepts.length > 0),
  assertEnough: (rows, { concepts }) => {
    assertConcepts(concepts.length, 2);
    assertTwoToTellApart(rows, concepts);
  },
  keep: ({ row, prediction, concepts }) => {
    const [embedding] = prediction.embeddings ?? [];
    if (!embedding) throw fail('inputUnsupported', 'The model answered without an embedding');
    const present = ownConcepts(row);
    return {
      embedding: base64FromBytes(new Uint8Array(Float32Array.from(embedding).buffer)),
      concepts: concepts.flatMap(({ id }, place) => (present.includes(id) ? [place] : [])),
    };
  },
  figuresOf: (kept, { version, concepts }) => {
    const trained = trainedConcepts(version);
    const unseen = concepts.filter(({ id }) => !trained.has(id)).map(({ id }) => id);
    const conceptIds = concepts.map(({ id }) => id);
    return figuresOfReport(retrievalReport(kept.map(readKept), conceptIds, unseen));
  },
};

/** An embedder is there for concepts that it was never trained on: those of the ground truth are measured, the version's first. */
function conceptsIn(version: LoadableVersion, { dataset, rows }: GroundTruth): ConceptRef[] {
  const present = new Set(rows.flatMap(ownConcepts));
  const own = conceptsOfVersion(version);
  const others = dataset.concepts.filter(({ id }) => !own.some((concept) => concept.id === id));
  return [...own, ...others.map(({ id, name }) => ({ id, name }))].filter(({ id }) =>
    present.has(id),
  );
}

/** Of the whole image: regions are not looked at, as in training. */
function ownConcepts({ concepts }: ManifestRow): string[] {
  return positivesOf({ concepts });
}

/** @throws DeeptuneError evaluation-needs-inputs; a concept with fewer images only makes the search harder */
function assertTwoToTellApart(rows: readonly ManifestRow[], concepts: readonly ConceptRef[]): void {
  const present = rows.map(ownConcepts);
  const counts = concepts.map(({ id }) => present.filter((ids) => ids.includes(id)).length);
  const enough = counts.filter((count) => count >= minPerConcept).length;
  if (enough < 2)
    throw fail(
      'evaluationNeedsInputs',
      `An evaluation of an embedder needs at least two concepts with ${minPerConcept} labelled inputs each; ${enough} of ${counts.length} have as many`,
    );
}

/** Ids of the concepts that the version learnt from: the trainer keeps some of a version's concepts out, to measure with them. */
function trainedConcepts(version: LoadableVersion): Set<string> {
  const { unseenConcepts = [] } = (version.metrics['heldOut'] ?? {}) as {
    unseenConcepts?: readonly string[];
  };
  const ids = conceptsOfVersion(version).map(({ id }) => id);
  return new Set(ids.filter((id) => !unseenConcepts.includes(id)));
}

function readKept({ embedding, concepts }: KeptRow): EmbeddedRow {
  const bytes = bytesFromBase64(embedding) ?? new Uint8Array();
  return { embedding: new Float32Array(bytes.buffer), concepts };
}

/**
 * {count, recall1, recall5, unseenConcepts, perConcept: [{conceptId, count, recall1, recall5}]} as `Questions.held_out` of the container: asked are
 * the rows of unseen concepts, those of trained ones where none is unseen; every other row may be the answer.
 */
export function retrievalReport(
  rows: readonly EmbeddedRow[],
  conceptIds: readonly string[],
  unseenConcepts: readonly string[],
): Report {
  const hits = hitsOf(rows);
  const unseen = unseenConcepts.map((id) => conceptIds.indexOf(id));
  const isAsked = ({ concepts }: EmbeddedRow) =>
    unseen.length === 0 ? concepts.length > 0 : concepts.some((place) => unseen.includes(place));
  const recallsOf = (test: (row: EmbeddedRow) => boolean) => {
    const chosen = hits.filter((_, n) => test(rows[n] as EmbeddedRow));
    const [recall1, recall5] = ranks.map((_, n) => meanOf(chosen.map((hit) => Number(hit[n]))));
    return { count: chosen.length, recall1: recall1 ?? null, recall5: recall5 ?? null };
  };
  return {
    ...recallsOf(isAsked),
    unseenConcepts,
    perConcept: conceptIds.map((conceptId, place) => ({
      conceptId,
      ...recallsOf(({ concepts }) => concepts.includes(place)),
    })),
  };
}
