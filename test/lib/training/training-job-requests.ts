import type { CreateTrainingJobCommandInput as Request } from '@aws-sdk/client-sagemaker';
import {
  findModelType,
  findTemplate,
  isTrainable,
  modelTypes,
} from '../../../core/catalog/catalog.ts';
import { resolveHyperparameters } from '../../../core/catalog/hyperparameters/hyperparameters.ts';
import { objectKeys } from '../../../core/records/object-keys.ts';
import { trainingJobSpec } from '../../../core/job/kinds/training-job-spec.ts';
import type { QueuedVersion } from '../../../core/model/model-version.ts';
import { trainingJobRequest } from '../../../lambda/jobs/training-job-request.ts';
import { configuration } from '../synthesized.ts';
import type { Decided } from './training-job-rules.ts';

const image = `123456789012.dkr.ecr.eu-west-1.amazonaws.com/trainer@sha256:${'0a'.repeat(32)}`;
const scope = { userId: 'tester', appId: 'lab' };
const id = '0123456789abcdef0123456789abcdef';
export const bucket = 'artifacts';
export const maxRuntimeSeconds = 7200;

/** A queued version of a template, with its default hyperparameters. */
export function versionOf(modelTypeId: string, templateId: string): QueuedVersion {
  const modelType = findModelType(modelTypeId);
  const template = findTemplate(modelType, templateId);
  const { hyperparameters } = resolveHyperparameters(modelType, template, {});
  return {
    ...{ id, modelId: 'model', modelTypeId, scope, description: '', inferenceParams: {} },
    ...{ createdAt: '2026-11-25T00:00:00.000Z', modifiedAt: '2026-11-25T00:00:00.000Z' },
    status: 'queued',
    training: {
      ...{ templateId, hyperparameters, invalidDataTolerancePercent: 5, concepts: [], seed: 1 },
      ...{ datasetId: 'data', datasetVersionId: 'v1', datasetDigest: '' },
    },
    reservation: {
      ...{ estimatedSeconds: 3600, estimatedAmountMicros: 4_000_000, maxRuntimeSeconds },
      ...{ maxAmountMicros: 8_000_000, microsPerHour: 4_000_000, inputEpochs: 1, explanation: [] },
    },
  };
}

/** The request as Train makes it, and what it is judged by. */
export function requestOf(
  version: QueuedVersion,
  attempt: number,
  changes: object,
): [Request, Decided] {
  const configured = configuration({ trainingImage: image, ...changes });
  const { rateMicrosPerHour, ...limits } = configured;
  const onAws = { host: 'aws', accelerator: 'gpu', usesStandIns: false } as const;
  const settings = { ...limits, ...onAws, microsPerHour: rateMicrosPerHour };
  const vpc = configured.vpc && 'subnetIds' in configured.vpc ? configured.vpc : undefined;
  const account = {
    roleArn: 'role',
    image,
    bucket,
    sourcePrefix: 'code/0/',
    kmsKeyArn: 'key',
    vpc,
  };
  const decided = {
    ...{ configuration: configured, bucket, versionId: id, tenant: scope.userId, attempt },
    ...{ maxRuntimeSeconds, versionPrefix: objectKeys.versionPrefix(scope, id) },
  };
  return [trainingJobRequest(trainingJobSpec(version, attempt, settings), account), decided];
}

/** Everything that can be trained: model type and template. */
export const templates = modelTypes
  .filter(isTrainable)
  .flatMap((type) => type.templates.map((template) => [type.id, template.id] as const));
