import {
  assertWithinBudget,
  listHolds,
  newHold,
  readBudget,
  reserveWrites,
} from '../../billing/budget.ts';
import { fail } from '../../errors.ts';
import { keys, periodOf } from '../../records/keys.ts';
import { withRetry } from '../../records/records.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import { maxPauseSeconds, maxWaits } from '../workflow/limits.ts';
import type { TrainingState } from '../workflow/state.ts';
import type { Dependencies } from '../../ports/host.ts';
import { runStep } from './step.ts';

type Uses = Pick<Dependencies, 'table' | 'settings' | 'now'>;

/**
 * Admit: sets the maximum amount aside, in one transaction with the budget. Nothing is started that has no reservation. Repeated, it finds its own
 * hold and admits. Where the user has as many trainings running as he may, it answers `wait`.
 */
export function admit(state: TrainingState, deps: Uses): Promise<TrainingState> {
  return runStep(state, deps.table, ({ value: version }) =>
    withRetry(() => reserve(state, version, deps)),
  );
}

async function reserve(
  state: TrainingState,
  version: ModelVersion,
  deps: Uses,
): Promise<Partial<TrainingState>> {
  if (!('reservation' in version))
    throw fail('modelInvalidRequest', `Version '${version.id}' has no reservation`);
  if (version.awaitsDataset)
    throw fail('internal', `Version '${version.id}' is not estimated yet: nothing can be reserved`);
  const { userId } = version.scope;
  if (await deps.table.get(keys.hold(userId, version.id))) return { outcome: 'admitted' };
  const at = deps.now();
  const budget = await readBudget(deps.table, userId, periodOf(at));
  assertWithinBudget(
    budget.value,
    version.reservation.maxAmountMicros,
    deps.settings.budgetMicrosPerMonth,
  );
  if ((await listHolds(deps.table, userId)).length >= deps.settings.maxConcurrentTrainings)
    return waitFurther(state, deps);
  await deps.table.write(
    reserveWrites(userId, budget, newHold(version.id, version.reservation, at)),
  );
  return { outcome: 'admitted' };
}

function waitFurther(state: TrainingState, deps: Uses): Partial<TrainingState> {
  if (state.waits >= maxWaits) {
    throw fail(
      'budgetExceeded',
      `No place among the ${deps.settings.maxConcurrentTrainings} concurrent trainings became free within a day`,
    );
  }
  return {
    outcome: 'wait',
    waits: state.waits + 1,
    waitSeconds: Math.min(maxPauseSeconds, 5 * 2 ** Math.min(state.waits, 6)),
  };
}
