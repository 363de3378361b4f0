import type { Failure } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import type { Freezing } from './freezing/freezing.ts';
import { allConcepts } from '../record/input.ts';
import type { Geo, Region } from '../record/input.ts';
import type { InputSizes } from '../../estimate/work/work-data.ts';
import type { RowMeasures } from './stored-counts.ts';
import type { SplitTotals } from './stored-counts.ts';

/** Named data: what inputs belong to it is said by the inputs. */
export interface Dataset {
  readonly id: string;
  readonly description: string;
  readonly notes?: string;
  readonly metadata?: JsonObject;
  /** As it was sent: what versions that bring no filter of their own are frozen with. */
  readonly defaultAnnotationFilter?: JsonObject;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

export type ManifestRegion = Omit<Region, 'id' | 'concepts'> & {
  readonly concepts: readonly { readonly id: string; readonly value: number }[];
};

/** One line of a manifest, as the container reads it (see `container/README.md`). */
export interface ManifestRow {
  readonly id: string;
  /** SHA-256 of the image bytes; null for a text, or for an image that could not be ingested. */
  readonly object: string | null;
  readonly text: string | null;
  readonly concepts: readonly { readonly id: string; readonly value: number }[];
  readonly regions?: readonly ManifestRegion[];
  /** text-to-text: what should follow `text`. */
  readonly target?: string;
  /** All other metadata, for exports; absent: none, or frozen before it was kept. */
  readonly metadata?: JsonObject;
  readonly geo?: Geo;
  readonly split: 'train' | 'test';
  /** Its owner gave the side, as `split` of the input's metadata. */
  readonly isSplitGiven?: true;
  readonly origin: 'new' | 'replay';
}

export interface ConceptCount {
  readonly id: string;
  readonly name: string;
  readonly positives: number;
  /** Held-out rows among them; absent on versions frozen before they were counted. */
  readonly heldOut?: number;
}

/**
 * Frozen content used by a training. Its description and metadata can be changed, its content
 * never.
 */
export interface DatasetVersion {
  readonly id: string;
  readonly datasetId: string;
  readonly createdAt: string;
  /** Place among the versions of its dataset, see `newestFirst`. */
  readonly sequence?: number;
  readonly description: string;
  readonly inputCount: number;
  readonly metadata?: JsonObject;
  readonly modifiedAt?: string;
  /** As it was sent: which inputs and annotations were frozen. */
  readonly annotationFilterConfig?: JsonObject;
  /** Absent on versions frozen before they were counted. */
  readonly measures?: RowMeasures;
  readonly splitTotals?: SplitTotals;
  /** What is known of the sizes of its inputs; absent on versions of earlier releases. */
  readonly inputSizes?: InputSizes;
  /** Archives that were asked for, by format. */
  readonly exports?: Readonly<Record<string, DatasetExport>>;
  /**
   * Images and masks, each counted once; the bytes are those of the images. Absent on versions
   * frozen before they were counted.
   */
  readonly objectCount?: number;
  readonly objectBytes?: number;
  /** Inputs that could not be ingested; part of `inputCount`. */
  readonly invalidCount: number;
  readonly unlabelledCount: number;
  /** Ascending by id. */
  readonly concepts: readonly ConceptCount[];
  /** SHA-256 of the manifest; empty until it is ready. */
  readonly digest: string;
  /**
   * Name of its manifest below its own prefix; absent on versions of earlier releases:
   * `manifest.jsonl`.
   */
  readonly manifestName?: string;
  /** Name of its data report beside it; absent on versions of earlier releases. */
  readonly reportName?: string;
  /** How many of its inputs were purged; `inputCount` counts what is left. Absent: none. */
  readonly purgedCount?: number;
  /** Absent: ready. Until then its counts are 0 and it has no rows. */
  readonly state?: 'pending' | 'processing' | 'failed';
  /** There while it is pending or processing: how far it has come. */
  readonly freezing?: Freezing;
  /** Why it failed. */
  readonly failure?: Failure;
}

/** True where its rows are there. */
export function isReady({ state }: Pick<DatasetVersion, 'state'>): boolean {
  return state === undefined;
}

/** One archive of a dataset version. */
export interface DatasetExport {
  /** Clarifai status code: 64201 pending, 64203 in progress, 64200 done, 64202 failed. */
  readonly status: number;
  /** Bytes of the archive, once it is there. */
  readonly size?: number;
  /** Why it failed. */
  readonly reason?: string;
  /** What is not in it although it is in the version: a sentence for a person. */
  readonly leftOut?: string;
  /** What it was made of, see `exportDatasetVersion`; absent on archives of earlier releases. */
  readonly madeOf?: string;
}

/** Ids of the concepts that are there: of the input itself and of its regions, each once. */
export function positivesOf(row: Pick<ManifestRow, 'concepts' | 'regions'>): string[] {
  const present = allConcepts(row).filter((concept) => concept.value > 0);
  return [...new Set(present.map((concept) => concept.id))];
}

/** Digests of the objects that a row needs: its image and its masks. */
export function objectsOf(row: ManifestRow): string[] {
  const masks = (row.regions ?? []).map((region) => region.mask);
  return [row.object, ...masks].filter((digest) => digest !== null);
}

/** Rows to the manifest's text: one JSON object a line, ascending by input id. */
export function manifestText(rows: readonly ManifestRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The reverse of `manifestText`. */
export function parseManifest(text: string): ManifestRow[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ManifestRow);
}
