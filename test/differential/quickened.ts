import type { JsonObject } from '../../core/json.ts';
import { trainingWorkflow } from '../../core/job/workflow/definition.ts';

/**
 * The deployed state machine with shorter waits, the same for both interpreters: one second between
 * tries and for a slot, four for a training that never reports. Nothing else of it is touched.
 * @param trainSeconds more, where a test has trainings run that only it ends
 */
export function quickened(trainSeconds = 4): JsonObject {
  const states = Object.entries(trainingWorkflow['States'] as JsonObject).map(([name, state]) => [
    name,
    quickenedState(name, state as JsonObject, trainSeconds),
  ]);
  return { ...trainingWorkflow, States: Object.fromEntries(states) };
}

function quickenedState(name: string, state: JsonObject, trainSeconds: number): JsonObject {
  const retries = state['Retry'] as readonly JsonObject[] | undefined;
  return {
    ...state,
    ...(name === 'WaitForSlot' ? { Seconds: 1 } : {}),
    ...(name === 'Train' ? { TimeoutSeconds: trainSeconds } : {}),
    ...(retries ? { Retry: retries.map(quickenedRetry) } : {}),
  };
}

function quickenedRetry(retry: JsonObject): JsonObject {
  return { ...retry, IntervalSeconds: 1, MaxDelaySeconds: 2, MaxAttempts: 2 };
}
