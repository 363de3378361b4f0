import { ApiError } from '../../../../client/api-error.ts';
import type { Client } from '../../../../client/client.ts';
import type { Requests } from '../../../../core/api/wire/requests.ts';
import type { Input, Output } from '../../../../core/api/wire/messages.ts';

/** What a model is asked about: a file of this computer, a text, or an input of the app. */
export type Source =
  | { readonly kind: 'file'; readonly file: File }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'input'; readonly input: Input };

export type QuestionState = 'waiting' | 'asking' | 'answered' | 'refused';

/** One input and, when it has come, its answer. */
export interface Question {
  readonly id: number;
  /** Name of the file, id of the input, or the beginning of the text. */
  readonly name: string;
  readonly source: Source;
  readonly state: QuestionState;
  readonly output?: Output;
  readonly error?: Error;
  /** From the request to its answer, as the browser measured it. */
  readonly milliseconds?: number;
}

export function nameOf(source: Source): string {
  if (source.kind === 'file') return source.file.name;
  if (source.kind === 'input') return source.input.id;
  const line = source.text.trim().split('\n')[0] ?? '';
  return line.length > 60 ? `${[...line].slice(0, 60).join('')}…` : line;
}

export type AskedInput = Requests['PostModelOutputs']['inputs'][number];

/** A source in the words of the API. @throws Error where a file is not readable any more */
export async function dataOf(source: Source): Promise<NonNullable<AskedInput['data']>> {
  if (source.kind === 'text') return { text: { raw: source.text } };
  if (source.kind === 'file') return { image: { base64: await base64Of(source.file) } };
  const { image, text } = source.input.data;
  if (image?.url) return { image: { url: image.url } };
  return text?.url ? { text: { url: text.url } } : { text: { raw: text?.raw ?? '' } };
}

/**
 * Asks about one input, so that each has its own latency and its own error.
 * @throws ApiError with the input's own reason; TypeError where the service cannot be reached
 */
export async function ask(
  client: Client,
  version: { readonly model_id: string; readonly version_id?: string },
  source: Source,
): Promise<Output> {
  const inputs = [{ data: await dataOf(source) }];
  const { outputs } = await client.call('PostModelOutputs', version, { inputs });
  const [output] = outputs;
  if (!output) throw new Error('The service answered nothing');
  if (output.status.code === 10000) return output;
  throw new ApiError(output.status, 200, {});
}

/** Bytes of a file in base64, in pieces: one call takes only so many arguments. */
async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const piece = 0x8000;
  let binary = '';
  for (let at = 0; at < bytes.length; at += piece)
    binary += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(binary);
}
