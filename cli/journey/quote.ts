import type { Command } from 'commander';
import { parse } from 'yaml';
import type { JsonObject } from '../../core/json.ts';
import type { CommandContext } from '../frame/context.ts';
import { readGivenFile } from '../frame/connection/given-file.ts';
import { usageFailure } from '../frame/failure.ts';
import { commandLine } from '../frame/output/words.ts';
import { appWords } from '../training/named-app.ts';
import { quoteColumns, quoteLines, requestLines } from '../training/quote-words.ts';
import { assertAffordable } from '../training/start-training.ts';
import { lookedAt, prepareTraining } from './prepare-training.ts';
import type { TrainRequest } from './train-request.ts';

/** A training that is to be quoted, with the settings of which each has a quote of its own. */
export interface QuoteRequest {
  readonly request: TrainRequest;
  /** Beside those of `request.params`; none: one quote. */
  readonly variants: readonly JsonObject[];
}

/**
 * `deeptune quote`: imports and freezes as `deeptune train` does, starts nothing, and answers a
 * price that binds for a day.
 * @throws CommandFailure, ApiError
 */
export async function quote(
  context: CommandContext,
  command: Command,
  { request, variants }: QuoteRequest,
): Promise<void> {
  const looked = await lookedAt(context, command, { request, isThorough: false });
  const { session, modelId, params } = await prepareTraining(context, command, looked);
  const asked = variants.length > 0 ? variants : [{}];
  const versions = asked.map((variant) => ({ train_info: { params: { ...params, ...variant } } }));
  const at = { model_id: modelId };
  const { quotes } = await session.client.call('PostQuotes', at, { model_versions: versions });
  context.output(command).rows(quotes, quoteColumns(quotes), quotes);
  const named = appWords(command, session);
  const lines = [
    ...requestLines(quotes),
    ...quotes.map(({ id }) =>
      commandLine('train', '--model', modelId, '--quote', id, '--yes', ...named),
    ),
  ];
  for (const line of lines) context.say(command, line);
  const [first] = quotes;
  const maxAmountMicros = first?.group?.maxPriceMicros ?? first?.maxPriceMicros ?? 0;
  assertAffordable({ maxAmountMicros }, request.maxPriceMicros);
}

/** `deeptune quotes`: those of a model, or one. */
export async function showQuotes(
  context: CommandContext,
  command: Command,
  { model, id }: { readonly model: string; readonly id: string | undefined },
): Promise<void> {
  const { client } = await context.connect(command);
  const output = context.output(command);
  if (id === undefined) {
    const at = { model_id: model, per_page: 100 };
    const { quotes } = await client.call('ListQuotes', at);
    if (quotes.length === 0) context.say(command, `model '${model}' has no quotes`);
    return output.rows(quotes, quoteColumns(quotes), quotes);
  }
  const { quote: found } = await client.call('GetQuote', { model_id: model, quote_id: id });
  const { explanation } = found;
  output.text([...quoteLines(found), found.statusText, ...explanation], found);
}

/** A file of settings is some kilobytes. */
const maxBytes = 1_000_000;

/**
 * The variants of a file: a list of settings, in YAML or JSON.
 * @throws CommandFailure: not there (3); no such list (2)
 */
export function readVariants(path: string, folder: string): JsonObject[] {
  const text = readGivenFile({ path, folder, name: `The settings file '${path}'`, maxBytes });
  const list = parsed(text, path);
  const isSettings = (each: unknown): each is JsonObject =>
    typeof each === 'object' && each !== null && !Array.isArray(each);
  if (Array.isArray(list) && list.length > 0 && list.every(isSettings)) return list;
  const shown = (JSON.stringify(list) ?? 'nothing').slice(0, 80);
  throw usageFailure(
    `The settings file '${path}' holds ${shown}: wanted a list of settings, such as [{"num_epochs": 3}, {"num_epochs": 10}]`,
  );
}

function parsed(text: string, path: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    throw usageFailure(`The settings file '${path}' is no YAML: ${(error as Error).message}`);
  }
}
