import type { JsonObject } from '../catalog/model-type.ts';

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
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** The newest version. */
  readonly latestVersionId: string;
}
