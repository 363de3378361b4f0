import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { Input, Model } from '../../core/api/wire/messages.ts';
import type { PredictOptions } from './predict-options.ts';
import {
  datasetVersionOrNewest,
  findDataset,
  findDatasetVersion,
} from '../datasets/find-dataset.ts';
import { nameOfInput, pictureOf } from '../datasets/input-picture.ts';
import { everyPage, firstOf } from '../every-page.ts';
import type { CommandContext } from '../frame/context.ts';
import { usageFailure } from '../frame/failure.ts';
import { commandLine } from '../frame/output/words.ts';
import { findModel } from '../training/find-model.ts';
import { promotedId, versionOrPromoted } from '../training/promoted.ts';
import { anyApp } from '../models/templates.ts';
import { AnswerSink } from './answer-sink.ts';
import { columnsOf } from './answer-writer.ts';
import { batchAnswers, runBatch } from './predict-batch.ts';
import { predictNow } from './predict-now.ts';
import type { PredictRequest } from './predict-now.ts';
import { lineSources, sourcesOf } from './sources.ts';
import type { InputField, Source, Sources } from './sources.ts';

export interface PredictArguments extends PredictOptions {
  readonly model: string;
  readonly files: readonly string[];
}

/** Of a dataset so many inputs are answered now; more, by a job. */
const maxNow = 100;

/**
 * Carries out `deeptune predict`.
 * @throws CommandFailure: called wrongly (2), not found (3), declined or not all answered (1);
 *   ApiError
 */
export async function predict(
  context: CommandContext,
  own: Command,
  options: PredictArguments,
): Promise<void> {
  assertOneKind(options);
  const { client } = await context.connect(own);
  const model = await findModel(client, options.model);
  const version = await versionOrPromoted(client, options.model, options.modelVersion);
  const field = await fieldOf(client, model);
  const request = {
    modelId: options.model,
    versionId: version.id,
    field,
    params: paramsOf(options, model),
  };
  const concepts = await conceptsOf(client, request);
  const sink = await AnswerSink.open(context, own, {
    options,
    concepts,
    columns: columnsOf(model.model_type_id, concepts),
  });
  try {
    await answer({ context, own, client, request, options, sink });
    await sink.finish();
    const isPromoted = (await promotedId(client, options.model)) === version.id;
    const which = isPromoted ? ', which is promoted' : '';
    context.say(own, `answered by version ${version.id}${which}`);
  } finally {
    sink.close();
  }
}

interface Answering {
  readonly context: CommandContext;
  readonly own: Command;
  readonly client: Client;
  readonly request: PredictRequest;
  readonly options: PredictArguments;
  readonly sink: AnswerSink;
}

async function answer(answering: Answering): Promise<void> {
  const { context, client, request, options, sink } = answering;
  const { dataset } = options;
  if (dataset !== undefined) return answerDataset(answering, dataset);
  const { sources, leftOut } = await filesOf(context, request.field, options);
  sink.sayLeftOut(leftOut, request.field);
  for await (const answered of predictNow(client, request, sources)) await sink.add(answered);
}

async function filesOf(
  context: CommandContext,
  field: InputField,
  { files }: PredictArguments,
): Promise<Sources> {
  const isStdin = files.includes('-') || (files.length === 0 && !context.input.isTerminal);
  if (!isStdin) return sourcesOf(files, context.folder, field);
  if (field !== 'text')
    throw usageFailure(
      'This model reads pictures, which are not read from stdin: name files or folders',
      commandLine('predict', 'model', './pictures'),
    );
  const named = await sourcesOf(
    files.filter((file) => file !== '-'),
    context.folder,
    field,
  );
  const lines = lineSources(await context.input.readAll());
  return { ...named, sources: [...named.sources, ...lines] };
}

async function answerDataset(answering: Answering, datasetId: string): Promise<void> {
  const { client, request, options, sink, context, own } = answering;
  await findDataset(client, datasetId);
  if (options.datasetVersion === undefined) {
    const inputs = everyPage(
      async (page) =>
        (await client.call('ListDatasetInputs', { dataset_id: datasetId, ...page })).dataset_inputs,
    );
    const { items, hasMore } = await firstOf(inputs, maxNow);
    if (!hasMore) {
      const sources = items.map(({ input }) => inputSource(client, input, request.field));
      for await (const answered of predictNow(client, request, sources)) await sink.add(answered);
      return;
    }
  }
  const version =
    options.datasetVersion === undefined
      ? await datasetVersionOrNewest(client, datasetId, undefined)
      : await findDatasetVersion(client, datasetId, options.datasetVersion);
  const { modelId, versionId } = request;
  const batch = { client, modelId, versionId, datasetId, datasetVersionId: version.id };
  const { id } = await runBatch(context, own, batch);
  for await (const row of batchAnswers(batch, id))
    await sink.add({ row, drawnAs: row.source, bytes: bytesOf(client, row.source) });
}

/** Read only where it is drawn. */
function bytesOf(client: Client, inputId: string): () => Promise<Uint8Array | undefined> {
  return async () => {
    const { input } = await client.call('GetInput', { input_id: inputId });
    return pictureOf(client, input);
  };
}

function inputSource(client: Client, input: Input, field: InputField): Source {
  return {
    name: nameOfInput(input),
    drawnAs: nameOfInput(input),
    read: async () => {
      if (field === 'text' && input.data.text?.raw !== undefined)
        return Buffer.from(input.data.text.raw);
      const bytes = field === 'image' ? await pictureOf(client, input) : undefined;
      if (bytes) return bytes;
      throw new Error(`The input has no ${field}`);
    },
  };
}

/** What a model of this type reads. */
async function fieldOf(client: Client, { model_type_id: id }: Model): Promise<InputField> {
  const asked = { ...anyApp, model_type_id: id };
  const { model_type: type } = await client.call('GetModelType', asked);
  return type.input_fields.includes('text') ? 'text' : 'image';
}

/** All concepts that the version may answer with; none for types without. */
async function conceptsOf(client: Client, { modelId, versionId }: PredictRequest) {
  const at = { model_id: modelId, version_id: versionId };
  const ids: string[] = [];
  const pages = everyPage(
    async (page) => (await client.call('ListModelConcepts', { ...at, ...page })).concepts,
  );
  for await (const { id } of pages) ids.push(id);
  return ids;
}

function paramsOf({ minValue }: PredictOptions, { model_type_id: type }: Model) {
  if (minValue === undefined) return {};
  if (type === 'visual-detector') return { detection_threshold: minValue };
  if (['visual-classifier', 'text-classifier', 'embedding-classifier'].includes(type))
    return { min_value: minValue };
  throw usageFailure(
    `--min-value is for classifiers and detectors; a ${type} has no such setting: leave it out`,
  );
}

function assertOneKind({ files, dataset, datasetVersion, model }: PredictArguments): void {
  if (dataset !== undefined && files.length > 0)
    throw usageFailure(
      'Name files or --dataset, not both',
      commandLine('predict', model, '--dataset', dataset),
    );
  if (datasetVersion !== undefined && dataset === undefined)
    throw usageFailure(
      '--dataset-version needs --dataset',
      commandLine('predict', model, '--dataset', 'id', '--dataset-version', datasetVersion),
    );
}
