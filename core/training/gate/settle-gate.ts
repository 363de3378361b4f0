import { findAnswering } from '../../model/answering-version.ts';
import type { GateReason, GateSummary } from '../../model/promotion/gate-result.ts';
import type { LoadableVersion } from '../../model/model-version.ts';
import type { Model } from '../../model/model.ts';
import type { PromotionMove } from '../../model/promotion/promotion.ts';
import { creationOrder } from '../../model/version-id.ts';
import type { Table, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import { readRecord } from '../../records/records.ts';
import { decideGate, summaryOf } from './decide-gate.ts';
import { gatePolicyOf } from './gate-policy.ts';
import { moveWrites, nextMove } from './promotion-writes.ts';

/** What the gate makes of a version in the transaction that settles it. */
export interface GateSettlement {
  /** Absent: its model is gone, and nothing is to be decided. */
  readonly gate?: GateSummary;
  readonly writes: readonly Write[];
}

/**
 * Carries out what Gate decided of a version that can be loaded from now on, by what answers at
 * this moment: its writes hold only as long as the model stays as it was read.
 * @param version as it will be stored, without what is decided here
 */
export async function settleGate(version: LoadableVersion, table: Table): Promise<GateSettlement> {
  const { scope, modelId } = version;
  const model = await readRecord<Model>(table, keys.model(scope, modelId));
  if (!model || model.value.deletedAt !== undefined) return { writes: [] };
  const answering = await findAnswering(table, scope, model.value);
  const gate = finalGate(version, model.value, answering);
  if (gate.verdict !== 'promote') return { gate, writes: [] };
  const move = await moveOf(version, { gate, model, answering }, table);
  const { sequence, cause, fromVersionId } = move;
  const from = fromVersionId === undefined ? {} : { fromVersionId };
  return {
    gate: { ...gate, promotion: { sequence, cause, ...from } },
    writes: moveWrites(scope, model, move),
  };
}

interface Promoting {
  readonly gate: GateSummary;
  readonly model: Stored<Model>;
  readonly answering: LoadableVersion | undefined;
}

async function moveOf(
  { id, scope, training, settlement }: LoadableVersion,
  { gate, model, answering }: Promoting,
  table: Table,
): Promise<PromotionMove> {
  return {
    versionId: id,
    sequence: await nextMove(table, scope, model.value),
    at: settlement.completedAt,
    cause: training.parent && gate.reasons[0]?.code !== 'first-version' ? 'gate' : 'first-version',
    ...(answering ? { fromVersionId: answering.id } : {}),
    reason: gate.reasons[0]?.message ?? '',
  };
}

/** What the gate decided, with what has become of the model since. */
function finalGate(
  version: LoadableVersion,
  model: Model,
  answering: LoadableVersion | undefined,
): GateSummary {
  const gate =
    version.status === 'stopped'
      ? ofStopped(version, answering)
      : gateOf(version, model, answering);
  const meanwhile = gate.verdict === 'promote' && overtakenBy(version, answering);
  if (!meanwhile) return gate;
  const reasons = [meanwhile, ...gate.reasons.filter(({ code }) => code !== 'all-floors-held')];
  return { ...gate, at: version.settlement.completedAt, verdict: 'await-approval', reasons };
}

/**
 * Without a word of Gate (its execution died, or an earlier release began it) nothing was compared:
 * a version with a parent waits for a person.
 */
function gateOf(
  { gate, training, settlement }: LoadableVersion,
  model: Model,
  answering: LoadableVersion | undefined,
): GateSummary {
  if (gate) return gate;
  const { parent, concepts } = training;
  const unseen = 'The training ended without its gate: parent and candidate were not compared';
  return summaryOf(
    decideGate({
      policy: gatePolicyOf(model),
      at: settlement.completedAt,
      concepts,
      measured: unseen,
      ...(parent ? { parent: { versionId: parent.versionId, concepts: [] } } : {}),
      ...(answering ? { answeringVersionId: answering.id } : {}),
    }),
  );
}

/** A version that was stopped answers by itself only where nothing else could. */
function ofStopped(
  { settlement, training }: LoadableVersion,
  answering: LoadableVersion | undefined,
): GateSummary {
  const reason: GateReason = answering
    ? {
        code: 'stopped-early',
        message: `It was stopped before its end; version '${answering.id}' goes on answering until a person promotes it`,
      }
    : {
        code: 'first-version',
        message: 'It was stopped before its end; no version of its model could answer before',
      };
  return {
    verdict: answering ? 'hold-back' : 'promote',
    reasons: [reason],
    at: settlement.completedAt,
    ...(training.parent ? { parentVersionId: training.parent.versionId } : {}),
    negativeFlipPercent: null,
    positiveFlipCount: 0,
    compared: 0,
    negativeFlipCount: 0,
    brokenConcepts: [],
  };
}

/**
 * A child is promoted in the place of the parent that it was compared with, any other in that of an
 * older one: as the newest answered before.
 */
function overtakenBy(
  version: LoadableVersion,
  answering: LoadableVersion | undefined,
): GateReason | undefined {
  if (!answering) return undefined;
  const { parent } = version.training;
  const isExpected = parent
    ? answering.id === parent.versionId
    : creationOrder(answering) < creationOrder(version);
  if (isExpected) return undefined;
  return {
    code: 'promoted-meanwhile',
    message: `Version '${answering.id}' answers predictions since, with which it was not compared`,
  };
}
