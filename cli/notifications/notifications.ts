import type { Command } from 'commander';
import type { Notification } from '../../core/api/wire/messages.ts';
import type { CommandContext } from '../frame/context.ts';
import { usageFailure } from '../frame/failure.ts';
import type { Column } from '../frame/output/output.ts';
import { findNotification } from './find-notification.ts';

/** What can be said of one. */
export interface Settings {
  readonly events?: readonly string[];
  readonly onlyApp?: readonly string[];
  readonly description?: string;
}

/** What is changed. */
export interface Changes extends Settings {
  readonly to?: string;
  readonly on?: boolean;
  readonly off?: boolean;
}

const columns: readonly Column<Notification>[] = [
  { name: 'id', value: ({ id }) => id },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'to', value: ({ url, address }) => url ?? address },
  {
    name: 'events',
    value: ({ events }) => events.join(' '),
    shown: ({ events }) => events.join(' ') || 'all',
  },
  {
    name: 'apps',
    value: ({ app_ids: apps }) => apps.join(' '),
    shown: ({ app_ids: apps }) => apps.join(' ') || 'all',
  },
  { name: 'state', value: ({ state }) => state },
  {
    name: 'lastDelivery',
    value: ({ last_delivery: last }) => last?.status,
    shown: ({ last_delivery: last }) => (last ? `${last.status} ${last.at}` : 'none yet'),
  },
  { name: 'note', value: ({ note }) => note },
];

/** `deeptune notifications list`. */
export async function listNotifications(context: CommandContext, command: Command): Promise<void> {
  const { client } = await context.connect(command, { app: 'none' });
  const { notifications } = await client.call('ListNotifications', {});
  context.output(command).rows(notifications, columns, notifications);
  if (notifications.length === 0)
    context.say(
      command,
      'no notifications; deeptune notifications create https://example.com/hook',
    );
}

/** `deeptune notifications events`. */
export async function listEvents(context: CommandContext, command: Command): Promise<void> {
  const { client } = await context.connect(command, { app: 'none' });
  const { events } = await client.call('ListNotificationEvents', {});
  const shown: readonly Column<(typeof events)[number]>[] = [
    { name: 'type', value: ({ type }) => type },
    { name: 'description', value: ({ description }) => description },
  ];
  context.output(command).rows(events, shown, events);
}

/** `deeptune notifications create`: an address has an `@` and no scheme. */
export async function createNotification(
  context: CommandContext,
  command: Command,
  { to, ...asked }: Settings & { readonly to: string },
): Promise<void> {
  const { client } = await context.connect(command, { app: 'none' });
  const isAddress = to.includes('@') && !to.includes('://');
  const recipient = isAddress
    ? { kind: 'email' as const, address: to }
    : { kind: 'webhook' as const, url: to };
  const body = { notification: { ...recipient, ...settingsOf(asked) } };
  const { notification, secret } = await client.call('PostNotification', {}, body);
  const { id, note } = notification;
  show(context, command, notification, secret);
  if (note !== undefined) context.say(command, note);
  context.say(command, `deeptune notifications test ${id}`);
}

/** What the service takes of the flags; an empty text stands for no choice. */
function settingsOf({ events, onlyApp, description }: Settings) {
  const chosen = (texts: readonly string[]) => texts.filter((text) => text !== '');
  return {
    // The service knows which there are, and says so.
    ...(events === undefined ? {} : { events: chosen(events) as never[] }),
    ...(onlyApp === undefined ? {} : { app_ids: chosen(onlyApp) }),
    ...(description === undefined ? {} : { description }),
  };
}

/** A secret is a result like others: it can be piped into a file, and is not said again. */
function show(
  context: CommandContext,
  command: Command,
  notification: Notification,
  secret?: string,
): void {
  const withSecret = [...columns, { name: 'secret', value: () => secret }];
  const json = { notification, ...(secret === undefined ? {} : { secret }) };
  context.output(command).record(notification, secret === undefined ? columns : withSecret, json);
  if (secret !== undefined)
    context.say(command, 'keep the secret: it is shown this once, and verifies the signatures');
}

/** `deeptune notifications update`. @throws CommandFailure (2) where nothing is changed */
export async function updateNotification(
  context: CommandContext,
  command: Command,
  { id: name, to, on, off, ...asked }: Changes & { readonly id: string },
): Promise<void> {
  if (on && off)
    throw usageFailure(
      '--on and --off say two things',
      `deeptune notifications update ${name} --on`,
    );
  const changes = {
    ...settingsOf(asked),
    ...(to === undefined ? {} : { url: to }),
    ...(on || off ? { active: on === true } : {}),
  };
  if (Object.keys(changes).length === 0)
    throw usageFailure(
      'It is not said what changes: --to, --events, --only-app, --description, --on or --off',
      `deeptune notifications update ${name} --off`,
    );
  const { client } = await context.connect(command, { app: 'none' });
  const { id } = await findNotification(client, name);
  const { notification } = await client.call(
    'PatchNotification',
    { notification_id: id },
    { notification: changes },
  );
  show(context, command, notification);
}

/** `deeptune notifications rotate`. */
export async function rotateSecret(
  context: CommandContext,
  command: Command,
  name: string,
): Promise<void> {
  const { client } = await context.connect(command, { app: 'none' });
  const { id } = await findNotification(client, name);
  const { notification, secret } = await client.call('PostNotificationSecret', {
    notification_id: id,
  });
  show(context, command, notification, secret);
  const { previous_secret_until: until } = notification;
  context.say(command, `the secret before signs along until ${until}`);
}

/** `deeptune notifications delete`. */
export async function deleteNotification(
  context: CommandContext,
  command: Command,
  name: string,
): Promise<void> {
  const { client } = await context.connect(command, { app: 'none' });
  const { id, url, address } = await findNotification(client, name);
  await context.confirm(command, `Tell ${url ?? address} nothing any more, and delete its log?`);
  await client.call('DeleteNotification', { notification_id: id });
  context.output(command).text([`notification '${id}' was deleted`], { id, deleted: true });
}
