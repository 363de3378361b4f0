import { wordFor } from '../../core/words.ts';
import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { TrainInfo } from '../../client/parts.ts';
import type { ModelVersion } from '../../core/api/wire/messages.ts';
import { findModelType, findTemplate } from '../../core/catalog/catalog.ts';
import type { JsonObject } from '../../core/json.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure, exitStatus } from '../frame/failure.ts';
import type { Session } from '../frame/connection/session.ts';
import { commandLine } from '../frame/output/words.ts';
import { statusOf } from '../training/training-state.ts';
import { carryOut } from './carry-out.ts';
import { versionWith } from '../training/find-version.ts';
import { appWords } from '../training/named-app.ts';

interface Asked {
  readonly model: string;
  readonly version: string | undefined;
  readonly watch: boolean;
  readonly maxPriceMicros: number | undefined;
}

/** `deeptune resume`. @throws CommandFailure where nothing was stopped, or nothing is left */
export async function resume(
  context: CommandContext,
  command: Command,
  { model, version, watch, maxPriceMicros }: Asked,
): Promise<void> {
  const session = await context.connect(command);
  const { client } = session;
  const stopped = await versionWith(client, { model, version }, ['stopped']);
  assertStopped(stopped, model, appWords(command, session));
  const left = await epochsLeft(session, model, stopped);
  if (left) context.say(command, left.words);
  const trainInfo: TrainInfo = {
    params: { ...ownParams(stopped), ...left?.params },
    resume_from_model: { id: model, model_version: { id: stopped.id } },
  };
  const manner = { again: false, watch };
  await carryOut(context, command, { session, modelId: model, trainInfo, manner, maxPriceMicros });
}

function assertStopped(version: ModelVersion, model: string, words: readonly string[]): void {
  const status = statusOf(version);
  if (status === 'stopped') return;
  const isTrained = status === 'trained';
  throw new CommandFailure(
    `Version '${version.id}' of model '${model}' is ${status}, and only what was stopped goes on${isTrained ? ': a trained version is trained further by retrain' : ''}`,
    {
      ...{ exitStatus: exitStatus.refused, code: 'not-stopped' },
      next: [commandLine(isTrained ? 'retrain' : 'versions', model, ...words)],
    },
  );
}

/** Hyperparameters and data of a version, as they were asked for. */
function ownParams({ train_info: info }: ModelVersion): JsonObject {
  return info?.params ?? {};
}

/**
 * The epochs that were not done, in the hyperparameter that counts them; undefined for templates
 * without epochs.
 */
async function epochsLeft(
  { client }: Session,
  model: string,
  stopped: ModelVersion,
): Promise<{ readonly params: JsonObject; readonly words: string } | undefined> {
  const params = ownParams(stopped);
  const path = await epochsPath(client, model, String(params['template']));
  if (path === undefined) return undefined;
  const [group, name] = path.length === 2 ? path : [undefined, path[0]];
  const values = (group === undefined ? params : params[group]) as JsonObject;
  const at = { model_id: model, version_id: stopped.id };
  const { progress } = await client.call('ListTrainingProgress', at);
  const done = Math.floor(progress.findLast(({ epoch }) => epoch !== undefined)?.epoch ?? 0);
  const all = Number(values[name ?? '']);
  const left = Math.max(1, all - done);
  const changed = { ...values, [name ?? '']: left };
  return {
    params: group === undefined ? changed : { [group]: changed },
    words: `${done} of ${all} epochs ${wordFor(done, 'was', 'were')} done: ${left} ${wordFor(left, 'is', 'are')} left`,
  };
}

async function epochsPath(client: Client, model: string, template: string) {
  const { model_type_id: typeId = '' } = (await client.call('GetModel', { model_id: model })).model;
  return findTemplate(findModelType(typeId), template).epochsPath?.split('.');
}
