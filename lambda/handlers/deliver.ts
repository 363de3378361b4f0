import { setTimeout } from 'node:timers/promises';
import { deliver } from '../../core/notification/deliver.ts';
import type { DeliveryRef } from '../../core/notification/delivery-store.ts';
import { AwsHost } from '../compose.ts';
import { log } from '../log.ts';
import { taskOf } from '../tasks/eventbridge-tasks.ts';

let host: AwsHost | undefined;

/** The first pause is waited for here; what is tried later, the reconciler starts again. */
const maxWaitMilliseconds = 10_000;

/** EventBridge: a notification is to be delivered. */
export async function handler(event: Parameters<typeof taskOf>[0]): Promise<void> {
  host ??= new AwsHost('deliver', process.env);
  const ref = taskOf(event).payload as unknown as DeliveryRef;
  let after = await deliver(ref, host);
  const wait = Date.parse(after?.nextAttemptAt ?? '') - Date.now();
  if (after?.attempts.length === 1 && wait <= maxWaitMilliseconds) {
    await setTimeout(Math.max(0, wait) + 1);
    after = await deliver(ref, host);
  }
  const { notificationId, id } = ref;
  log('delivery', { notificationId, id, status: after?.status ?? 'nothing to do' });
}
