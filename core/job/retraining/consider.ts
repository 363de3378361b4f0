import type { ModelVersion } from '../../model/model-version.ts';
import { isLoadable, isOpen } from '../../model/model-version.ts';
import { getModel, listVersions } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';
import { DeeptuneError } from '../../errors.ts';
import type { Decision } from '../../training/schedule/decision.ts';
import {
  decideByContent,
  decideRetraining,
  skipped,
} from '../../training/schedule/decide-retraining.ts';
import type { ContentFacts } from '../../training/schedule/decide-retraining.ts';
import type { RetrainingSchedule } from '../../training/schedule/retraining-schedule.ts';
import type { TrainingPlan } from '../request/plan-training.ts';
import { newContent } from './new-content.ts';

/** What is looked at to decide. */
export type DecideUses = Pick<
  Dependencies,
  'table' | 'objects' | 'settings' | 'now' | 'newId' | 'sha256' | 'newSha256' | 'load'
>;

/** What would be decided now, and what it was made of. */
export interface Considered {
  readonly decision: Decision;
  /** The training, where it was planned. */
  readonly plan?: TrainingPlan;
  /** What it would go on from. */
  readonly parent?: ModelVersion | undefined;
}

/** Looks at all that a schedule's decision is made by, and decides. Writes nothing. */
export async function consider(
  schedule: RetrainingSchedule,
  _at: { readonly slot: string },
  deps: DecideUses,
): Promise<Considered> {
  if (schedule.isPaused) return { decision: skipped('paused', 'The schedule is paused') };
  try {
    return await considerModel(schedule, deps);
  } catch (error) {
    if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
    return { decision: skipped('refused', error.message) };
  }
}

async function considerModel(schedule: RetrainingSchedule, deps: DecideUses): Promise<Considered> {
  const { scope, modelId } = schedule;
  await getModel(deps.table, scope, modelId);
  const versions = await listVersions(deps.table, scope, modelId);
  const parent = versions.find(isLoadable);
  const open = versions.find(isOpen);
  const content = await newContent(schedule, parent, deps);
  const facts: ContentFacts = {
    rules: schedule,
    content,
    ...(open ? { open: { versionId: open.id, status: open.status } } : {}),
  };
  const early = decideByContent(facts);
  if (typeof early !== 'string') return { decision: early };
  const decision = decideRetraining({
    ...facts,
    offers: [],
    curve: { points: [], inputsNow: 0, inputsThen: 0 },
  });
  return { decision, parent };
}

/** The version of a model that is being trained, if there is one. */
export async function openTraining(
  scope: Scope,
  modelId: string,
  { table }: Pick<Dependencies, 'table'>,
): Promise<ModelVersion | undefined> {
  return (await listVersions(table, scope, modelId)).find(isOpen);
}
