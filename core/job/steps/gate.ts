import { findAnswering } from '../../model/answering-version.ts';
import type { ModelVersion, OpenVersion } from '../../model/model-version.ts';
import { conceptsOfVersion, isOpen } from '../../model/model-version.ts';
import type { Model } from '../../model/model.ts';
import { versionWrite } from '../../model/version-store.ts';
import { keys } from '../../records/keys.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';
import { readRecord, withRetry } from '../../records/records.ts';
import type { GateFacts } from '../../training/gate/decide-gate.ts';
import { decideGate, summaryOf } from '../../training/gate/decide-gate.ts';
import { gatePolicyOf } from '../../training/gate/gate-policy.ts';
import { readPairedAnswers } from '../../training/gate/read-paired-answers.ts';
import type { JobUses } from '../kinds/job.ts';
import type { JobState } from '../workflow/state.ts';

/**
 * Gate: whether the version that a training made may answer its model's predictions. Decides, and
 * writes down why; Settle carries it out in the transaction that ends the training. Repeated, it
 * finds what it decided. A stop comes too late for it, as for Settle: the artifact was verified.
 */
export async function gate(state: JobState, deps: JobUses): Promise<JobState> {
  await withRetry(() => gateOnce(state, deps));
  return { ...state, outcome: 'gated' };
}

async function gateOnce(state: JobState, deps: JobUses): Promise<void> {
  const scope = { userId: state.userId, appId: state.appId };
  const key = keys.version(scope, state.modelId, state.versionId);
  const stored = await readRecord<ModelVersion>(deps.table, key);
  // Deleted, settled or decided: there is nothing left to decide.
  if (!stored || !isOpen(stored.value) || stored.value.gate) return;
  const { value: version, rev } = stored;
  const model = await readRecord<Model>(deps.table, keys.model(scope, version.modelId));
  if (!model) return;
  const result = decideGate(await factsOf(version, model.value, deps));
  const folder = objectKeys.versionPrefix(scope, version.id);
  const body = new TextEncoder().encode(JSON.stringify(result));
  await deps.objects.put(jobKeys.gate(folder), body, { contentType: 'application/json' });
  const gated = { ...version, gate: summaryOf(result) };
  await deps.table.write([versionWrite(gated, rev)]);
}

async function factsOf(version: OpenVersion, model: Model, deps: JobUses): Promise<GateFacts> {
  const { scope, training } = version;
  const answering = await findAnswering(deps.table, scope, model);
  const compared = training.parent && (await comparedWith(version, deps));
  return {
    policy: gatePolicyOf(model),
    at: deps.now(),
    concepts: training.concepts,
    ...compared,
    ...(answering ? { answeringVersionId: answering.id } : {}),
  };
}

async function comparedWith(
  { id, scope, training: { parent, concepts } }: OpenVersion,
  { table, objects }: JobUses,
): Promise<Pick<GateFacts, 'parent' | 'measured'>> {
  const { modelId, versionId } = parent!;
  const stored = await readRecord<ModelVersion>(table, keys.version(scope, modelId, versionId));
  const known = stored ? conceptsOfVersion(stored.value) : [];
  const key = jobKeys.gateAnswers(objectKeys.versionPrefix(scope, id));
  const measured = stored
    ? await readPairedAnswers(objects, key, { parent: idsOf(known), candidate: idsOf(concepts) })
    : `Its parent '${versionId}' was deleted: what it knew is not known any more`;
  return { parent: { versionId, concepts: known }, measured };
}

function idsOf(concepts: readonly { readonly id: string }[]): ReadonlySet<string> {
  return new Set(concepts.map(({ id }) => id));
}
