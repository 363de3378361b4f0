import type { QuotedData, QuotedJob } from '../../../billing/quote/quote.ts';
import type { JsonObject } from '../../../json.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import type { InferencePlan } from '../inference/plan-inference.ts';

/* What a job is, as far as its price depends on it: by the names that a request has for each. */

type Requested = Pick<
  Extract<ModelVersion, { training: unknown }>,
  'modelTypeId' | 'training' | 'outputConfig' | 'reservation'
>;

/** A training, by what its version stores of it: its estimate has to be there. */
export function quotedTraining(version: Requested): QuotedJob {
  const { modelTypeId, training, outputConfig = {}, reservation } = version;
  const { datasetId, datasetVersionId, datasetDigest, parent, dial } = training;
  const settings: JsonObject = {
    ...training.hyperparameters,
    model_type_id: modelTypeId,
    template: training.templateId,
    ...(training.instanceType === undefined ? {} : { instance_type: training.instanceType }),
    invalid_data_tolerance_percent: training.invalidDataTolerancePercent,
    seed: training.seed,
    concepts: training.concepts.map(({ id }) => id),
    output_config: outputConfig,
    ...(training.startsFrom ? { starts_from: { ...training.startsFrom } } : {}),
    ...(dial ? { dial: { ...dial } } : {}),
    ...(parent ? { resume_from_model: `${parent.modelId}/${parent.versionId}` } : {}),
  };
  const data: QuotedData = {
    ...{ datasetId, datasetVersionId, datasetDigest },
    inputCount: reservation.basis?.inputCount ?? training.inputCount ?? 0,
    ...(parent ? { modelVersionId: parent.versionId } : {}),
  };
  return { kind: 'train', settings, data };
}

/** An evaluation or a batch prediction. */
export function quotedInference(plan: InferencePlan): QuotedJob {
  const { kind, version, dataset, instanceType } = plan;
  return {
    kind,
    settings: {
      ...{ model_type_id: version.modelTypeId, template: version.training.templateId },
      ...{ model_version_id: version.id, instance_type: instanceType },
    },
    data: {
      datasetId: dataset.datasetId,
      datasetVersionId: dataset.id,
      datasetDigest: dataset.digest,
      inputCount: dataset.inputCount,
      modelVersionId: version.id,
    },
  };
}

/** Without the name of a dataset version that is stored nowhere. */
export function withoutVersion(job: QuotedJob): QuotedJob {
  const { datasetId, datasetDigest, inputCount, modelVersionId } = job.data;
  const data = { datasetId, datasetDigest, inputCount };
  return { ...job, data: { ...data, ...(modelVersionId === undefined ? {} : { modelVersionId }) } };
}
