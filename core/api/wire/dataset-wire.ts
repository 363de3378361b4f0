import type { JsonObject } from '../../catalog/model-type.ts';
import type { Dataset, DatasetVersion } from '../../dataset/dataset-version.ts';
import { toData } from '../../ports/records.ts';
import type { Scope } from '../../ports/keys.ts';
import { status } from '../status.ts';

export function datasetToWire(dataset: Dataset, scope: Scope): JsonObject {
  return {
    id: dataset.id,
    app_id: scope.appId,
    user_id: scope.userId,
    created_at: dataset.createdAt,
    modified_at: dataset.modifiedAt,
    description: dataset.description,
    visibility: { gettable: 'PRIVATE' },
  };
}

/** Counts are strings: they are 64-bit integers in the proto. Our digest and per-concept counts stand in `metadata.deeptune`. */
export function datasetVersionToWire(version: DatasetVersion, scope: Scope): JsonObject {
  return {
    id: version.id,
    dataset_id: version.datasetId,
    app_id: scope.appId,
    user_id: scope.userId,
    created_at: version.createdAt,
    modified_at: version.createdAt,
    description: version.description,
    status: status(64015),
    visibility: { gettable: 'PRIVATE' },
    metrics: {
      '/': {
        inputs_count: String(version.inputCount),
        unlabeled_inputs_count: String(version.unlabelledCount),
        positive_input_tags_count: String(
          version.concepts.reduce((sum, concept) => sum + concept.positives, 0),
        ),
      },
    },
    metadata: {
      deeptune: toData({
        digest: version.digest,
        invalidCount: version.invalidCount,
        concepts: version.concepts,
      }),
    },
  };
}
