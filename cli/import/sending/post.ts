import { ApiError } from '../../../client/api-error.ts';
import type { Client } from '../../../client/client.ts';
import type { Input } from '../../../core/api/wire/messages.ts';
import type { Wait } from './backoff.ts';
import { isTransient, withBackoff } from './backoff.ts';
import type { PreparedInput } from './prepare.ts';

/** How the service took an input. */
export interface Outcome {
  readonly input: PreparedInput;
  /** Clarifai status code: 30000 ingested, 30100 there already. */
  readonly code: number;
  readonly details: string;
}

export interface PostOptions {
  /** Whether these inputs may have been sent before, without an answer that was seen. */
  readonly isRepeated: boolean;
  readonly wait: Wait;
}

/** Codes of a request that is refused whole because of something in one of its inputs. */
const ofOneInput = [11100, 40003];

/**
 * Adds inputs and says what became of each. A service that is busy or away is asked again, for half
 * a minute; a request that is refused for one of its inputs is sent in halves.
 * @throws ApiError for what concerns all inputs: the key, the app, the dataset
 */
export async function postInputs(
  client: Client,
  inputs: readonly PreparedInput[],
  options: PostOptions,
): Promise<Outcome[]> {
  if (inputs.length === 0) return [];
  const { answers, isRepeated } = await ask(client, inputs, options);
  if (answers instanceof ApiError) return refused(client, inputs, { ...options, error: answers });
  const outcomes = inputs.map((input, index) => outcomeOf(input, answers[index]));
  if (!isRepeated) return outcomes;
  return Promise.all(outcomes.map((outcome) => lookedUp(client, outcome)));
}

async function ask(client: Client, inputs: readonly PreparedInput[], options: PostOptions) {
  const body = { inputs: inputs.map((input) => input.body) };
  return withBackoff(async (tries) => {
    const isRepeated = options.isRepeated || tries > 0;
    try {
      const { inputs: answers } = await client.call('PostInputs', {}, body);
      return { answers, isRepeated };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { inputs: perInput } = error.partsOf('PostInputs');
      if (perInput) return { answers: perInput, isRepeated };
      if (isTransient(error.httpStatus)) throw error;
      return { answers: error, isRepeated };
    }
  }, options.wait);
}

async function refused(
  client: Client,
  inputs: readonly PreparedInput[],
  { error, ...options }: PostOptions & { error: ApiError },
): Promise<Outcome[]> {
  if (!ofOneInput.includes(error.code)) throw error;
  const [only] = inputs;
  if (only && inputs.length === 1)
    return [{ input: only, code: error.code, details: error.message }];
  const middle = Math.ceil(inputs.length / 2);
  const first = await postInputs(client, inputs.slice(0, middle), options);
  return [...first, ...(await postInputs(client, inputs.slice(middle), options))];
}

function outcomeOf(input: PreparedInput, answer: Input | undefined): Outcome {
  if (!answer?.status) throw new Error(`The service did not say what became of ${input.where}`);
  const { code, description, details } = answer.status;
  return { input, code, details: details ?? description };
}

/** `there already` may be our own doing: then what became of it then is what counts. */
async function lookedUp(client: Client, outcome: Outcome): Promise<Outcome> {
  if (outcome.code !== 30100) return outcome;
  const { input } = await client.call('GetInput', { input_id: outcome.input.id });
  const stored = outcomeOf(outcome.input, input);
  return stored.code === 30000 ? outcome : stored;
}
