import type { JsonObject } from '../../core/json.ts';
import type { RunLengths } from './mask.ts';

/** A part of an image with its concept; pixels, from the top left corner. */
export interface PixelRegion {
  readonly concept: string;
  /** x, y, width, height */
  readonly box: readonly [number, number, number, number];
  /**
   * Its parts, each with its corners as x, y, x, y, …. Without these and runs the box says it all.
   */
  readonly polygons?: readonly (readonly number[])[];
  readonly runs?: RunLengths;
}

export type EntryContent =
  /** Of the source's files. */
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'text'; readonly text: string };

/** One example as a source describes it; bytes of images are still where they lie. */
export interface Entry {
  /** For a person: `cats/1.png`, `rows.csv:17`. */
  readonly where: string;
  /** Absent: made from the content. */
  readonly id?: string;
  readonly content: EntryContent;
  readonly concepts: readonly string[];
  readonly regions?: readonly PixelRegion[];
  readonly metadata: JsonObject;
}

/** What could not be imported, and why. */
export interface Problem {
  readonly where: string;
  readonly id?: string;
  /** Clarifai status code, where the service refused it. */
  readonly code?: number;
  readonly reason: string;
}

/** What a source yields, always in the same order. */
export type Source = () => AsyncIterable<Entry | Problem>;
