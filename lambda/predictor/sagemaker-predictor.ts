import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import { fail } from '../../core/errors.ts';
import type {
  ModelArtifact,
  Predictor,
  PredictorInput,
  PredictorOutput,
} from '../../core/ports/predictor.ts';
import { isAwsError } from '../aws/aws-error.ts';
import type { EndpointRecords } from './endpoint-records.ts';
import type { EndpointRoom } from './endpoint-room.ts';
import { isTimeout, runtimeError } from './predictor-errors.ts';
import type { PredictorRequest } from './predictor-requests.ts';
import { planRequests } from './predictor-requests.ts';
import { createEndpoint, describeEndpoint } from './serverless-endpoint.ts';

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
  readonly records: EndpointRecords;
  readonly room: EndpointRoom;
  /** Milliseconds for which whoever waits for the answer still waits. */
  readonly timeLeft: () => number;
  /** Default 6144, the most there is. */
  readonly memorySizeMb?: number;
  /** Requests answered at once by one model. The account's quota is shared by all models. */
  readonly maxConcurrency: number;
}

/** A serverless endpoint answers within this time or not at all, milliseconds. */
const maxAnswerMilliseconds = 60_000;

/**
 * `Predictor` on SageMaker serverless endpoints, one per model version, made on the first request
 * for it.
 */
export class ServerlessPredictor implements Predictor {
  readonly #options: ServerlessPredictorOptions;

  constructor(options: ServerlessPredictorOptions) {
    this.#options = options;
  }

  /**
   * Asks first and looks for reasons afterwards: an endpoint that is there, and was used a moment
   * ago, costs no further call.
   */
  async predict(
    artifact: ModelArtifact,
    inputs: readonly PredictorInput[],
  ): Promise<readonly PredictorOutput[]> {
    const { requests, refused } = planRequests(inputs);
    const outputs = new Map(refused);
    if (requests.length > 0) await this.#assertUsable(artifact, 'use');
    for (const request of requests) {
      const answered = outputs.size - refused.size;
      const answers = await this.#invoke(artifact, request, answered);
      request.positions.forEach((position, n) => outputs.set(position, answers[n] ?? noAnswer()));
    }
    return inputs.map((_, position) => outputs.get(position) ?? noAnswer());
  }

  async release(modelVersionId: string): Promise<void> {
    await this.#options.room.release(modelVersionId);
  }

  /**
   * @throws DeeptuneError model-deploying while its endpoint is being freed: it can be made anew
   * when it is gone
   */
  async #assertUsable({ modelVersionId }: ModelArtifact, how: 'use' | 'note'): Promise<void> {
    if ((await this.#options.records[how](modelVersionId)) === 'usable') return;
    const message = `The endpoint of model version ${modelVersionId} was not used for long and is being freed; ask again in a minute, and it is made anew`;
    throw fail('modelDeploying', message);
  }

  /**
   * Asks once: a second try would begin when the first has used up the time of whoever waits.
   * @param answered inputs that were answered before these
   */
  async #invoke(
    artifact: ModelArtifact,
    { body, positions }: PredictorRequest,
    answered: number,
  ): Promise<readonly PredictorOutput[]> {
    const command = new InvokeEndpointCommand({
      EndpointName: this.#nameOf(artifact),
      ContentType: 'application/json',
      Accept: 'application/json',
      Body: Buffer.from(body),
    });
    const limit = this.#timeLimit();
    if (limit <= 0) throw timedOut(artifact, answered, limit);
    try {
      const abortSignal = AbortSignal.timeout(limit);
      const reply = await this.#options.runtime.send(command, { abortSignal });
      return readOutputs(reply.Body, positions.length);
    } catch (error) {
      if (isTimeout(error)) throw timedOut(artifact, answered, limit, error);
      if (isAwsError(error, 'ValidationError')) return this.#explain(artifact, error);
      throw runtimeError(error);
    }
  }

  /** The runtime says "not found" of endpoints that are absent, in the making and failed alike. */
  async #explain(artifact: ModelArtifact, cause: Error): Promise<never> {
    const endpoint = await this.#describeOrDeploy(artifact);
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

  /** Undefined where the endpoint was not there: it is being made then. */
  async #describeOrDeploy(artifact: ModelArtifact): ReturnType<typeof describeEndpoint> {
    const abortSignal = AbortSignal.timeout(Math.max(1, this.#timeLimit()));
    const { sagemaker } = this.#options;
    try {
      const found = await describeEndpoint(sagemaker, this.#nameOf(artifact), abortSignal);
      if (!found) await this.#deploy(artifact, abortSignal);
      return found;
    } catch (error) {
      // Given up for want of time: what was done by then stays, and the next request goes on with
      // it.
      if (isAwsError(error, 'AbortError')) return undefined;
      throw error;
    }
  }

  /** Whole milliseconds that a call may take. */
  #timeLimit(): number {
    return Math.ceil(Math.min(maxAnswerMilliseconds, this.#options.timeLeft()));
  }

  async #deploy(artifact: ModelArtifact, abortSignal: AbortSignal): Promise<void> {
    const { sagemaker, bucket, image, roleArn, memorySizeMb, maxConcurrency } = this.#options;
    await this.#assertUsable(artifact, 'note');
    try {
      const endpoint = {
        name: this.#nameOf(artifact),
        image,
        roleArn,
        modelUri: `s3://${bucket}/${artifact.archiveKey}`,
        memorySizeMb: memorySizeMb ?? 6144,
        maxConcurrency,
      };
      await createEndpoint(sagemaker, endpoint, abortSignal);
    } catch (error) {
      if (isAwsError(error, 'ResourceLimitExceeded')) throw await this.#noRoom(artifact, error);
      if (!isAwsError(error, 'ValidationException')) throw error;
      throw fail('predictionFailed', `The model could not be deployed: ${error.message}`, error);
    }
  }

  /** What to say where the account takes no further endpoint. */
  async #noRoom({ modelVersionId }: ModelArtifact, cause: Error): Promise<Error> {
    const said = `The account takes no further endpoint (${cause.message}).`;
    switch (await this.#options.room.makeRoom(modelVersionId)) {
      case 'being made':
        return fail('modelDeploying', `${said} An idle one is being freed; ask again soon`, cause);
      case 'all in use':
        return fail('modelBusy', `${said} All of them were used a moment ago; ask later`, cause);
      case 'no other endpoint':
        return fail('predictionFailed', `The model could not be deployed. ${said}`, cause);
    }
  }

  #nameOf({ modelVersionId }: ModelArtifact): string {
    return this.#options.namePrefix + modelVersionId;
  }
}

/**
 * Nobody waits any longer. An endpoint that was not asked for a quarter of an hour starts anew,
 * which takes longer than a request has: that is the usual reason where nothing was answered
 * before.
 * @param limit milliseconds that were left when the model was asked; none: it was not
 */
function timedOut(
  artifact: ModelArtifact,
  answered: number,
  limit: number,
  cause?: unknown,
): Error {
  const fewer = 'send fewer inputs in one request';
  const version = `Model version ${artifact.modelVersionId}`;
  if (answered > 0)
    return fail('modelBusy', `Only ${answered} inputs were answered in time; ${fewer}`, cause);
  if (limit <= 0)
    return fail(
      'modelBusy',
      `No time was left to ask ${version} when the inputs were there; ${fewer}`,
    );
  const within = `${version} did not answer within ${(limit / 1000).toFixed(1)} s`;
  const why = `it is being started. Ask again; if this stays so, ${fewer}`;
  return fail('modelDeploying', `${within}: ${why}`, cause);
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
