import type {
  GatePolicy,
  GateResult,
  PairedAnswer,
} from '../../../../core/model/promotion/gate-result.ts';
import type { GateFacts } from '../../../../core/training/gate/decide-gate.ts';
import { decideGate } from '../../../../core/training/gate/decide-gate.ts';
import { defaultGatePolicy } from '../../../../core/training/gate/gate-policy.ts';
import { Tallying } from '../../../../core/training/gate/tally.ts';

export const at = '2026-11-29T08:00:00.000Z';

/** `count` inputs of a concept, each scored so by parent and candidate. */
export function answers(
  conceptId: string | null,
  count: number,
  [parent, candidate]: readonly [parent: number | null, candidate: number | null],
): PairedAnswer[] {
  const name = `${conceptId}-${parent}-${candidate}`;
  return Array.from({ length: count }, (_, index) => ({
    id: `${name}-${index}`,
    scores: [{ conceptId, parent, candidate }],
  }));
}

const refs = (ids: readonly string[]) => ids.map((id) => ({ id, name: id }));

export interface Asked {
  readonly parent?: readonly string[];
  readonly candidate?: readonly string[];
  readonly policy?: Partial<GatePolicy>;
  readonly facts?: Partial<GateFacts>;
  readonly heldOut?: number;
}

/** What the gate makes of answers; both know `cat` and `dog` where nothing else is said. */
export function judged(lines: readonly PairedAnswer[], asked: Asked = {}): GateResult {
  const parent = asked.parent ?? ['cat', 'dog'];
  const candidate = asked.candidate ?? parent;
  const tally = new Tallying({ parent: new Set(parent), candidate: new Set(candidate) });
  for (const line of lines) tally.add(line);
  const heldOut = asked.heldOut ?? lines.length;
  const rows = { heldOut, chosen: lines.length, answered: lines.length };
  return decideGate({
    policy: { ...defaultGatePolicy, ...asked.policy },
    at,
    concepts: refs(candidate),
    parent: { versionId: 'parent', concepts: refs(parent) },
    answeringVersionId: 'parent',
    measured: { head: { schemaVersion: 1, score: 'right', rows }, tally },
    ...asked.facts,
  });
}
