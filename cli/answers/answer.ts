/** A concept that a model names, and how sure it is, 0 to 1. */
export interface RankedConcept {
  readonly id: string;
  readonly name: string;
  readonly value: number;
}

/** Shares of the height and width of the picture as people see it, 0 to 1. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A part of a picture: an object that was found, or one that somebody marked. */
export interface AnsweredRegion {
  readonly box: Box | undefined;
  /** PNG in base64 or its bytes; what is not black belongs to the region. */
  readonly mask: string | Uint8Array | undefined;
  /** Rows and columns as shares, in turn. */
  readonly polygon: readonly (readonly [row: number, column: number])[] | undefined;
  /** The likeliest first. */
  readonly concepts: readonly RankedConcept[];
  readonly value: number;
}

/** What a model says of one input; a model type fills its own parts and leaves the others empty. */
export interface Answer {
  /** The likeliest first. */
  readonly concepts: readonly RankedConcept[];
  readonly regions: readonly AnsweredRegion[];
  /** Grey PNG in base64, of the picture's size: 0 is normal, 255 anomalous. */
  readonly heatmap: string | undefined;
  readonly embedding: readonly number[] | undefined;
  readonly text: string | undefined;
}

/** An input's answer, or why it has none. */
export type AnswerRow = {
  /** File, input or line that it is about, as the person named it. */
  readonly source: string;
} & (
  | { readonly answer: Answer }
  | { readonly error: { readonly code: string; readonly message: string } }
);

export const emptyAnswer: Answer = {
  concepts: [],
  regions: [],
  heatmap: undefined,
  embedding: undefined,
  text: undefined,
};
