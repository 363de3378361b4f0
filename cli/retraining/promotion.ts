import type { Command } from 'commander';
import type { PromotionMove } from '../../core/api/wire/messages.ts';
import { causeInWords } from '../../core/training/words/gate-words.ts';
import type { CommandContext } from '../frame/context.ts';
import type { Column } from '../frame/output/output.ts';
import { commandLine } from '../frame/output/words.ts';
import { minuteOf } from '../models/version-facts.ts';
import { shortId } from '../frame/output/short-id.ts';
import { findModel, findVersion } from '../training/find-model.ts';
import { promotedId } from '../training/promoted.ts';

interface Move {
  readonly model: string;
  /** By its id or how it ends; undefined: the one that answered before. */
  readonly version: string | undefined;
  readonly reason: string;
}

/**
 * `deeptune promote` and `roll-back`. The move is made only where the version that is said to
 * answer still does.
 * @throws CommandFailure: declined (1), not found (3); ApiError where somebody was quicker
 */
export async function movePromoted(
  context: CommandContext,
  command: Command,
  { model, version, reason }: Move,
): Promise<void> {
  const { client } = await context.connect(command);
  await findModel(client, model);
  const versionId =
    version === undefined ? 'previous' : (await findVersion(client, model, version)).id;
  const answering = await promotedId(client, model);
  const now = answering === undefined ? 'none is promoted yet' : `${shortId(answering)} does now`;
  const which = versionId === 'previous' ? 'the version that answered before' : shortId(versionId);
  await context.confirm(command, `Let ${which} answer for model '${model}' (${now})?`);
  const expected = answering === undefined ? {} : { expectedVersionId: answering };
  const body = { promotion: { versionId, reason, ...expected } };
  const { promotion } = await client.call('PostPromotion', { model_id: model }, body);
  context.output(command).record(promotion, moveColumns, promotion);
  const back = takingBack(model, promotion);
  if (back !== undefined) context.say(command, `${back} takes it back`);
}

/** Rolling back again goes back one more: what is taken back is a version by its name. */
export function takingBack(
  model: string,
  { cause, fromVersionId }: PromotionMove,
): string | undefined {
  if (fromVersionId === undefined) return undefined;
  const why = ['--reason', '…'] as const;
  return cause === 'rolled-back'
    ? commandLine('promote', model, shortId(fromVersionId), ...why)
    : commandLine('roll-back', model, ...why);
}

/** `deeptune promotions`: which version answers, and each move since the first. */
export async function listPromotions(
  context: CommandContext,
  command: Command,
  model: string,
): Promise<void> {
  const { client } = await context.connect(command);
  await findModel(client, model);
  const answer = await client.call('ListPromotions', { model_id: model });
  const { promotions, promoted_version_id: id } = answer;
  context.output(command).rows(promotions, moveColumns, promotions);
  const now =
    id === undefined
      ? `No version of model '${model}' was promoted yet: the newest that can answers`
      : `version ${shortId(id)} answers`;
  context.say(command, now);
}

const moveColumns: readonly Column<PromotionMove>[] = [
  { name: 'move', value: ({ sequence }) => sequence, align: 'right' },
  {
    name: 'version',
    value: ({ versionId }) => versionId,
    shown: ({ versionId }) => shortId(versionId),
  },
  {
    name: 'before',
    value: ({ fromVersionId }) => fromVersionId,
    shown: ({ fromVersionId }) => shortId(fromVersionId),
  },
  { name: 'cause', value: ({ cause }) => cause, shown: ({ cause }) => causeInWords(cause) },
  { name: 'by', value: ({ by }) => by, shown: ({ by }) => by ?? 'the gate' },
  { name: 'at', value: ({ at }) => at, shown: ({ at }) => minuteOf(at) },
  { name: 'reason', value: ({ reason }) => reason },
];
