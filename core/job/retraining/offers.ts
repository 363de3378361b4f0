import { readBudgets } from '../../billing/budget/budget.ts';
import { leftMicros, limitedPeriods, refusalOf } from '../../billing/budget/refusal.ts';
import { listHolds } from '../../billing/hold.ts';
import type { TrainingEstimate } from '../../estimate/estimate.ts';
import { counted } from '../../words.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Purchase } from '../../training/schedule/decision.ts';
import type { Offer, RetrainingFacts } from '../../training/schedule/decide-retraining.ts';
import type { RetrainingSchedule } from '../../training/schedule/retraining-schedule.ts';
import { nextWallClock } from '../schedule/done-by.ts';
import type { TrainingPlan } from '../request/plan-training.ts';
import { planTraining } from '../request/plan-training.ts';
import { waysToBuy } from '../request/purchase.ts';
import type { DecideUses } from './consider.ts';
import { orderOf } from './order.ts';

/** A training as it was planned, and what it is offered at. */
export interface PlannedOffer extends Partial<Offer> {
  readonly plan: TrainingPlan;
}

/**
 * The training in each way in which it can be bought, the cheapest first: where nothing has to be
 * done by a time, as the account buys.
 * @throws DeeptuneError of the user's fault where it could not train
 */
export async function plannedOffers(
  schedule: RetrainingSchedule,
  of: { readonly slot: string; readonly parent: ModelVersion | undefined },
  deps: DecideUses,
): Promise<PlannedOffer[]> {
  const ways = schedule.doneBy === undefined ? [] : waysToBuy(deps.settings);
  const offers: PlannedOffer[] = [];
  for (const purchase of ways.length > 0 ? ways : [undefined]) {
    const plan = await planTraining(orderOf(schedule, { ...of, purchase }), deps);
    offers.push({ plan, ...offerOf(plan.worked?.estimate, purchase) });
  }
  return offers;
}

function offerOf(
  estimate: TrainingEstimate | undefined,
  purchase: Purchase | undefined,
): Partial<Offer> {
  if (!estimate) return {};
  const { amountMicros: priceMicros, maxAmountMicros: maxPriceMicros } = estimate;
  const { p50Seconds, p90Seconds } = estimate;
  const quote = { priceMicros, maxPriceMicros, p50Seconds, p90Seconds };
  return { quote, ...(purchase ? { purchase } : {}) };
}

/** Whether the budgets have room for the maximum, and what the narrowest has left. */
export async function budgetFacts(
  { scope, modelId }: RetrainingSchedule,
  maxPriceMicros: number | undefined,
  deps: DecideUses,
): Promise<Pick<RetrainingFacts, 'refusal' | 'budgetLeftMicros'>> {
  const budgets = await readBudgets({ ...scope, modelId }, deps.now(), deps);
  const refusal = refusalOf(budgets, maxPriceMicros ?? 0);
  // What all tenants spend together is not told to one of them.
  const own = budgets.filter(
    ({ target, limit }) => target.level !== 'account' && limit.atLimit === 'stop',
  );
  const left = own.flatMap(limitedPeriods).map(leftMicros);
  return {
    ...(refusal ? { refusal: { message: refusal.message } } : {}),
    ...(left.length > 0 ? { budgetLeftMicros: Math.min(...left) } : {}),
  };
}

/** When it has to be done, and what is not counted in the time that it takes until then. */
export async function deadlineFacts(
  { doneBy, timezone, scope }: RetrainingSchedule,
  slot: string,
  deps: DecideUses,
): Promise<Pick<RetrainingFacts, 'deadline' | 'notes'>> {
  if (doneBy === undefined) return {};
  const at = nextWallClock(doneBy, timezone, Date.parse(slot));
  const secondsLeft = Math.floor((at - Date.parse(deps.now())) / 1000);
  const deadline = { at: new Date(at).toISOString(), secondsLeft };
  const running = (await listHolds(deps.table, scope.userId)).length;
  const isFull = running >= deps.settings.maxConcurrentTrainings;
  return {
    deadline,
    notes: [
      ...wayNotes(deps.settings),
      ...(isFull
        ? [`All places are taken by ${counted(running, 'job')}: the wait for one is not counted`]
        : []),
    ],
  };
}

function wayNotes({ host, useSpot }: DecideUses['settings']): string[] {
  if (host === 'laptop') return ['This machine has one way to train: nothing is bought'];
  return useSpot ? [] : ['This account buys on demand alone: there is no spot capacity to choose'];
}
