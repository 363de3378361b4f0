import { DeeptuneError } from '../../errors.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Decision } from '../../training/schedule/decision.ts';
import type { ContentFacts } from '../../training/schedule/decide-retraining.ts';
import { chosenOffer } from '../../training/schedule/decide-by-money.ts';
import {
  contentNumbers,
  decideByContent,
  decideRetraining,
  skipped,
} from '../../training/schedule/decide-retraining.ts';
import type { RetrainingSchedule } from '../../training/schedule/retraining-schedule.ts';
import type { TrainingPlan } from '../request/plan-training.ts';
import { curvePoints } from './curve-facts.ts';
import { driftFacts } from './drift-facts.ts';
import type { NewContent } from './new-content.ts';
import { newContent } from './new-content.ts';
import { budgetFacts, deadlineFacts, plannedOffers } from './offers.ts';
import type { Standing } from './standing.ts';
import { obstacles, standingOf } from './standing.ts';

/** What is looked at to decide. */
export type DecideUses = Pick<
  Dependencies,
  'table' | 'objects' | 'predictor' | 'settings' | 'now' | 'newId' | 'sha256' | 'newSha256' | 'load'
>;

/** What would be decided now, and what it was made of. */
export interface Considered {
  readonly decision: Decision;
  /** Where it trains: the training, planned as it was decided. */
  readonly plan?: TrainingPlan;
}

/**
 * Looks at all that a schedule's decision is made by, and decides: what costs more is looked at
 * where what costs less has not decided yet. Writes nothing.
 * @param slot ISO 8601: what it is to be done by counts from it
 */
export async function consider(
  schedule: RetrainingSchedule,
  slot: string,
  deps: DecideUses,
): Promise<Considered> {
  if (schedule.isPaused) return { decision: skipped('paused', 'The schedule is paused') };
  try {
    const standing = await standingOf(schedule, deps);
    const content = await newContent(schedule, standing, deps);
    const facts = await contentFacts(schedule, { standing, content }, deps);
    const early = decideByContent(facts);
    if (typeof early !== 'string') return { decision: early };
    return await considerMoney(schedule, { slot, standing, content, facts }, deps);
  } catch (error) {
    return { decision: refused(error) };
  }
}

/** What a request would be refused with is why it does not train. @throws any other */
function refused(error: unknown, known: Decision['numbers'] = {}): Decision {
  if (!(error instanceof DeeptuneError) || error.fault !== 'user') throw error;
  return skipped('refused', error.message, known);
}

interface Looked {
  readonly standing: Standing;
  readonly content: NewContent;
}

/** With the drift, where it decides anything. */
async function contentFacts(
  schedule: RetrainingSchedule,
  { standing, content }: Looked,
  deps: DecideUses,
): Promise<ContentFacts> {
  const { newInputs, relabelledInputs, sample } = content;
  const facts = {
    rules: schedule,
    content: { newInputs, relabelledInputs },
    ...obstacles(standing),
  };
  const decides = !facts.open && !facts.awaiting;
  if (schedule.driftThreshold === undefined || !decides) return facts;
  return { ...facts, ...(await driftFacts(standing.parent, sample, deps)) };
}

async function considerMoney(
  schedule: RetrainingSchedule,
  of: Looked & { readonly slot: string; readonly facts: ContentFacts },
  deps: DecideUses,
): Promise<Considered> {
  const { slot, facts, content, standing } = of;
  const { parent, versions } = standing;
  try {
    const offers = await plannedOffers(schedule, { slot, parent }, deps);
    const quoted = offers.flatMap(({ quote, ...offer }) => (quote ? [{ ...offer, quote }] : []));
    const time = await deadlineFacts(schedule, slot, deps);
    const notes = [...(facts.notes ?? []), ...(time.notes ?? []), ...unquoted(quoted.length)];
    const inputsNow = content.knownInputs;
    const taken = chosenOffer({ ...time, offers: quoted }) ?? quoted[0];
    const decision = decideRetraining({
      ...{ ...facts, ...time, notes },
      ...(await budgetFacts(schedule, taken?.quote.maxPriceMicros, deps)),
      offers: quoted,
      curve: {
        points: curvePoints(versions, parent),
        inputsNow,
        inputsThen: inputsNow + content.newInputs + content.relabelledInputs,
      },
    });
    const chosen = offers.find(({ purchase }) => purchase === decision.numbers.purchase);
    return { decision, ...(chosen ? { plan: chosen.plan } : {}) };
  } catch (error) {
    return { decision: refused(error, contentNumbers(facts)) };
  }
}

function unquoted(offers: number): string[] {
  if (offers > 0) return [];
  return [
    'The dataset is too large to be looked at now: nothing is quoted before its version is frozen, and Admit refuses what is too dear',
  ];
}
