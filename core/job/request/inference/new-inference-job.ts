import { readBudgets } from '../../../billing/budget/budget.ts';
import type { QuoteRecord } from '../../../billing/quote/quote.ts';
import type { InferenceJob } from '../../../model/inference-job.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Write } from '../../../ports/table.ts';
import type { VersionRef } from '../../../model/version-store.ts';
import { assertAffordable } from '../assert-affordable.ts';
import { assertQuoted, underQuote, usableQuote, useWrite } from '../quote/accept-quote.ts';
import { quotedInference } from '../quote/quoted-job.ts';
import { implicitQuoteWrite, quotingOf } from '../quote/quoting.ts';
import { shownReservation } from '../reservation.ts';
import type { InferencePlan } from './plan-inference.ts';

/** A job that can be queued, under the quote that was named or one of its own. */
export interface NewInferenceJob {
  readonly job: InferenceJob;
  /**
   * What uses its quote, or makes the implicit one: to be stored with it. Asked anew for each try
   * of that. @throws DeeptuneError quote-used, quote-expired
   */
  quoteWrites(): Promise<Write[]>;
}

/**
 * The quote that a request names.
 * @throws DeeptuneError does-not-exist, quote-used, quote-expired
 */
export async function namedQuote(
  { scope, modelId }: VersionRef,
  quoteId: string | undefined,
  deps: Dependencies,
): Promise<QuoteRecord | undefined> {
  if (quoteId === undefined) return undefined;
  return (await usableQuote({ scope, modelId, quoteId }, deps)).value;
}

/** @throws DeeptuneError budget-exceeded, quote-void */
export async function newInferenceJob(
  plan: InferencePlan,
  named: QuoteRecord | undefined,
  deps: Dependencies,
): Promise<NewInferenceJob> {
  const { version, instanceType, estimate, transfer } = plan;
  const quoted = quotedInference(plan);
  if (named) assertQuoted(named, quoted);
  const id = deps.newId();
  const planned = shownReservation(estimate, { transfer, madeAt: deps.now() });
  const reservation = named ? underQuote(planned, named) : { ...planned, quoteId: id };
  const place = { ...version.scope, modelId: version.modelId };
  const budgets = await readBudgets(place, deps.now(), deps);
  const askedMicros = reservation.maxAmountMicros;
  await assertAffordable({ scope: version.scope, budgets, askedMicros }, deps);
  const quotable = { ...{ scope: version.scope, modelId: version.modelId }, reservation };
  return {
    job: {
      id,
      status: 'queued',
      templateId: version.training.templateId,
      instanceType,
      ...(transfer?.mode === 'FastFile' ? { objectsInputMode: transfer.mode } : {}),
      reservation,
    },
    quoteWrites: async () => {
      const ref = { scope: version.scope, modelId: version.modelId };
      if (named) return [await useWrite({ ...ref, quoteId: named.quote.id }, id, deps)];
      const quoting = await quotingOf(version.scope.userId, deps);
      const of = { ...quotable, job: quoted, instanceType, jobId: id };
      return [implicitQuoteWrite(of, quoting, deps)];
    },
  };
}
