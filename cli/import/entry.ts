import type { ImageSize } from '../../core/dataset/image/dimensions.ts';
import type { JsonObject } from '../../core/json.ts';
import type { RunLengths } from './layouts/mask.ts';

/** A label that says more than its name. */
export interface Concept {
  readonly id: string;
  /** Absent: as its id. */
  readonly name?: string;
  /** 1 (absent): it is there; 0: it is said not to be there. */
  readonly value?: number;
}

/** A text is its name, and its id as far as ids may hold it. */
export type EntryConcept = string | Concept;

/** A part of an image with its concept; pixels, from the top left corner. */
export interface PixelRegion {
  readonly concept: EntryConcept;
  /** x, y, width, height; absent: what is around the mask. */
  readonly box?: readonly [number, number, number, number];
  /**
   * Its parts, each with its corners as x, y, x, y, …. Without these and runs the box says it all.
   */
  readonly polygons?: readonly (readonly number[])[];
  readonly runs?: RunLengths;
}

/** A part of an image with its concepts; shares of its height and width, 0 to 1. */
export interface ShareRegion {
  readonly concepts: readonly EntryConcept[];
  /** top, left, bottom, right */
  readonly box: readonly [number, number, number, number] | null;
  /** Corners: row, column. */
  readonly polygon: readonly (readonly [number, number])[] | null;
  /** A PNG whose pixels other than 0 belong to the region, as base64. */
  readonly maskBase64?: string;
}

export type EntryRegion = PixelRegion | ShareRegion;

export function conceptsOfRegion(region: EntryRegion): readonly EntryConcept[] {
  return 'concepts' in region ? region.concepts : [region.concept];
}

/** What a region is given by, the finest first. */
export function shapeOf(region: EntryRegion): 'mask' | 'polygon' | 'box' {
  if ('concepts' in region) return region.maskBase64 ? 'mask' : region.polygon ? 'polygon' : 'box';
  return region.runs ? 'mask' : region.polygons ? 'polygon' : 'box';
}

export type EntryContent =
  /** Of the source's files. */
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'url'; readonly url: string; readonly of?: 'text' }
  /** An image that stands in the source itself. */
  | { readonly kind: 'bytes'; readonly base64: string }
  | { readonly kind: 'text'; readonly text: string };

/** Something that was read otherwise than it stands in the source; counted by its word. */
export interface Note {
  /** Stable: `turned`, `box-cut-off`. */
  readonly word: string;
  /** A sentence for a person, with the value as it stands there. */
  readonly detail: string;
}

/** One example as a source describes it; bytes of images are still where they lie. */
export interface Entry {
  /** For a person: `cats/1.png`, `rows.csv:17`. */
  readonly where: string;
  /** The source's own. Absent: made from the content. */
  readonly id?: string;
  readonly content: EntryContent;
  readonly concepts: readonly EntryConcept[];
  readonly regions?: readonly EntryRegion[];
  /** What the source says that the image measures: its regions are in that. */
  readonly size?: ImageSize;
  readonly geo?: { readonly longitude: number; readonly latitude: number };
  readonly metadata: JsonObject;
  /** True: the source says all of its metadata; the file's name does not come to it. */
  readonly hasAllMetadata?: true;
  /** Which part of the source it belongs to; kept as metadata `split`. */
  readonly split?: Split;
  readonly notes?: readonly Note[];
}

export type Split = 'train' | 'validation' | 'test';

/** What does not become an input, or a part of one, and why. */
export interface Problem {
  readonly where: string;
  /**
   * `left-out`: the layout means it so, or says so itself (crowds, other files): counted by `word`.
   * `failed`: somebody wanted it imported: the import ends with status 1.
   */
  readonly kind: 'left-out' | 'failed';
  /** Stable, for what is left out: `not-an-image`, `crowd`, `link`. */
  readonly word?: string;
  readonly id?: string;
  /** Clarifai status code, where the service refused it. */
  readonly code?: number;
  /** A sentence for a person, with the value received and what would be right. */
  readonly reason: string;
}

export function failed(where: string, reason: string): Problem {
  return { where, kind: 'failed', reason };
}

/**
 * Of an image: without them it may look like a background that it is not.
 * @param count of its annotations that were refused
 */
export function withoutSome(count: number): Note {
  const [were, them] = count === 1 ? ['was', 'it'] : ['were', 'them'];
  return {
    word: 'without-annotation',
    detail: `${count} of its annotations ${were} refused, and it is imported without ${them}`,
  };
}

/** @param word stable: what is left out is counted by it */
export function leftOut(where: string, word: string, reason: string): Problem {
  return { where, kind: 'left-out', word, reason };
}
