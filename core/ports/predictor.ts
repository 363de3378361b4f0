/** One thing to predict on. */
export type PredictorInput =
  { readonly image: Uint8Array } | { readonly text: string; readonly generation?: Generation };

/**
 * How a text generator writes its answer; an object without fields: as it was trained to, but with
 * the tokens counted and a prompt that is too long refused.
 */
export interface Generation {
  /** Tokens; absent: the version’s own `max_new_tokens`; fewer where the model reads no more. */
  readonly max_new_tokens?: number;
  /** 0 to 2; absent or 0: always the likeliest token. */
  readonly temperature?: number;
  /** 0 to 1: the share of likelihood that is drawn from. */
  readonly top_p?: number;
  readonly seed?: number;
  /** Texts that end the answer and are no part of it. */
  readonly stop?: readonly string[];
}

export interface PredictedConcept {
  readonly id: string;
  readonly name: string;
  /** 0 to 1. */
  readonly value: number;
}

export interface PredictedRegion {
  /**
   * top, left, bottom, right, as shares of the image's height and width; null for a region that is
   * only a mask.
   */
  readonly box: readonly [number, number, number, number] | null;
  /** A PNG whose non-zero pixels belong to the region. */
  readonly mask_base64: string | null;
  readonly concepts: readonly PredictedConcept[];
  readonly value: number;
}

/**
 * What a model says of one input, as the container's server words it (`container/README.md`): a
 * model type fills its own fields.
 */
export interface Prediction {
  readonly concepts?: readonly PredictedConcept[];
  readonly regions?: readonly PredictedRegion[];
  readonly embeddings?: readonly (readonly number[])[];
  readonly heatmap_base64?: string;
  readonly text?: string;
  /** Of an input with `generation`: what ended the text, the model (or a stop text) or a limit. */
  readonly finish_reason?: 'stop' | 'length';
  /** Of an input with `generation`. */
  readonly usage?: { readonly prompt_tokens: number; readonly completion_tokens: number };
}

/** One output per input, in order. */
export type PredictorOutput =
  Prediction | { readonly error: { readonly code: string; readonly message: string } };

/**
 * Runs a trained version. A SageMaker serverless endpoint on AWS (nothing runs, and nothing is
 * paid, while nobody asks), a child process on the laptop.
 */
export interface Predictor {
  /**
   * @param artifact.prefix where the version's export lies (plain files with a manifest);
   *   `archiveKey`: the same as SageMaker's model.tar.gz
   * @throws DeeptuneError model-deploying (ask again soon), prediction-failed
   */
  predict(
    artifact: ModelArtifact,
    inputs: readonly PredictorInput[],
  ): Promise<readonly PredictorOutput[]>;
  /** Frees what predicting with this version holds. No error where there is nothing. */
  release(modelVersionId: string): Promise<void>;
}

export interface ModelArtifact {
  readonly modelVersionId: string;
  readonly prefix: string;
  readonly archiveKey: string;
}
