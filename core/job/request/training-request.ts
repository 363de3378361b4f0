import type { JsonObject } from '../../json.ts';
import type { ConceptRef, DialPoint } from '../../model/model-version.ts';
import type { Purchase } from '../../training/schedule/decision.ts';
import type { Scope } from '../../records/keys.ts';

/** A training as asked for on the wire, not yet looked at. */
export interface TrainingRequest {
  readonly scope: Scope;
  readonly modelId: string;
  /** `train_info.params`: template, hyperparameters, dataset. */
  readonly params: JsonObject;
  readonly datasetId?: string;
  readonly datasetVersionId?: string;
  /** Empty: the model's own concepts, else all of the dataset's. */
  readonly concepts: readonly ConceptRef[];
  readonly inferenceParams: JsonObject;
  /** `output_info.output_config` and `input_info`: kept with the version. */
  readonly outputConfig?: JsonObject;
  readonly inputInfo?: JsonObject;
  readonly description: string;
  /** The quote that it is asked for under; absent: one is made for it. */
  readonly quoteId?: string;
  /** It is refused where it may be billed more; absent: no limit of its own. */
  readonly maxPriceMicros?: number;
  /** A schedule asks: nobody was shown an estimate. */
  readonly isScheduled?: boolean;
  /** How it is bought; absent: as the account buys. */
  readonly purchase?: Purchase;
  /** It is no training: a version is made of a point between a candidate and its parent. */
  readonly dial?: DialPoint;
  readonly resumeFrom?: {
    readonly scope: Scope;
    readonly modelId: string;
    readonly versionId?: string;
  };
}
