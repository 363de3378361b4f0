import type { InferenceJob } from '../../../model/inference-job.ts';
import type { RemainingTime } from '../../../estimate/remaining/remaining-time.ts';
import { billToWire, settlementToWire } from '../billing/bill-wire.ts';
import { promisedToWire } from '../training/promise-wire.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { AnswersLink, InferenceJob as InferenceJobWire } from '../../wire/messages.ts';

/** How long a link to answers works, seconds. */
const linkSeconds = 3_600;

/**
 * The job of an evaluation or a batch prediction: how it stands, what was reserved and what came of
 * it. Seconds and micro-dollars.
 * @param remaining of one that runs
 */
export function jobToWire(job: InferenceJob, remaining?: RemainingTime): InferenceJobWire {
  const { id, status, instanceType, reservation, startedAt, settlement, failure } = job;
  const { estimatedSeconds, estimatedAmountMicros, maxRuntimeSeconds, maxAmountMicros } =
    reservation;
  const { promised } = reservation;
  return {
    id,
    status,
    instanceType,
    ...{ estimatedSeconds, estimatedAmountMicros, maxRuntimeSeconds, maxAmountMicros },
    microsPerHour: reservation.microsPerHour,
    explanation: reservation.explanation,
    ...(promised ? { promised: promisedToWire(promised) } : {}),
    ...(remaining ? { remaining } : {}),
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(settlement
      ? { settlement: settlementToWire(settlement), bill: billToWire(reservation, settlement) }
      : {}),
    ...(job.stopReason ? { stopReason: job.stopReason } : {}),
    ...(failure ? { failure } : {}),
  };
}

/** A link to a file of answers that needs no key. @param bytes of the file */
export async function linkToWire(
  key: string,
  file: { readonly format: string; readonly bytes: number },
  { deps }: RequestContext,
): Promise<AnswersLink> {
  return {
    format: file.format,
    size: file.bytes,
    url: await deps.objects.downloadUrl(key, linkSeconds),
    expires_in_seconds: linkSeconds,
  };
}
