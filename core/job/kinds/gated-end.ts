import type { JsonObject } from '../../json.ts';
import type { GateSummary, GateVerdict } from '../../model/promotion/gate-result.ts';
import type { SettledVersion } from '../../model/model-version.ts';
import type { DomainEvent } from '../../ports/events.ts';
import type { Outcome } from '../workflow/state.ts';

const outcomes: Readonly<Record<GateVerdict, Outcome>> = {
  promote: 'promoted',
  'hold-back': 'held-back',
  'await-approval': 'awaits-approval',
};

/** What the execution of a settled training ends as: by its record alone, however often asked. */
export function outcomeOf({ status, gate }: SettledVersion): Outcome {
  // Of earlier releases, or its model was deleted meanwhile.
  if (status !== 'trained' || !gate) return status;
  return outcomes[gate.verdict];
}

/** What else is told of a settled training: where its model's predictions go from now on. */
export function gateEvents(version: SettledVersion): DomainEvent[] {
  const { gate, status, settlement, scope, modelId, id } = version;
  const type = gate && typeOf(gate, status);
  if (!gate || !type) return [];
  const ids = { ...scope, modelId, versionId: id };
  return [{ type, at: settlement.completedAt, detail: { ...ids, ...detailOf(gate) } }];
}

function typeOf(
  { verdict, promotion }: GateSummary,
  status: SettledVersion['status'],
): DomainEvent['type'] | undefined {
  if (promotion) return 'model.promoted';
  // Of a stop its own event tells.
  if (status !== 'trained' || verdict === 'promote') return undefined;
  return verdict === 'hold-back' ? 'model-version.held-back' : 'model-version.awaits-approval';
}

function detailOf(gate: GateSummary): JsonObject {
  const { promotion, reasons, parentVersionId } = gate;
  const [first] = reasons;
  return {
    ...(promotion ? { ...promotion } : {}),
    ...(parentVersionId === undefined ? {} : { parentVersionId }),
    reason: first?.message ?? '',
    reasons: reasons.map(({ code }) => code),
    brokenConcepts: [...gate.brokenConcepts],
    negativeFlipCount: gate.negativeFlipCount,
    compared: gate.compared,
  };
}
