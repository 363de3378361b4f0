import type { Command } from 'commander';
import type { TrainInfo } from '../../client/parts.ts';
import type { ModelVersion } from '../../core/api/wire/messages.ts';
import type { JsonObject } from '../../core/json.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure, exitStatus, usageFailure } from '../frame/failure.ts';
import { commandLine } from '../frame/output/words.ts';
import { carryOut } from './carry-out.ts';
import { versionOrPromoted } from '../training/promoted.ts';
import { freezeDataset } from './import-data.ts';
import { appWords } from '../training/named-app.ts';
import { toldReport } from './report-words.ts';
import type { TrainManner } from './train-request.ts';

interface Asked {
  readonly model: string;
  readonly from: string | undefined;
  readonly dataset: string | undefined;
  readonly params: JsonObject;
  readonly maxPriceMicros: number | undefined;
  readonly manner: Pick<TrainManner, 'again' | 'watch'>;
}

/** `deeptune retrain`. @throws CommandFailure where nothing was added (1) */
export async function retrain(
  context: CommandContext,
  command: Command,
  asked: Asked,
): Promise<void> {
  const { model, params, manner, maxPriceMicros } = asked;
  const session = await context.connect(command);
  const { client } = session;
  const parent = await versionOrPromoted(client, model, asked.from);
  const words = appWords(command, session);
  context.say(command, `from version ${parent.id}: ${parent.status.details ?? 'trained'}`);
  const datasetId = asked.dataset ?? datasetOf(parent);
  const dataset = await freezeDataset(client, datasetId);
  if (dataset.id === parent.train_info?.dataset.version?.id && !manner.again)
    throw new CommandFailure(
      `Dataset '${datasetId}' holds what version '${parent.id}' was trained on, and nothing else`,
      {
        ...{ exitStatus: exitStatus.refused, code: 'nothing-new' },
        next: [
          commandLine('train', './more', '--dataset', datasetId, '--model', model, ...words),
          commandLine('retrain', model, '--again', ...words),
        ],
      },
    );
  const { lines, codes: told } = await toldReport(client, dataset);
  for (const line of lines) context.say(command, line);
  const trainInfo: TrainInfo = {
    params: { ...params, dataset_id: datasetId, dataset_version_id: dataset.id },
    resume_from_model: { id: model, model_version: { id: parent.id } },
  };
  const training = { session, modelId: model, trainInfo, manner, maxPriceMicros, told };
  await carryOut(context, command, training);
}

function datasetOf({ id, train_info: info }: ModelVersion): string {
  if (info?.dataset.id) return info.dataset.id;
  throw usageFailure(`Version '${id}' does not say its dataset: --dataset <id> says one`);
}
