/** One thing to predict on. */
export type PredictorInput = { readonly image: Uint8Array } | { readonly text: string };

/** One output per input, in order. */
export type PredictorOutput =
  | {
      readonly concepts: readonly {
        readonly id: string;
        readonly name: string;
        readonly value: number;
      }[];
    }
  | { readonly error: { readonly code: string; readonly message: string } };

/** Runs a trained version. A SageMaker serverless endpoint on AWS (nothing runs, and nothing is paid, while nobody asks), a child process on the laptop. */
export interface Predictor {
  /**
   * @param artifact.prefix where the version's export lies (plain files with a manifest); `archiveKey`: the same as SageMaker's model.tar.gz
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
