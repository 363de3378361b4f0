import type { QuotedJob, QuoteGroup, QuoteRecord } from '../../../billing/quote/quote.ts';
import { newQuote } from '../../../billing/quote/new-quote.ts';
import type { QuoteBasis } from '../../../billing/quote/new-quote.ts';
import { quoteWrite } from '../../../billing/quote/quote-store.ts';
import { ensureSecret } from '../../../billing/quote/signature.ts';
import type { ModelVersion, Reservation } from '../../../model/model-version.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Write } from '../../../ports/table.ts';
import type { Scope } from '../../../records/keys.ts';
import { instanceTypeOf } from '../instance.ts';
import { quotedTraining } from './quoted-job.ts';

export type QuotingUses = Pick<Dependencies, 'table' | 'settings' | 'now' | 'newId' | 'sha256'>;

/** What every quote of a user is signed with. */
export interface Quoting {
  readonly secret: string;
}

/** Reads what every quote of a user is signed with: made where he has none. */
export async function quotingOf(
  userId: string,
  deps: Pick<QuotingUses, 'table' | 'newId'>,
): Promise<Quoting> {
  return { secret: await ensureSecret(deps, userId) };
}

/** What is quoted. */
export interface Quotable {
  readonly scope: Scope;
  readonly modelId: string;
  readonly job: QuotedJob;
  readonly reservation: Reservation;
  readonly instanceType: string;
}

/** A stored training that is estimated. */
export function quotableOf(
  version: Extract<ModelVersion, { training: unknown }>,
  { settings }: Pick<Dependencies, 'settings'>,
): Quotable & { readonly jobId: string } {
  const { id, scope, modelId, reservation, training } = version;
  const instanceType = instanceTypeOf(training, settings);
  return {
    ...{ scope, modelId, reservation, instanceType, jobId: id },
    job: quotedTraining(version),
  };
}

/** A quote that somebody asks for. */
export function openQuote(
  of: Quotable & { readonly group?: QuoteGroup | undefined } & Pick<QuoteRecord, 'request'>,
  quoting: Quoting,
  deps: QuotingUses,
): QuoteRecord {
  const { group, request, job } = of;
  const basis = basisOf({ ...of, quoteId: deps.newId() });
  const by = { at: deps.now(), secret: quoting.secret };
  const quote = newQuote({ ...basis, group }, by, deps);
  const { explanation } = of.reservation;
  return { quote, status: 'open', job, ...(request ? { request } : {}), explanation };
}

/**
 * The write of a quote that nobody asked for: made and accepted with its job, under the job's id.
 * Its job's reservation names it.
 */
export function implicitQuoteWrite(
  of: Quotable & { readonly jobId: string },
  quoting: Quoting,
  deps: Pick<Dependencies, 'now' | 'sha256'>,
): Write {
  const { jobId, job } = of;
  const at = deps.now();
  const basis = basisOf({ ...of, quoteId: jobId });
  const quote = newQuote(basis, { at, secret: quoting.secret }, deps);
  const record: QuoteRecord = {
    ...{ quote, status: 'used', isImplicit: true, job, jobId, usedAt: at },
  };
  return quoteWrite(record, 'absent');
}

function basisOf(of: Quotable & { readonly quoteId: string }): QuoteBasis {
  const { scope, modelId, quoteId, job, reservation, instanceType } = of;
  return { ref: { scope, modelId, quoteId }, job, reservation, instanceType };
}
