import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { NotificationDelivery } from '../../core/api/wire/messages.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure, exitStatus, notFoundFailure } from '../frame/failure.ts';
import type { Column } from '../frame/output/output.ts';
import { findNotification } from './find-notification.ts';

interface Named {
  readonly id: string;
  readonly delivery?: string | undefined;
}

/** What the receiver said last, or why it said nothing. */
function answerOf({ attempts }: NotificationDelivery): string {
  const last = attempts.at(-1);
  if (!last) return '';
  const { problem, answer, status_code: status } = last;
  return [status, problem ?? answer].filter((part) => part !== undefined && part !== '').join(' ');
}

const columns: readonly Column<NotificationDelivery>[] = [
  { name: 'id', value: ({ id }) => id },
  { name: 'at', value: ({ created_at: at }) => at },
  { name: 'type', value: ({ type }) => type },
  { name: 'status', value: ({ status }) => status },
  { name: 'attempts', value: ({ attempts }) => attempts.length, align: 'right' },
  { name: 'answer', value: answerOf },
  { name: 'nextAttempt', value: ({ next_attempt_at: at }) => at },
  { name: 'note', value: ({ note }) => note },
];

/** `deeptune notifications deliveries <id>`. */
export async function listDeliveries(
  context: CommandContext,
  command: Command,
  name: string,
): Promise<void> {
  const { client } = await context.connect(command, { app: 'none' });
  const { id } = await findNotification(client, name);
  const { deliveries } = await client.call('ListNotificationDeliveries', { notification_id: id });
  context.output(command).rows(deliveries, columns, deliveries);
  if (deliveries.length === 0)
    context.say(command, `nothing was sent yet; deeptune notifications test ${id}`);
}

/** `deeptune notifications deliveries <id> <delivery>`: every attempt, and the text as sent. */
export async function showDelivery(
  context: CommandContext,
  command: Command,
  { id: name, delivery: wanted }: Named & { readonly delivery: string },
): Promise<void> {
  const { client } = await context.connect(command, { app: 'none' });
  const { id } = await findNotification(client, name);
  const { delivery } = await client.call('GetNotificationDelivery', {
    ...{ notification_id: id, delivery_id: wanted },
  });
  const attempt: readonly Column<(typeof delivery.attempts)[number]>[] = [
    { name: 'at', value: ({ at }) => at },
    { name: 'statusCode', value: ({ status_code: status }) => status, align: 'right' },
    { name: 'milliseconds', value: ({ milliseconds }) => milliseconds, align: 'right' },
    { name: 'problem', value: ({ problem }) => problem },
    { name: 'answer', value: ({ answer }) => answer },
  ];
  const output = context.output(command);
  if (output.format !== 'table') {
    output.record(delivery, columns, delivery);
    return;
  }
  output.record(delivery, columns);
  output.text([''], undefined);
  output.rows(delivery.attempts, attempt);
  output.text(['', delivery.body ?? ''], undefined);
}

/** `deeptune notifications test`. @throws CommandFailure (1) where it was not taken */
export async function sendTest(
  context: CommandContext,
  command: Command,
  name: string,
): Promise<void> {
  const { client } = await context.connect(command, { app: 'none' });
  const { id } = await findNotification(client, name);
  const { delivery } = await client.call('PostNotificationTest', { notification_id: id });
  finish(context, command, delivery);
}

/**
 * `deeptune notifications redeliver`: the last one where none is named. @throws CommandFailure:
 * not taken (1), nothing sent yet (3)
 */
export async function redeliver(
  context: CommandContext,
  command: Command,
  { id: name, delivery: wanted }: Named,
): Promise<void> {
  const { client } = await context.connect(command, { app: 'none' });
  const { id } = await findNotification(client, name);
  const { delivery } = await client.call('PostNotificationRedelivery', {
    ...{ notification_id: id, delivery_id: wanted ?? (await lastOf(client, id)) },
  });
  finish(context, command, delivery);
}

async function lastOf(client: Client, id: string): Promise<string> {
  const { deliveries } = await client.call('ListNotificationDeliveries', {
    ...{ notification_id: id, per_page: 1 },
  });
  const [last] = deliveries;
  if (last) return last.id;
  throw notFoundFailure('Nothing was sent yet', `deeptune notifications test ${id}`);
}

function finish(context: CommandContext, command: Command, delivery: NotificationDelivery): void {
  context.output(command).record(delivery, columns, delivery);
  if (delivery.status === 'delivered') return;
  const { notification_id: id, next_attempt_at: next } = delivery;
  const again = next === undefined ? '' : `; it is tried again at ${next}`;
  throw new CommandFailure(`It was not taken: ${answerOf(delivery)}${again}`, {
    exitStatus: exitStatus.refused,
    code: 'not-delivered',
    next: [`deeptune notifications deliveries ${id} ${delivery.id}`],
  });
}
