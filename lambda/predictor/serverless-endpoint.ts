import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  DeleteEndpointCommand,
  DeleteEndpointConfigCommand,
  DeleteModelCommand,
  DescribeEndpointCommand,
} from '@aws-sdk/client-sagemaker';
import { isAwsError, isSageMakerAbsent } from '../aws/aws-error.ts';

/**
 * One model on one serverless endpoint: both, and the configuration between them, carry the same
 * name.
 */
export interface ServerlessEndpoint {
  readonly name: string;
  /** AWS Hugging Face inference image (CPU). */
  readonly image: string;
  /** `s3://…/model.tar.gz` */
  readonly modelUri: string;
  /**
   * Assumed by the endpoint. A serverless endpoint has network access: give it the model's objects
   * to read, and nothing else.
   */
  readonly roleArn: string;
  /** 1024 … 6144 in steps of 1024. */
  readonly memorySizeMb: number;
  readonly maxConcurrency: number;
}

/**
 * `code/inference.py` of the archive, one worker, nothing written outside `/tmp` and nothing looked
 * up in the hub.
 */
const environment = {
  SAGEMAKER_PROGRAM: 'inference.py',
  SAGEMAKER_SUBMIT_DIRECTORY: '/opt/ml/model/code',
  SAGEMAKER_MODEL_SERVER_WORKERS: '1',
  HF_HOME: '/tmp',
  HF_HUB_OFFLINE: '1',
  TRANSFORMERS_OFFLINE: '1',
  HF_HUB_DISABLE_TELEMETRY: '1',
};

/**
 * Creates what is missing of the endpoint; safe to repeat, also by several callers at once.
 * Serverless endpoints refuse network isolation.
 * @param abortSignal ends the call that it meets; what was created by then is found the next time
 */
export async function createEndpoint(
  client: SageMakerClient,
  endpoint: ServerlessEndpoint,
  abortSignal?: AbortSignal,
): Promise<void> {
  const options = abortSignal && { abortSignal };
  const { name, image, modelUri, roleArn } = endpoint;
  const container = { Image: image, ModelDataUrl: modelUri, Environment: environment };
  const model = { ModelName: name, ExecutionRoleArn: roleArn, PrimaryContainer: container };
  const variant = {
    VariantName: 'AllTraffic',
    ModelName: name,
    ServerlessConfig: {
      MemorySizeInMB: endpoint.memorySizeMb,
      MaxConcurrency: endpoint.maxConcurrency,
    },
  };
  const config = { EndpointConfigName: name, ProductionVariants: [variant] };
  await orExists(() => client.send(new CreateModelCommand(model), options));
  await orExists(() => client.send(new CreateEndpointConfigCommand(config), options));
  await orExists(() =>
    client.send(
      new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }),
      options,
    ),
  );
}

/** Deletes all of the endpoint; what is absent already is no error. */
export async function deleteEndpoint(client: SageMakerClient, name: string): Promise<void> {
  await orAbsent(() => client.send(new DeleteEndpointCommand({ EndpointName: name })));
  await orAbsent(() => client.send(new DeleteEndpointConfigCommand({ EndpointConfigName: name })));
  await orAbsent(() => client.send(new DeleteModelCommand({ ModelName: name })));
}

/**
 * The endpoint's status in SageMaker's words, with the reason where it failed; undefined where
 * there is none.
 */
export async function describeEndpoint(
  client: SageMakerClient,
  name: string,
  abortSignal?: AbortSignal,
): Promise<{ status: string; reason: string } | undefined> {
  const reply = await orAbsent(() =>
    client.send(
      new DescribeEndpointCommand({ EndpointName: name }),
      abortSignal && { abortSignal },
    ),
  );
  return reply && { status: reply.EndpointStatus ?? '', reason: reply.FailureReason ?? '' };
}

async function orAbsent<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (error) {
    if (isSageMakerAbsent(error)) return undefined;
    throw error;
  }
}

async function orExists(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    const isTaken = isAwsError(error, 'ValidationException', 'ResourceInUse');
    if (!isTaken || !/already exist/i.test(error.message)) throw error;
  }
}
