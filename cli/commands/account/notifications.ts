import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { Changes, Settings } from '../../notifications/notifications.ts';

/** `deeptune notifications`: who is told of what, by webhook or e-mail. */
export function notificationsCommand(context: CommandContext): Command {
  const command = new Command('notifications')
    .summary('webhooks and e-mail: who is told of what')
    .description(
      'Tells a webhook or an e-mail address when a training ends, a schedule skips, a budget is reached. Webhooks are signed, tried again for three days, and logged.',
    );
  const parts = [listCommand, eventsCommand, createCommand, testCommand, deliveriesCommand];
  const others = [redeliverCommand, updateCommand, rotateCommand, deleteCommand];
  for (const [at, make] of [...parts, ...others].entries())
    command.addCommand(make(context), { isDefault: at === 0 });
  return command;
}

/** How one of them is named. */
const named = 'its id, the beginning of it, or where it is sent';
const hook = 'http://127.0.0.1:28426/hook';

const load = () => import('../../notifications/notifications.ts');
const loadDeliveries = () => import('../../notifications/deliveries.ts');

/** May be repeated, or hold several separated by commas. */
const several = (text: string, before: readonly string[] = []) => [
  ...before,
  ...text.split(',').map((part) => part.trim()),
];

function listCommand(context: CommandContext): Command {
  const command = new Command('list')
    .summary('all of yours, and how the last delivery went')
    .description('Lists your notifications, their states, and how the last delivery of each went.')
    .action(async (_options, own: Command) => (await load()).listNotifications(context, own));
  return withExamples(
    command,
    { line: 'notifications', words: 'all of yours' },
    { line: 'notifications list --format json', words: "the service's own answer" },
  );
}

function eventsCommand(context: CommandContext): Command {
  const command = new Command('events')
    .summary('what there is to be told of')
    .description('Lists the events that a notification can be for, and when each is sent.')
    .action(async (_options, own: Command) => (await load()).listEvents(context, own));
  return withExamples(command, { line: 'notifications events', words: 'every event' });
}

const eventsWords = 'only these events, separated by commas (all)';
const appsWords = 'only of these apps, separated by commas (all)';

function createCommand(context: CommandContext): Command {
  const command = new Command('create')
    .summary('tell a webhook or an address')
    .description(
      'Makes a notification. The secret of a webhook, which its receiver verifies signatures with, is shown this once.',
    )
    .argument('<to>', 'a URL, or an e-mail address, whose owner is asked first (on AWS only)')
    .option('--events <types>', eventsWords, several)
    .option('--only-app <ids>', appsWords, several)
    .option('--description <text>', 'what it is for')
    .action(async (to: string, options: Settings, own: Command) =>
      (await load()).createNotification(context, own, { ...options, to }),
    );
  return withExamples(command, {
    line: `notifications create ${hook} --events model-version.trained,model-version.failed`,
    words: 'when a training ends well or badly',
  });
}

function updateCommand(context: CommandContext): Command {
  const command = new Command('update')
    .summary('change one, switch it off or on')
    .description(
      'Changes a notification. --on also starts one again that was switched off by itself.',
    )
    .argument('<notification>', named)
    .option('--to <url>', 'where a webhook is sent')
    .option('--events <types>', `${eventsWords}; '' for all`, several)
    .option('--only-app <ids>', `${appsWords}; '' for all`, several)
    .option('--description <text>', 'what it is for')
    .option('--on', 'send')
    .option('--off', 'send nothing')
    .action(async (id: string, options: Changes, own: Command) =>
      (await load()).updateNotification(context, own, { ...options, id }),
    );
  return withExamples(command, {
    line: `notifications update ${hook} --off`,
    words: 'send nothing for now',
  });
}

function deleteCommand(context: CommandContext): Command {
  const command = new Command('delete')
    .summary('end one, with its log')
    .description('Ends a notification. What is still to be delivered is not sent any more.')
    .argument('<notification>', named)
    .action(async (id: string, _options, own: Command) =>
      (await load()).deleteNotification(context, own, id),
    );
  return withExamples(command, { line: `notifications delete ${hook} --yes`, words: 'this one' });
}

function testCommand(context: CommandContext): Command {
  const command = new Command('test')
    .summary('send a test now, and see what comes back')
    .description(
      'Sends a test now and shows what the receiver answered. Ends with 1 where it did not take it.',
    )
    .argument('<notification>', named)
    .action(async (id: string, _options, own: Command) =>
      (await loadDeliveries()).sendTest(context, own, id),
    );
  return withExamples(command, { line: `notifications test ${hook}`, words: 'is it received?' });
}

function deliveriesCommand(context: CommandContext): Command {
  const command = new Command('deliveries')
    .summary('what was sent, and what came of it')
    .description('Lists the last 100 deliveries; of one, every attempt, and the text as sent.')
    .argument('<notification>', named)
    .argument('[delivery]', 'its id: every attempt of this one')
    .action(async (id: string, delivery: string | undefined, _options, own: Command) => {
      const { listDeliveries, showDelivery } = await loadDeliveries();
      if (delivery === undefined) await listDeliveries(context, own, id);
      else await showDelivery(context, own, { id, delivery });
    });
  return withExamples(command, {
    line: `notifications deliveries ${hook}`,
    words: 'newest first',
  });
}

function redeliverCommand(context: CommandContext): Command {
  const command = new Command('redeliver')
    .summary('send one delivery again, now')
    .description(
      'Sends the same message again, under its own id. Ends with 1 where it is not taken; then it is tried again by itself.',
    )
    .argument('<notification>', named)
    .argument('[delivery]', 'its id (the last one)')
    .action(async (id: string, delivery: string | undefined, _options, own: Command) =>
      (await loadDeliveries()).redeliver(context, own, { id, delivery }),
    );
  return withExamples(command, {
    line: `notifications redeliver ${hook}`,
    words: 'once the receiver is mended',
  });
}

function rotateCommand(context: CommandContext): Command {
  const command = new Command('rotate')
    .summary('a new secret for a webhook')
    .description(
      'Makes a new secret and shows it this once. Until a day later messages are signed with the old one too.',
    )
    .argument('<notification>', named)
    .action(async (id: string, _options, own: Command) =>
      (await load()).rotateSecret(context, own, id),
    );
  return withExamples(command, { line: `notifications rotate ${hook}`, words: 'a new secret' });
}
