import { chargedFor } from '../../../../core/billing/charge/charge.ts';
import type { ChargedFor } from '../../../../core/billing/charge/charge.ts';
import { maxAttempts } from '../../../../core/job/workflow/limits.ts';
import { meanings } from '../../../../core/job/ends/end-table.ts';
import type { JobEnd, Meaning } from '../../../../core/job/ends/end-table.ts';

/* The table of ends as people read it: docs/billing.md has these lines. */

const inWords: Readonly<Record<JobEnd, string>> = {
  completed: 'it did its work, and what it made is whole',
  stopped: 'somebody stopped it',
  'out-of-time': 'its longest time was used up',
  'no-capacity': 'AWS had no instance for it',
  interrupted: 'a spot instance was taken away, or its process was killed',
  'service-error': 'SageMaker failed (`InternalServerError`)',
  vanished: 'its container ended and left no reason, or its memory ran out',
  refused: 'SageMaker could not start it: an image, a missing object of ours, a permission',
  'user-fault': 'its own data or settings ended it, as the trainer wrote',
  'passing-fault': 'a fault of ours that may pass: data that arrived broken or not at all',
  'final-fault': 'a fault of ours that would be the same again',
  unknown: 'its status, secondary status and reason contradict each other, or are new',
};

const paidFor: Readonly<Record<ChargedFor | 'review', string>> = {
  kept: 'the customer: the seconds that led to what he keeps',
  consumed: 'the customer: those seconds, or what it ran where that is more',
  nothing: 'the platform',
  review: 'nobody, until an operator has looked at it',
};

/** Lines of a Markdown table: each end, what comes next, who pays where nothing comes next. */
export function whoPaysTable(): string[] {
  const rows = Object.entries(meanings).map(
    ([end, meaning]) =>
      `| ${inWords[end as JobEnd]} | ${nextOf(meaning)} | ${paidFor[paidBy(meaning)]} |`,
  );
  return ['| How it ended | Then | Who pays |', '|---|---|---|', ...rows];
}

function paidBy({ endReason }: Meaning): ChargedFor | 'review' {
  return endReason === 'review' ? 'review' : chargedFor[endReason];
}

function nextOf({ next }: Meaning): string {
  if (next !== 'another-attempt') return `the job is ${next}`;
  return `another attempt from its newest checkpoint, up to ${maxAttempts}; then failed`;
}
