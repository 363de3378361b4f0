import { counted } from '../frame/output/words.ts';
import type { Client } from '../../client/client.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Source, SourceConcept, SourceInput, SourceRegion } from './clarifai.ts';
import { appPath, readList, withQuery } from './clarifai.ts';
import type { ContentReader } from './content.ts';
import { readContent } from './content.ts';
import { mostProbable, similarity } from './similarity.ts';
import type { ModelAnswer } from './similarity.ts';

/** One input, asked of both. */
export interface Comparison {
  readonly inputId: string;
  /** In a few words: `cat 0.98`, `3 regions`, the first words of a text. */
  readonly before: string;
  readonly now: string;
  /**
   * 0 to 1: whether both name the same best concept; the share of regions with a partner of the
   * same concept that overlaps by half or more; whether texts are equal.
   */
  readonly similarity: number;
}

/** A model, wherever it is. */
export interface AskedModel {
  readonly client: Client;
  readonly userId: string;
  readonly appId: string;
  readonly modelId: string;
}

export interface CompareOptions {
  readonly source: Source;
  readonly reader: ContentReader;
  readonly before: AskedModel;
  readonly now: AskedModel;
  /** How many of the app's inputs, in the order of their creation. */
  readonly count: number;
}

/**
 * Asks both models about the same inputs, one after the other.
 * @throws ApiError where one of them refuses, Error for an input that cannot be read
 */
export async function* compare(options: CompareOptions): AsyncGenerator<Comparison> {
  const { source, reader, count, before, now } = options;
  for await (const input of firstInputs(source, count)) {
    const { image, text } = input.data ?? {};
    const content = image ?? text;
    if (!content) continue;
    const bytes = await readContent(content, reader);
    const data = image
      ? { image: { base64: Buffer.from(bytes).toString('base64') } }
      : { text: { raw: new TextDecoder().decode(bytes) } };
    const [old, other] = [await ask(before, data), await ask(now, data)];
    yield {
      inputId: input.id,
      before: inShort(old),
      now: inShort(other),
      similarity: similarity(old, other),
    };
  }
}

async function* firstInputs(source: Source, count: number): AsyncGenerator<SourceInput> {
  let lastId: string | undefined;
  for (let left = count; left > 0;) {
    const path = withQuery('/inputs/stream', { per_page: Math.min(left, 32), last_id: lastId });
    const inputs = await readList<SourceInput>(source, path, 'inputs');
    if (inputs.length === 0) return;
    yield* inputs;
    left -= inputs.length;
    lastId = inputs.at(-1)?.id;
  }
}

async function ask(model: AskedModel, data: object): Promise<ModelAnswer> {
  const path = `${appPath(model)}/models/${encodeURIComponent(model.modelId)}/outputs`;
  const answer = await model.client.send({ method: 'POST', path, body: { inputs: [{ data }] } });
  const [output] = answer['outputs'] as unknown as { readonly data?: JsonObject }[];
  const { concepts, regions, text } = (output?.data ?? {}) as {
    concepts?: SourceConcept[];
    regions?: SourceRegion[];
    text?: { raw?: string };
  };
  return {
    concepts: concepts ?? [],
    regions: regions ?? [],
    ...(text?.raw === undefined ? {} : { text: text.raw }),
  };
}

function inShort({ concepts, regions, text }: ModelAnswer): string {
  if (text !== undefined) return text.slice(0, 40);
  if (regions.length > 0) return counted(regions.length, 'region');
  const best = mostProbable(concepts);
  return best ? `${best.name ?? best.id} ${(best.value ?? 0).toFixed(2)}` : 'nothing';
}
