import type { Command } from 'commander';
import type { JsonObject } from '../../core/json.ts';
import type { CommandContext } from '../frame/context.ts';
import { usageFailure } from '../frame/failure.ts';
import type { Session } from '../frame/connection/session.ts';
import { commandLine, counted } from '../frame/output/words.ts';
import { totalOf } from '../import/counts.ts';
import type { Counts } from '../import/counts.ts';
import type { DatasetVersion } from '../../core/api/wire/messages.ts';
import { findModelType } from '../../core/catalog/catalog.ts';
import { chooseType } from './choose-type.ts';
import type { TypeChoice } from './choose-type.ts';
import { freezeDataset, importData } from './import-data.ts';
import { lookAtData } from './look-at-data.ts';
import type { LocalData } from './look-at-data.ts';
import { assertId, idAfter } from './names.ts';
import { assertSameType, ensureModel, estimateOfNew, modelOf } from '../training/start-training.ts';
import { chooseTemplate, typesWithTemplates } from '../training/choose-template.ts';
import { templateLines } from '../training/template-words.ts';
import { toldReport } from './report-words.ts';
import type { TrainRequest } from './train-request.ts';

/** A training whose data, model and template are there. */
export interface PreparedTraining {
  readonly session: Session;
  readonly modelId: string;
  readonly params: JsonObject;
  /** Codes of what was said of the data. */
  readonly told: readonly string[];
}

/** What is looked at before anything is sent. */
interface LookedAt {
  readonly request: TrainRequest;
  readonly datasetId: string;
  /** Absent: of a dataset that is there. */
  readonly data: LocalData | undefined;
  readonly type: TypeChoice | undefined;
}

/** Looks at the data that are named, and says their model type. @throws CommandFailure */
export async function lookedAt(
  context: CommandContext,
  command: Command,
  of: { readonly request: TrainRequest; readonly isThorough: boolean },
): Promise<LookedAt> {
  const { request, isThorough } = of;
  const datasetId = datasetOf(request);
  assertId('dataset', datasetId);
  assertId('model', request.model ?? datasetId);
  const { from, reading } = request;
  const data =
    from === undefined
      ? undefined
      : await lookAtData(context, command, { from, reading, datasetId, isThorough });
  const type = data && typeOf(data, request);
  if (type) context.say(command, `model type: ${type.modelTypeId}, since ${type.why}`);
  return { request, datasetId, data, type };
}

/**
 * Imports and freezes the data, chooses the template and makes the model, where that is needed.
 * @throws CommandFailure, ApiError
 */
export async function prepareTraining(
  context: CommandContext,
  command: Command,
  { request, datasetId, data, type }: LookedAt,
): Promise<PreparedTraining> {
  const app = data ? 'made' : 'needed';
  const session = await context.connect(command, { app });
  const modelId = request.model ?? datasetId;
  const modelTypeId =
    type?.modelTypeId ?? (await typeOfModel(session, { modelId, request, datasetId }));
  const template = await chooseTemplate(session.client, modelTypeId, request.template);
  for (const line of templateLines(template)) context.say(command, line);
  // What is wrong about the training is said before anything is sent.
  await assertSameType(session.client, { modelId, modelTypeId });
  const params = { ...request.params, template: template.templateId };
  await estimateOfNew(session.client, { modelTypeId, params, inputCount: data?.look.counts.read });
  const { version, codes } = await dataVersion(context, command, {
    ...{ session, request, datasetId, data },
  });
  const made = await ensureModel(session.client, { modelId, modelTypeId });
  if (made === 'made') context.say(command, `model '${modelId}' was made`);
  const named = { dataset_id: datasetId, dataset_version_id: version.id };
  return { session, modelId, params: { ...params, ...named }, told: codes };
}

function datasetOf({ from, dataset }: TrainRequest): string {
  if (dataset !== undefined) return dataset;
  if (from !== undefined) return idAfter(from, 'data');
  throw usageFailure(
    'Nothing to train on is named: a folder or file with data, or --dataset <id> for one that is there',
    'deeptune train ./pictures',
    'deeptune train --dataset products',
  );
}

function typeOf({ look }: LocalData, { type }: TrainRequest): TypeChoice {
  if (type !== undefined) return { modelTypeId: knownType(type), why: 'you said so' };
  const found = chooseType(look);
  if (typeof found !== 'string') return found;
  throw usageFailure(
    `No model type fits these data: ${found}. --type says one: ${typesWithTemplates.join(', ')}`,
    'deeptune types',
  );
}

/** @throws CommandFailure (2) for what is no model type, with the one that was meant */
function knownType(id: string): string {
  try {
    return findModelType(id).id;
  } catch (error) {
    throw usageFailure((error as Error).message, 'deeptune types');
  }
}

interface DataOfTraining {
  readonly session: Session;
  readonly request: TrainRequest;
  readonly datasetId: string;
  readonly data: LocalData | undefined;
}

/** The dataset version to train on; data of this machine are imported first. */
async function dataVersion(
  context: CommandContext,
  command: Command,
  of: DataOfTraining,
): Promise<{ readonly version: DatasetVersion; readonly codes: readonly string[] }> {
  const { session, request, datasetId, data } = of;
  const { client } = session;
  const imported =
    data && (await importData(context, command, { session, data, datasetId, request }));
  const named = request.datasetVersion;
  const version =
    named === undefined
      ? await freezeDataset(client, datasetId)
      : (
          await client.call('GetDatasetVersion', {
            ...{ dataset_id: datasetId, dataset_version_id: named },
          })
        ).dataset_version;
  const { lines, codes } = await toldReport(client, version);
  for (const line of lines) context.say(command, line);
  if (imported) sayOthers(context, command, { imported, version });
  return { version, codes };
}

/** What a dataset holds beside what was imported now is learnt too, which nobody may expect. */
function sayOthers(
  context: CommandContext,
  command: Command,
  { imported, version }: { readonly imported: Counts; readonly version: DatasetVersion },
): void {
  const here = imported.read - totalOf(imported.leftOut) - imported.failed;
  const others = Number(version.metrics['/']?.inputs_count ?? 0) - here;
  if (others > 0)
    context.say(
      command,
      `note: the dataset holds ${counted(others, 'input')} more, of earlier imports, and they are trained on too; --dataset <id> with another id starts one of its own`,
    );
}

/** Without data of this machine the type is the model's, or was said. */
async function typeOfModel(
  { client }: Session,
  of: { readonly modelId: string; readonly request: TrainRequest; readonly datasetId: string },
): Promise<string> {
  const { modelId, request, datasetId } = of;
  if (request.type !== undefined) return knownType(request.type);
  const model = await modelOf(client, modelId);
  if (model?.model_type_id) return model.model_type_id;
  throw usageFailure(
    `Model '${modelId}' does not exist, so that its type is to be said: --type, one of ${typesWithTemplates.join(', ')}`,
    commandLine('train', '--dataset', datasetId, '--type', 'visual-classifier'),
  );
}
