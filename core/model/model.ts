import type { JsonObject } from '../json.ts';
import type { GatePolicy } from './promotion/gate-result.ts';
import type { Promotion } from './promotion/promotion.ts';

/** Named line of versions. Its model type never changes. */
export interface Model {
  readonly id: string;
  readonly name: string;
  readonly modelTypeId: string;
  readonly description: string;
  readonly notes: string;
  readonly metadata: JsonObject;
  /** Concepts to train on where a training names none. */
  readonly concepts: readonly { readonly id: string; readonly name: string }[];
  /**
   * `output_info` beside the concepts: what every training of the model starts from. Absent:
   * nothing was set.
   */
  readonly output?: { readonly config: JsonObject; readonly params: JsonObject };
  /**
   * `train_info` that came with the model, as older clients send it: what a training starts from
   * that names no template.
   */
  readonly trainInfo?: {
    readonly params: JsonObject;
    readonly datasetId?: string;
    readonly datasetVersionId?: string;
  };
  /**
   * What describes the model for people, in the wire's own words: tags, image, visibility. deeptune
   * keeps and shows it, and acts on none of it.
   */
  readonly profile?: JsonObject;
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** It was deleted, and is there only until its last training has been settled. */
  readonly deletedAt?: string;
  /** The newest version. */
  readonly latestVersionId: string;
  /**
   * Sequence number of the version that was made last, deleted or not. Absent: none has one yet.
   */
  readonly lastSequence?: number;
  /** Which version answers; absent: none was promoted yet, the newest that can answers. */
  readonly promoted?: Promotion;
  /** Absent: the default policy. */
  readonly gate?: GatePolicy;
}
