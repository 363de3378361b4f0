import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { InvokeEndpointCommand, ModelError } from '@aws-sdk/client-sagemaker-runtime';
import { fail } from '../../core/errors.ts';
import type {
  ModelArtifact,
  Predictor,
  PredictorInput,
  PredictorOutput,
} from '../../core/ports/predictor.ts';
import { isAwsError } from './aws-error.ts';
import type { PredictorRequest } from './predictor-requests.ts';
import { planRequests } from './predictor-requests.ts';
import { createEndpoint, deleteEndpoint, describeEndpoint } from './serverless-endpoint.ts';

export interface ServerlessPredictorOptions {
  readonly sagemaker: SageMakerClient;
  readonly runtime: SageMakerRuntimeClient;
  /** Where the models' archives lie. */
  readonly bucket: string;
  /** AWS Hugging Face PyTorch inference image (CPU), by digest. */
  readonly image: string;
  /** Assumed by the endpoints. */
  readonly roleArn: string;
  /** What the names of endpoints begin with: `ft-`. */
  readonly namePrefix: string;
  /** Default 6144, the most there is. */
  readonly memorySizeMb?: number;
  /** Requests answered at once by one model; default 5. The account's quota is shared by all models. */
  readonly maxConcurrency?: number;
}

/** `Predictor` on SageMaker serverless endpoints, one per model version, made on the first request for it. */
export class ServerlessPredictor implements Predictor {
  readonly #options: ServerlessPredictorOptions;

  constructor(options: ServerlessPredictorOptions) {
    this.#options = options;
  }

  /** Asks first and looks for reasons afterwards: an endpoint that is there costs no further call. */
  async predict(
    artifact: ModelArtifact,
    inputs: readonly PredictorInput[],
  ): Promise<readonly PredictorOutput[]> {
    const name = this.#nameOf(artifact.modelVersionId);
    const { requests, refused } = planRequests(inputs);
    const outputs = new Map(refused);
    for (const request of requests) {
      const answers = await this.#invoke(name, artifact, request);
      request.positions.forEach((position, n) => outputs.set(position, answers[n] ?? noAnswer()));
    }
    return inputs.map((_, position) => outputs.get(position) ?? noAnswer());
  }

  async release(modelVersionId: string): Promise<void> {
    await deleteEndpoint(this.#options.sagemaker, this.#nameOf(modelVersionId));
  }

  async #invoke(
    name: string,
    artifact: ModelArtifact,
    { body, positions }: PredictorRequest,
  ): Promise<readonly PredictorOutput[]> {
    const command = new InvokeEndpointCommand({
      EndpointName: name,
      ContentType: 'application/json',
      Accept: 'application/json',
      Body: Buffer.from(body),
    });
    try {
      const reply = await this.#options.runtime.send(command);
      return readOutputs(reply.Body, positions.length);
    } catch (error) {
      if (isAwsError(error, 'ValidationError')) return this.#explain(name, artifact, error);
      throw translated(error);
    }
  }

  /** The runtime says "not found" of endpoints that are absent, in the making and failed alike. */
  async #explain(name: string, artifact: ModelArtifact, cause: Error): Promise<never> {
    const endpoint = await describeEndpoint(this.#options.sagemaker, name);
    if (!endpoint) await this.#deploy(name, artifact);
    const status = endpoint?.status ?? 'Creating';
    // In service and yet not found: it came into service between the two calls.
    const isReady = status === 'InService' && !/not found|could not find/i.test(cause.message);
    if (isReady) throw fail('predictionFailed', cause.message, cause);
    if (/fail|outofservice/i.test(status)) {
      const reason = endpoint?.reason || status;
      throw fail('predictionFailed', `The model could not be deployed: ${reason}`, cause);
    }
    const message = `Model version ${artifact.modelVersionId} is being deployed; ask again in a minute`;
    throw fail('modelDeploying', message, cause);
  }

  #nameOf(modelVersionId: string): string {
    return this.#options.namePrefix + modelVersionId;
  }

  async #deploy(name: string, artifact: ModelArtifact): Promise<void> {
    const { sagemaker, bucket, image, roleArn, memorySizeMb, maxConcurrency } = this.#options;
    try {
      await createEndpoint(sagemaker, {
        name,
        image,
        roleArn,
        modelUri: `s3://${bucket}/${artifact.archiveKey}`,
        memorySizeMb: memorySizeMb ?? 6144,
        maxConcurrency: maxConcurrency ?? 5,
      });
    } catch (error) {
      if (!isAwsError(error, 'ResourceLimitExceeded', 'ValidationException')) throw error;
      throw fail('predictionFailed', `The model could not be deployed: ${error.message}`, error);
    }
  }
}

function noAnswer(): PredictorOutput {
  return { error: { code: 'prediction-failed', message: 'The model gave no answer' } };
}

function readOutputs(body: Uint8Array | undefined, count: number): readonly PredictorOutput[] {
  const parsed = JSON.parse(Buffer.from(body ?? []).toString() || '{}') as {
    outputs?: readonly PredictorOutput[];
  };
  if (parsed.outputs?.length === count) return parsed.outputs;
  const got = parsed.outputs?.length ?? 'no';
  throw fail('predictionFailed', `The model gave ${got} outputs for ${count} inputs`);
}

function translated(error: unknown): unknown {
  if (error instanceof ModelError) {
    return fail('predictionFailed', error.OriginalMessage ?? error.message, error);
  }
  if (isAwsError(error, 'ModelNotReadyException')) {
    return fail('modelDeploying', 'The model is starting; ask again soon', error);
  }
  if (isAwsError(error, 'ThrottlingException')) {
    return fail('modelBusy', 'The model is answering as many requests as it may', error);
  }
  return error;
}
