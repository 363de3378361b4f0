import { resumeDeliveries } from '../../core/notification/resume-deliveries.ts';
import { reconcile } from '../../core/recovery/reconcile.ts';
import { AwsHost } from '../compose.ts';
import { timeLimits } from '../environment.ts';
import { log } from '../log.ts';
import type { Invocation } from '../api/time-to-answer.ts';
import { timeToAnswer } from '../api/time-to-answer.ts';

let host: AwsHost | undefined;

/** Freeing an endpoint takes three calls of up to ten seconds. */
const freeingMilliseconds = 30_000;

/**
 * Every five minutes, and when an execution ends badly: brings on what lost events and killed
 * workflows left open; hands over the notifications that are due; then frees endpoints.
 */
export async function handler(_event?: unknown, context?: Invocation): Promise<void> {
  host ??= new AwsHost('reconcile', process.env);
  host.begin(timeToAnswer(context, timeLimits.reconcile));
  const reconciled = await reconcile(host);
  const deliveries = await resumeDeliveries(host);
  const { endpointRoom } = host;
  const freed = await endpointRoom.freeIdle(hasTimeToFree(host));
  log('reconciled', { ...reconciled, deliveries, freed });
}

function hasTimeToFree(of: AwsHost): () => boolean {
  return () => of.timeLeft() > freeingMilliseconds;
}
