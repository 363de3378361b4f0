import type { Hold } from '../hold.ts';
import { entryIds, transfer } from './entry.ts';
import type { EntryDraft, Posting } from './entry.ts';

/** What of an entry about a hold is not the hold's own. */
type AboutHold = Pick<
  EntryDraft,
  'kind' | 'id' | 'at' | 'postings' | 'trainingJobName' | 'recordHash'
>;

/** An entry about a hold: in its month, of its app, model, job and quote, where it names them. */
export function entryOfHold(
  { appId, modelId, period, versionId, quoteId }: Hold,
  entry: AboutHold,
): EntryDraft {
  return {
    ...entry,
    period,
    jobId: versionId,
    ...(appId === undefined ? {} : { appId }),
    ...(modelId === undefined ? {} : { modelId }),
    ...(quoteId === undefined ? {} : { quoteId }),
  };
}

/** The entry that a hold begins with. */
export function holdEntry(hold: Hold): EntryDraft {
  return entryOfHold(hold, {
    ...{ kind: 'hold', id: entryIds.hold(hold.versionId), at: hold.createdAt },
    postings: heldPostings(hold.amountMicros),
  });
}

/** Money that is set aside; negative: no longer. */
export function heldPostings(micros: number): Posting[] {
  return transfer({ from: 'commitments', to: 'held', micros });
}
