import { fail } from '../../errors.ts';
import { awaitsApproval, findAnswering } from '../../model/answering-version.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { assertLoadable, isLoadable } from '../../model/model-version.ts';
import type { Model } from '../../model/model.ts';
import type { PromotionMove } from '../../model/promotion/promotion.ts';
import { getModel, getVersion, listVersions } from '../../model/version-store.ts';
import type { DomainEvent } from '../../ports/events.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';
import { keys } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import { readAll, withRetry } from '../../records/records.ts';
import { answeredBefore, promotionHistory } from './promotion-history.ts';
import { moveWrites, movesOf, nextMove } from './promotion-writes.ts';

type Uses = Pick<Dependencies, 'table' | 'events' | 'now'>;

/** What a person asks for. */
export interface MoveRequest {
  readonly scope: Scope;
  readonly modelId: string;
  /** `previous`: the one that answered before the one that does. */
  readonly versionId: string;
  readonly reason: string;
  /** What answers, as far as the caller knows; absent: whatever does. */
  readonly expectedVersionId?: string;
  readonly by: string;
}

/**
 * Has another version of a model answer where none is named: approves one that waits, rolls back to
 * one that answered before, or promotes any that can be loaded.
 * @throws DeeptuneError model-does-not-exist; version-not-trained where it cannot be loaded;
 *   already-promoted; promoted-meanwhile where another answers than was expected;
 *   nothing-to-roll-back
 */
export async function movePromotion(asked: MoveRequest, deps: Uses): Promise<PromotionMove> {
  const move = await withRetry(() => moveOnce(asked, deps));
  await deps.events.publish(moveEvent(asked, move));
  return move;
}

async function moveOnce(asked: MoveRequest, deps: Uses): Promise<PromotionMove> {
  const { scope, modelId, expectedVersionId } = asked;
  const { table } = deps;
  const model = await getModel(table, scope, modelId);
  const answering = await findAnswering(table, scope, model.value);
  const moves = await readAll<PromotionMove>(table, movesOf(scope, modelId));
  if (expectedVersionId !== undefined && expectedVersionId !== answering?.id)
    throw fail(
      'promotedMeanwhile',
      `'promotion.expectedVersionId' is '${expectedVersionId}', and ${answering ? `version '${answering.id}'` : 'no version'} answers now: look again before you move it`,
    );
  const versionId =
    asked.versionId === 'previous'
      ? await previousOf({ scope, modelId, answeringId: answering?.id, moves }, deps)
      : asked.versionId;
  const version = await getVersion(table, { scope, modelId, versionId });
  assertLoadable(version.value);
  await assertOther(asked, { model, moves, versionId }, deps);
  const move: PromotionMove = {
    versionId,
    sequence: await nextMove(table, scope, model.value),
    at: deps.now(),
    ...(answering && answering.id !== versionId ? { fromVersionId: answering.id } : {}),
    cause: causeOf(version.value, model.value, moves),
    by: asked.by,
    reason: asked.reason,
  };
  const check = { check: keys.version(scope, modelId, versionId), if: { rev: version.rev } };
  await table.write([...moveWrites(scope, model, move), check]);
  return move;
}

/** Whoever moved it may have died before he told of it: it is told again, and is the same fact. */
async function assertOther(
  asked: MoveRequest,
  {
    model,
    moves,
    versionId,
  }: {
    readonly model: Stored<Model>;
    readonly moves: readonly PromotionMove[];
    readonly versionId: string;
  },
  { events }: Uses,
): Promise<void> {
  if (model.value.promoted?.versionId !== versionId) return;
  const [last] = moves;
  if (last?.by !== undefined) await events.publish(moveEvent(asked, last));
  throw fail(
    'alreadyPromoted',
    `Version '${versionId}' answers already, since ${model.value.promoted.at}`,
  );
}

function causeOf(
  version: ModelVersion,
  model: Model,
  moves: readonly PromotionMove[],
): PromotionMove['cause'] {
  // One that was rolled back itself is none to go back to: it is promoted again.
  if (promotionHistory(moves).includes(version.id)) return 'rolled-back';
  return awaitsApproval(version, model) ? 'approved' : 'by-hand';
}

interface History {
  readonly scope: Scope;
  readonly modelId: string;
  readonly answeringId: string | undefined;
  /** The newest first. */
  readonly moves: readonly PromotionMove[];
}

/**
 * The version that answered before the one that does, as often as it is asked for: what was rolled
 * back is not gone forward to again.
 */
async function previousOf(history: History, { table }: Pick<Uses, 'table'>): Promise<string> {
  const { scope, modelId, answeringId, moves } = history;
  const versions = await listVersions(table, scope, modelId);
  const there = new Set(versions.filter(isLoadable).map(({ id }) => id));
  const before = answeredBefore(moves, answeringId, (id) => there.has(id));
  if (before !== undefined) return before;
  throw fail(
    'nothingToRollBack',
    `No version of model '${modelId}' that is still there answered before ${answeringId === undefined ? 'now' : `version '${answeringId}'`}`,
  );
}

function moveEvent(
  { scope, modelId }: Pick<MoveRequest, 'scope' | 'modelId'>,
  { versionId, sequence, fromVersionId, cause, by, reason, at }: PromotionMove,
): DomainEvent {
  return {
    type: cause === 'rolled-back' ? 'model.rolled-back' : 'model.promoted',
    at,
    detail: {
      ...{ ...scope, modelId, versionId, sequence, cause, reason },
      ...(fromVersionId === undefined ? {} : { fromVersionId }),
      ...(by === undefined ? {} : { by }),
    },
  };
}
