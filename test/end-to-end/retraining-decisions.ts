import assert from 'node:assert/strict';
import type { Client } from '../../client/client.ts';
import { until } from '../until.ts';

/**
 * What was compared, what the gate decided, and which version answers since: verdict, lineage and
 * moves say the same of the newest version. What it decides, real digits say.
 * @param of.versionIds of the model, the oldest first: two or more
 */
export async function assertGated(
  client: Client,
  of: { readonly modelId: string; readonly versionIds: readonly string[] },
): Promise<void> {
  const [root, last] = [of.versionIds[0] ?? '', of.versionIds.at(-1) ?? ''];
  const named = { model_id: of.modelId, version_id: last };
  const { gate } = await client.call('GetModelVersionGate', named);
  const { lineage } = await client.call('GetModelVersionLineage', named);
  const moved = await client.call('ListPromotions', { model_id: of.modelId });
  const shown = JSON.stringify({ gate, path: lineage.path, moved });
  assert.ok(gate.evaluationSet.compared > 0, shown);
  assert.ok(
    gate.concepts.some(({ isNew }) => isNew),
    shown,
  );
  const path = lineage.path.map(({ versionId }) => versionId);
  assert.deepEqual([path[0], path.at(-2), path.at(-1)], [root, gate.parentVersionId, last], shown);
  const isPromoted = gate.verdict === 'promote';
  assert.ok(isPromoted || gate.verdict === 'hold-back', shown);
  assert.equal(moved.promoted_version_id, isPromoted ? last : gate.parentVersionId, shown);
  const causes = moved.promotions.map(({ versionId, cause }) => `${versionId} ${cause}`);
  assert.ok(causes.includes(`${root} first-version`), shown);
  assert.equal(causes.includes(`${last} gate`), isPromoted, shown);
}

/**
 * A schedule that wants more than there is: asked first, then fired, it says the same, with its
 * numbers. That nothing was trained, the bill says.
 * @returns the name of the execution of its slot
 */
export async function assertSkipped(
  client: Client,
  of: {
    readonly modelId: string;
    readonly rules: { readonly min_new_inputs: number; readonly dataset_id: string };
  },
): Promise<string> {
  const { modelId: model_id, rules } = of;
  const named = { model_id, schedule_id: 'patient' };
  const schedule = { id: named.schedule_id, expression: 'rate(1 day)', ...rules };
  await client.call('PostSchedule', { model_id }, { schedule });
  const { decision } = await client.call('GetScheduleDecision', named);
  const { firing } = await client.call('FireSchedule', named, {});
  const decided = await until(60, async () => {
    const { schedules } = await client.call('ListSchedules', { model_id });
    const firings = schedules.find(({ id }) => id === named.schedule_id)?.firings ?? [];
    return firings.find(({ scheduled_at: at }) => at === firing.scheduled_at);
  });
  const shown = JSON.stringify({ decision, decided });
  assert.deepEqual([decided.result, decided.reason], ['skipped', 'too-little-new'], shown);
  assert.equal(decided.numbers?.minNewInputs, rules.min_new_inputs, shown);
  assert.deepEqual([decision.reason, decision.numbers], [decided.reason, decided.numbers], shown);
  await client.call('DeleteSchedule', named);
  return firing.execution_name ?? '';
}
