import { allEnds } from './all-ends.ts';
import { allGraded } from './all-graded.ts';
import { chargedForWork } from './charged-for-work.ts';
import type { Invariant, MakeInvariant, Violate } from './invariant.ts';
import { knownJobs } from './known-jobs.ts';
import { ledgerAppends } from './ledger-appends.ts';
import { oneRunPerSlot } from './one-run-per-slot.ts';
import { oneDecisionPerSlot, oneTrainingAtOnce } from './one-decision-per-slot.ts';
import { oneSettlement } from './one-settlement.ts';
import { promotedForAReason } from './promoted-for-a-reason.ts';
import { withinPlaces } from './places.ts';
import { statusForward } from './status-forward.ts';
import { stopsArePassedOn } from './stops-are-passed-on.ts';
import { tenantWalls } from './tenant-walls.ts';
import { wholeArtifacts } from './whole-artifacts.ts';
import { countersAreSums, withinLimit } from './within-budget.ts';
import { withinHold } from './within-hold.ts';
import { withinQuote } from './within-quote.ts';

/** Every invariant of a world, each with its own memory. */
export function makeInvariants(
  { budgetMicros, places }: { readonly budgetMicros: number; readonly places: number },
  violate: Violate,
): readonly Invariant[] {
  const all: readonly MakeInvariant[] = [
    ledgerAppends,
    oneSettlement,
    countersAreSums,
    withinLimit(budgetMicros),
    withinHold,
    withinQuote,
    chargedForWork,
    knownJobs,
    allEnds,
    statusForward,
    wholeArtifacts,
    tenantWalls,
    oneRunPerSlot,
    oneDecisionPerSlot,
    oneTrainingAtOnce,
    allGraded,
    promotedForAReason,
    withinPlaces(places),
    stopsArePassedOn,
  ];
  return all.map((make) => {
    let name = '';
    const invariant = make((what) => violate(`${name}: ${what}`));
    name = invariant.name;
    return invariant;
  });
}
