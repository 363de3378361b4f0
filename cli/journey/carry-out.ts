import type { Command } from 'commander';
import type { TrainInfo } from '../../client/parts.ts';
import type { ModelVersion } from '../../core/api/wire/messages.ts';
import type { CommandContext } from '../frame/context.ts';
import type { Session } from '../frame/connection/session.ts';
import { commandLine, dollars, dollarsUp, duration, durationRange } from '../frame/output/words.ts';
import { watchAndTell } from '../watch/watch-and-tell.ts';
import { statusOf } from '../training/training-state.ts';
import { appWords } from '../training/named-app.ts';
import { estimateLines, warningLines } from '../training/money-words.ts';
import type { EstimateReading } from '../training/money-words.ts';
import {
  assertAffordable,
  estimateOf,
  sameTrainings,
  startTraining,
} from '../training/start-training.ts';
import type { TrainManner } from './train-request.ts';

/** A training with all that it needs. */
export interface ReadyTraining {
  readonly session: Session;
  readonly modelId: string;
  readonly trainInfo: TrainInfo;
  readonly manner: Pick<TrainManner, 'again' | 'watch'>;
  readonly maxPriceMicros: number | undefined;
  /** Codes of what was said of the data already. */
  readonly told?: readonly string[];
}

/**
 * Shows what a training takes and costs, asks, starts it and watches it to its end. What was
 * trained already, or is under way, is shown instead of being paid for twice.
 * @throws CommandFailure: declined (1), too dear (5), or by how it ended
 */
export async function carryOut(
  context: CommandContext,
  command: Command,
  training: ReadyTraining,
): Promise<void> {
  const { session, modelId, manner } = training;
  const { client } = session;
  const same = await sameTrainings(client, training);
  if (same.current && !manner.again) {
    sayCurrent(context, command, same.current);
    return finishTraining(context, command, { ...training, version: same.current });
  }
  const estimate = await estimateOf(client, training);
  for (const line of [...estimateLines(estimate), ...warningLines(estimate, training.told)])
    context.say(command, line);
  assertAffordable(estimate, training.maxPriceMicros);
  const left = 'nothing is trained or billed; what was imported stays in its dataset';
  await context.confirm(command, question(modelId, estimate), left);
  const version = await startTraining(client, training, same.count);
  context.say(command, `training of model '${modelId}' was started: version ${version.id}`);
  await finishTraining(context, command, { ...training, version });
}

function sayCurrent(context: CommandContext, command: Command, version: ModelVersion): void {
  const isTrained = statusOf(version) === 'trained';
  context.say(
    command,
    isTrained
      ? `version ${version.id} was trained on just these data and settings already, and nothing was started; --again trains once more`
      : `version ${version.id} is being trained on just these data and settings already`,
  );
}

function question(modelId: string, { amountMicros, maxAmountMicros, ...of }: EstimateReading) {
  const range = durationRange(of.p10Seconds, of.p90Seconds);
  return `Train '${modelId}' for about ${dollars(amountMicros)} (never billed above ${dollarsUp(maxAmountMicros)}), in about ${duration(of.p50Seconds)} (${range})?`;
}

/** Watches a training that was started, or says how that is done. */
export async function finishTraining(
  context: CommandContext,
  command: Command,
  of: Pick<ReadyTraining, 'session' | 'modelId' | 'manner'> & { readonly version: ModelVersion },
): Promise<void> {
  const { session, modelId, version, manner } = of;
  const named = appWords(command, session);
  if (manner.watch)
    return watchAndTell(context, command, { session, modelId, versionId: version.id, named });
  const next = commandLine('watch', modelId, '--version', version.id, ...named);
  context.say(command, `not waited for; ${next} shows how it goes`);
  const row = { app: session.app, model: modelId, version: version.id, status: statusOf(version) };
  context.output(command).text([version.id], row);
}
