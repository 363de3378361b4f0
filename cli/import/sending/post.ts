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
  wait: Wait,
): Promise<Outcome[]> {
  if (inputs.length === 0) return [];
  const answers = await ask(client, inputs, wait);
  if (answers instanceof ApiError) return refused(client, inputs, { wait, error: answers });
  return inputs.map((input, index) => outcomeOf(input, answers[index]));
}

async function ask(client: Client, inputs: readonly PreparedInput[], wait: Wait) {
  const body = { inputs: inputs.map((input) => input.body) };
  return withBackoff(async () => {
    try {
      return (await client.call('PostInputs', {}, body)).inputs;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { inputs: perInput } = error.partsOf('PostInputs');
      if (perInput) return perInput;
      if (isTransient(error.httpStatus)) throw error;
      return error;
    }
  }, wait);
}

async function refused(
  client: Client,
  inputs: readonly PreparedInput[],
  { error, wait }: { error: ApiError; wait: Wait },
): Promise<Outcome[]> {
  const isTooLarge = error.httpStatus === 413;
  if (!ofOneInput.includes(error.code) && !isTooLarge) throw error;
  const [only] = inputs;
  if (only && inputs.length === 1)
    return [{ input: only, code: error.code, details: error.message }];
  const middle = Math.ceil(inputs.length / 2);
  const first = await postInputs(client, inputs.slice(0, middle), wait);
  return [...first, ...(await postInputs(client, inputs.slice(middle), wait))];
}

function outcomeOf(input: PreparedInput, answer: Input | undefined): Outcome {
  if (!answer?.status) throw new Error(`The service did not say what became of ${input.where}`);
  const { code, description, details } = answer.status;
  return { input, code, details: details ?? description };
}
