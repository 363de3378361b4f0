import { DeeptuneError } from '../../errors.ts';
import type { Scope } from '../../records/keys.ts';
import type { Stored } from '../../records/records.ts';
import type { Table } from '../../ports/table.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { getVersion } from '../../model/version-store.ts';
import type { VersionRef } from '../../model/version-store.ts';
import type { TrainingState } from '../workflow/state.ts';
import type { Failure } from '../../errors.ts';

/** The version that an execution is about. */
export function refOf(state: TrainingState): VersionRef {
  return { scope: scopeOf(state), modelId: state.modelId, versionId: state.versionId };
}

export function scopeOf(state: TrainingState): Scope {
  return { userId: state.userId, appId: state.appId };
}

export function failureOf(error: DeeptuneError): Failure {
  return { code: error.code, fault: error.fault, message: error.message };
}

/**
 * Runs a step on its version. A stop that was asked for wins over the step's work; an error of the user's fault is an outcome (no retry can help),
 * any other is thrown on, so that the workflow retries.
 */
export async function runStep(
  state: TrainingState,
  table: Table,
  work: (stored: Stored<ModelVersion>) => Promise<Partial<TrainingState>>,
): Promise<TrainingState> {
  const stored = await getVersion(table, refOf(state));
  if (stored.value.status === 'stopping') return { ...state, outcome: 'stopped' };
  try {
    return { ...state, ...(await work(stored)) };
  } catch (error) {
    if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
    return { ...state, outcome: 'failed', failure: failureOf(error) };
  }
}
