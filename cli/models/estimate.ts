import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { Model, ModelVersion } from '../../core/api/wire/messages.ts';
import { datasetVersionOrNewest } from '../datasets/find-dataset.ts';
import type { CommandContext } from '../frame/context.ts';
import { usageFailure } from '../frame/failure.ts';
import { safeText } from '../frame/output/safe-text.ts';
import { commandLine } from '../frame/output/words.ts';
import { forecastColumns, forecastLines } from '../jobs/forecast-lines.ts';
import { estimateLines, warningLines } from '../training/money-words.ts';
import { estimateOf } from '../training/start-training.ts';
import { chooseTemplate } from '../training/choose-template.ts';
import { templateLines } from '../training/template-words.ts';
import { findModel, findVersion, versionsOf } from '../training/find-model.ts';
import { versionOrPromoted } from '../training/promoted.ts';
import { templateOf } from './version-facts.ts';
import type { EstimateOptions } from './estimate-options.ts';

export interface EstimateArguments extends EstimateOptions {
  readonly modelId: string;
}

/** Carries out `deeptune estimate`. @throws CommandFailure, ApiError */
export async function estimate(
  context: CommandContext,
  own: Command,
  options: EstimateArguments,
): Promise<void> {
  const { client } = await context.connect(own);
  const model = await findModel(client, options.modelId);
  const before = await lastTraining(client, options.modelId);
  const datasetId = options.dataset ?? before?.train_info?.dataset.id;
  if (datasetId === undefined)
    throw usageFailure(
      `Model '${options.modelId}' has not been trained yet, so that its data are to be said: --dataset <id>`,
      commandLine('datasets'),
    );
  const version = await datasetVersionOrNewest(client, datasetId, options.datasetVersion);
  context.say(own, `on dataset version ${version.id} of '${datasetId}'`);
  const of = { datasetId, datasetVersionId: version.id };
  if (options.kind === 'train')
    await ofTraining({ context, own, client, options, model, before, of });
  else await ofJob({ context, own, client, options, model, before, of });
}

interface Asked {
  readonly context: CommandContext;
  readonly own: Command;
  readonly client: Client;
  readonly options: EstimateArguments;
  readonly model: Model;
  readonly before: ModelVersion | undefined;
  readonly of: { readonly datasetId: string; readonly datasetVersionId: string };
}

/** The newest version that was asked to train. */
async function lastTraining(client: Client, modelId: string): Promise<ModelVersion | undefined> {
  for await (const version of versionsOf(client, modelId))
    if (templateOf(version) !== undefined) return version;
  return undefined;
}

async function ofTraining({ context, own, client, options, model, before, of }: Asked) {
  const templateId = await templateFor({ context, own, client, options, model, before, of });
  const parent =
    options.from === undefined
      ? undefined
      : await findVersion(client, options.modelId, options.from);
  const reading = await estimateOf(client, {
    modelId: options.modelId,
    trainInfo: {
      params: {
        ...options.set,
        template: templateId,
        dataset_id: of.datasetId,
        dataset_version_id: of.datasetVersionId,
      },
      ...(parent
        ? { resume_from_model: { id: options.modelId, model_version: { id: parent.id } } }
        : {}),
    },
  });
  const output = context.output(own);
  if (output.format === 'csv') output.record(reading, forecastColumns);
  else output.text([...estimateLines(reading), ...warningLines(reading)].map(safeText), reading);
}

async function templateFor({ context, own, client, options, model, before }: Asked) {
  const known = options.template ?? (before && templateOf(before));
  if (known !== undefined) {
    context.say(own, `template ${known}`);
    return known;
  }
  const choice = await chooseTemplate(client, model.model_type_id, undefined);
  for (const line of templateLines(choice)) context.say(own, line);
  return choice.templateId;
}

async function ofJob({ context, own, client, options, of }: Asked) {
  if (options.kind === 'train') return;
  const version = await versionOrPromoted(client, options.modelId, options.from);
  const at = { model_id: options.modelId, version_id: version.id };
  const dataset = { id: of.datasetId, version: { id: of.datasetVersionId } };
  const body = { job: { kind: options.kind, dataset } };
  const { estimate: found } = await client.call('PostModelVersionJobEstimates', at, body);
  const output = context.output(own);
  if (output.format === 'csv') output.record(found, forecastColumns);
  else output.text(forecastLines(found).map(safeText), found);
}
