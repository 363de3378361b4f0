import { issueDue } from '../../core/billing/invoice/issue-due.ts';
import type { Invocation } from '../api/time-to-answer.ts';
import { timeToAnswer } from '../api/time-to-answer.ts';
import { AwsHost } from '../compose.ts';
import { timeLimits } from '../environment.ts';
import { log } from '../log.ts';

let host: AwsHost | undefined;

/** The invoice of 10,000 jobs is read and written in seconds; one of 100,000 takes a minute. */
const tenantMilliseconds = 120_000;

/**
 * The third of the month: issues what is due. What fails is tried again by Lambda, then kept in the
 * queue of what failed; what was issued stays so.
 */
export async function handler(_event?: unknown, context?: Invocation): Promise<void> {
  host ??= new AwsHost('issueInvoices', process.env);
  host.begin(timeToAnswer(context, timeLimits.issueInvoices));
  const of = host;
  const done = await issueDue(() => of.timeLeft() > tenantMilliseconds, of);
  log('invoices-issued', { ...done });
  if (done.failed.length > 0 || !done.isComplete)
    throw new Error(
      `${done.failed.length} of ${done.tenants} tenants failed${done.isComplete ? '' : '; the time was over before all were looked at'}`,
    );
}
