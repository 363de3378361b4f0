import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import type { NewData } from '../../client/parts.ts';
import type { Output } from '../../core/api/wire/messages.ts';
import type { AnswerRow } from '../answers/answer.ts';
import { answerOfData } from '../answers/wire-answer.ts';
import type { InputField, Source } from './sources.ts';

/** Which version answers, and how. */
export interface PredictRequest {
  readonly modelId: string;
  readonly versionId: string;
  readonly field: InputField;
  /** Settings of the model type, such as `detection_threshold`; empty: the version's own. */
  readonly params: Readonly<Record<string, number>>;
}

/** An answer with what was asked about, which drawing needs. */
export interface AnsweredSource {
  readonly row: AnswerRow;
  readonly drawnAs: string;
  /** Of its picture, or how they are read where they are needed; undefined: it cannot be read. */
  readonly bytes: Uint8Array | undefined | (() => Promise<Uint8Array | undefined>);
}

/** So many inputs and bytes a request: what one answer can carry, with masks. */
const [maxInputs, maxBytes] = [32, 16_000_000];

/**
 * Asks a version about sources, some at a time, and yields the answers in their order. What cannot
 * be read or answered is a row with its error; the rest is answered.
 * @throws ApiError where the request itself is refused; TypeError where nothing answers
 */
export async function* predictNow(
  client: Client,
  request: PredictRequest,
  sources: readonly Source[],
): AsyncGenerator<AnsweredSource> {
  for await (const batch of batches(sources)) yield* await answered(client, request, batch);
}

interface Read {
  readonly name: string;
  readonly drawnAs: string;
  readonly bytes: Uint8Array | undefined;
  readonly problem: string;
}

async function* batches(sources: readonly Source[]): AsyncGenerator<readonly Read[]> {
  let [batch, bytes]: [Read[], number] = [[], 0];
  for (const source of sources) {
    const read = await readSource(source);
    const size = read.bytes?.length ?? 0;
    if (batch.length === maxInputs || (batch.length > 0 && bytes + size > maxBytes)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(read);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function readSource({ name, drawnAs, read }: Source): Promise<Read> {
  try {
    const bytes = await read();
    if (bytes.length === 0)
      return { name, drawnAs, bytes: undefined, problem: 'The file is empty' };
    return { name, drawnAs, bytes, problem: '' };
  } catch (error) {
    return { name, drawnAs, bytes: undefined, problem: (error as Error).message };
  }
}

async function answered(
  client: Client,
  request: PredictRequest,
  batch: readonly Read[],
): Promise<AnsweredSource[]> {
  const asked = batch.filter(({ bytes }) => bytes !== undefined);
  const outputs = asked.length === 0 ? [] : [...(await outputsOf(client, request, asked))];
  return batch.map(({ name, drawnAs, bytes, problem }) => {
    if (bytes === undefined)
      return {
        row: { source: name, error: { code: 'unreadable', message: problem } },
        drawnAs,
        bytes,
      };
    return { row: rowOf(name, outputs.shift()), drawnAs, bytes };
  });
}

/** Where some or all were refused, the refusal has the outputs with a status each. */
async function outputsOf(
  client: Client,
  { modelId, versionId, field, params }: PredictRequest,
  asked: readonly Read[],
): Promise<readonly Output[]> {
  const at = { model_id: modelId, version_id: versionId };
  const inputs = asked.map(({ bytes }) => ({ data: dataOf(field, bytes ?? new Uint8Array()) }));
  const settings = Object.keys(params).length === 0 ? {} : { model: { output_info: { params } } };
  try {
    return (await client.call('PostModelOutputs', at, { inputs, ...settings })).outputs;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { outputs } = error.partsOf('PostModelOutputs');
    if (!outputs || outputs.length !== asked.length) throw error;
    return outputs as readonly Output[];
  }
}

function dataOf(field: InputField, bytes: Uint8Array): NewData {
  if (field === 'image') return { image: { base64: Buffer.from(bytes).toString('base64') } };
  return { text: { raw: new TextDecoder().decode(bytes) } };
}

function rowOf(source: string, output: Output | undefined): AnswerRow {
  if (!output)
    return { source, error: { code: 'no-answer', message: 'The service left this input out' } };
  const { status, data } = output;
  if (status.code === 10000) return { source, answer: answerOfData(data) };
  const message = status.details ?? status.description;
  const code = /^([a-z][a-z0-9-]+): /.exec(message)?.[1] ?? String(status.code);
  return { source, error: { code, message } };
}
