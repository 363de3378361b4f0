import type { JsonObject } from '../../json.ts';

/** A concept of an input: 1 says it is there, 0 that it is not. */
export interface ConceptValue {
  readonly id: string;
  readonly name: string;
  readonly value: number;
}

export interface ImageData {
  readonly kind: 'image';
  /** Where the bytes lie: `objectKeys.input(scope, sha256)`. */
  readonly sha256: string;
  readonly size: number;
  readonly format: string;
  /** Pixels as people see the picture; absent on images stored before they were looked at. */
  readonly width?: number;
  readonly height?: number;
}

export interface TextData {
  readonly kind: 'text';
  readonly text: string;
}

/**
 * An input that could not be ingested: kept, so that its owner sees it, and counted against the
 * invalid-data tolerance.
 */
export interface InvalidData {
  readonly kind: 'invalid';
  readonly wasKind: 'image' | 'text';
  /** Clarifai status code, and the reason for a person. */
  readonly statusCode: number;
  readonly reason: string;
}

/**
 * A part of an image with its concepts. Coordinates are shares of the image's height and width, 0
 * to 1.
 */
export interface Region {
  /** What a later patch names it by; absent on regions stored before ids were given. */
  readonly id?: string;
  readonly concepts: readonly ConceptValue[];
  /** top, left, bottom, right */
  readonly box: readonly [number, number, number, number] | null;
  /** Corners: row, column. */
  readonly polygon: readonly (readonly [number, number])[] | null;
  /** SHA-256 of a PNG whose non-zero pixels belong to the region; stored like an input's bytes. */
  readonly mask: string | null;
}

/**
 * What is said about an input. Positive and negative concepts of the whole, and regions with
 * theirs.
 */
export interface Labels {
  readonly concepts: readonly ConceptValue[];
  readonly regions: readonly Region[];
}

/** Labels that somebody gave apart from the input itself. */
export interface Annotation extends Labels {
  readonly id: string;
  /** Clarifai status code; only 24150 (success) is frozen into dataset versions. */
  readonly status: number;
  readonly userId: string;
  readonly info: JsonObject;
  readonly taskId?: string;
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** Degrees. */
export interface Geo {
  readonly longitude: number;
  readonly latitude: number;
}

/** One example: an image or a text; its own concepts and regions are its input-level annotation. */
export interface Input {
  readonly id: string;
  readonly data: ImageData | TextData | InvalidData;
  readonly concepts: readonly ConceptValue[];
  /** Absent: none. */
  readonly regions?: readonly Region[];
  /** Further labels, oldest first; absent: none. */
  readonly annotations?: readonly Annotation[];
  readonly geo?: Geo;
  /** text-to-text: `metadata.completion` is what should follow the text. */
  readonly metadata: JsonObject;
  readonly datasetIds: readonly string[];
  readonly createdAt: string;
  readonly modifiedAt: string;
}

/** What stays of a deleted input: nothing that was in it. */
export interface DeletedInput {
  readonly id: string;
  readonly deletedAt: string;
}

/**
 * The concepts of something and of its regions, one after the other; the same one may come several
 * times.
 */
export function allConcepts<T>(of: {
  readonly concepts: readonly T[];
  readonly regions?: readonly { readonly concepts: readonly T[] }[];
}): T[] {
  return [...of.concepts, ...(of.regions ?? []).flatMap((region) => region.concepts)];
}

/** Something that inputs can be labelled with. */
export interface Concept {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
}
