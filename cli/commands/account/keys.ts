import { Command } from 'commander';
import type { Client } from '../../../client/client.ts';
import type { Key } from '../../../core/api/wire/messages.ts';
import { everyPage, firstOf } from '../../every-page.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { notFoundFailure, usageFailure } from '../../frame/failure.ts';
import type { Column } from '../../frame/output/output.ts';
import { commandLine, counted } from '../../frame/output/words.ts';
import { minuteOf } from '../../models/version-facts.ts';
import { shortId } from '../../frame/output/short-id.ts';
import { collected } from '../options/option-values.ts';

interface NewKeyOptions {
  readonly description: string;
  readonly scope?: readonly string[];
  readonly onlyApp?: string;
  readonly days?: string;
}

/** `deeptune keys`: who may do what, and until when. */
export function keysCommand(context: CommandContext): Command {
  const command = new Command('keys')
    .summary('list, create, rotate and end keys')
    .description(
      'Lists the keys of the user. A new key is printed once, on stdout, and never again: the service keeps a digest of it.',
    )
    .addCommand(listCommand(context), { isDefault: true })
    .addCommand(createCommand(context))
    .addCommand(rotateCommand(context))
    .addCommand(endCommand(context));
  return withExamples(
    command,
    { line: 'keys', words: 'which keys there are' },
    {
      line: 'keys create "nightly predictions" --scope Predict --scope Models_Get --days 30',
      words: 'a key that may do little, for a month',
    },
  );
}

function listCommand(context: CommandContext): Command {
  const command = new Command('list')
    .summary('which keys there are')
    .action(async (_options, own: Command) => list(context, own));
  return withExamples(command, {
    line: 'keys list --format csv',
    words: 'which keys there are, for a spreadsheet',
  });
}

function createCommand(context: CommandContext): Command {
  const command = new Command('create')
    .summary('make a key, and print it once')
    .argument('<description>', 'what it is for')
    .option('--scope <scope>', 'what it may do, may be given several times (All)', collected)
    .option('--only-app <id>', 'the one app that it is good for (every app)')
    .option('--days <number>', 'days after which it ends (never)')
    .action(async (description: string, options: NewKeyOptions, own: Command) => {
      const { client } = await context.connect(own, { app: 'none' });
      const days = daysOf(options.days);
      await create(context, own, {
        client,
        fields: {
          description,
          scopes: options.scope ?? ['All'],
          apps: options.onlyApp === undefined ? [] : [{ id: options.onlyApp }],
          ...(days === undefined ? {} : { expires_at: inDays(context.now(), days) }),
        },
      });
    });
  return withExamples(command, {
    line: 'keys create ci --scope Predict --scope Models_Get --scope Apps_Get',
    words: 'a key for a machine that only predicts',
  });
}

function rotateCommand(context: CommandContext): Command {
  const command = new Command('rotate')
    .summary('make a key like another one, print it once, and end the other')
    .description(
      'Makes a key that may do what another one may, prints it once, and ends the other one: at once, or after some days, in which both work.',
    )
    .argument('<key>', 'the key to replace, by its id, how that ends, or its description')
    .option('--days <number>', 'let the replaced key work so many days longer')
    .action(async (id: string, options: { readonly days?: string }, own: Command) => {
      const { client } = await context.connect(own, { app: 'none' });
      const days = daysOf(options.days);
      const old = await findKey(client, id);
      const when = days === undefined ? 'at once' : `in ${counted(days, 'day')}`;
      await context.confirm(
        own,
        `Replace the key '${old.description}' (${old.id}), which then ends ${when}?`,
      );
      await create(context, own, {
        client,
        fields: {
          description: old.description,
          scopes: old.scopes,
          endpoints: old.endpoints,
          apps: old.apps.map(({ id: app }) => ({ id: app })),
        },
      });
      if (days === undefined) await client.call('DeleteKey', { key_id: old.id });
      else {
        const keys = [{ id: old.id, expires_at: inDays(context.now(), days) }];
        await client.call('PatchKeys', {}, { keys, action: 'overwrite' });
      }
      context.say(own, `the key ${old.id} ends ${when}`);
    });
  return withExamples(command, {
    line: 'keys rotate ci --yes',
    words: 'by its description, its id or how that ends',
  });
}

function endCommand(context: CommandContext): Command {
  const command = new Command('end')
    .summary('end a key at once')
    .argument('<key>', 'the key, by its id, how that ends, or its description')
    .action(async (id: string, _options, own: Command) => {
      const { client } = await context.connect(own, { app: 'none' });
      const key = await findKey(client, id);
      await context.confirm(
        own,
        `End the key '${key.description}' (${key.id}) at once? What uses it is refused from then on`,
      );
      await client.call('DeleteKey', { key_id: key.id });
      context.say(own, `the key ${key.id} has ended`);
    });
  return withExamples(command, { line: 'keys end ci --yes', words: 'by its description' });
}

async function list(context: CommandContext, own: Command): Promise<void> {
  const { client } = await context.connect(own, { app: 'none' });
  const all = everyPage(async (page) => (await client.call('ListKeys', page)).keys, 100);
  const { items } = await firstOf(all, 10_000);
  const output = context.output(own);
  output.rows(items, output.format === 'table' ? people : columns, items);
}

interface Creation {
  readonly client: Client;
  readonly fields: {
    readonly description: string;
    readonly scopes: readonly string[];
    readonly endpoints?: readonly string[];
    readonly apps: readonly { readonly id: string }[];
    readonly expires_at?: string;
  };
}

/** A key's `id` is the secret itself in this one answer. */
async function create(
  context: CommandContext,
  own: Command,
  { client, fields }: Creation,
): Promise<void> {
  const type = fields.apps.length > 0 ? 'app_specific_key' : 'personal_access_token';
  const body = { keys: [{ type, ...fields }] } as const;
  const { keys } = await client.call('PostKeys', {}, body);
  const [key] = keys;
  if (!key) return;
  const output = context.output(own);
  if (output.format === 'table') context.out.write(`${key.id}\n`);
  else output.record(key, [{ name: 'key', value: ({ id }) => id }, ...columns.slice(1)], key);
  context.say(
    own,
    `This is the key '${key.description}'. It is shown this once: keep it where secrets are kept`,
  );
}

/**
 * By its id, by how that ends, or by what it is for.
 * @throws CommandFailure: no such key (3), several (2)
 */
async function findKey(client: Client, named: string): Promise<Key> {
  const all = everyPage(async (page) => (await client.call('ListKeys', page)).keys, 100);
  const found: Key[] = [];
  for await (const key of all) {
    if (key.id === named) return key;
    const isEnd = named.length >= 4 && key.id.endsWith(named);
    if (isEnd || key.description === named) found.push(key);
  }
  const [only] = found;
  const next = commandLine('keys');
  if (only === undefined) throw notFoundFailure(`There is no key '${named}'`, next);
  if (found.length === 1) return only;
  const ids = found.map(({ id }) => id).join(', ');
  throw usageFailure(
    `'${named}' stands for ${found.length} keys (${ids}): name one by its id`,
    next,
  );
}

function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= 3650) return days;
  throw usageFailure(`--days is '${text}' but must be a whole number from 1 to 3650`);
}

function inDays(now: Date, days: number): string {
  return new Date(now.getTime() + days * 86_400_000).toISOString();
}

const people: readonly Column<Key>[] = [
  { name: 'key', value: ({ id }) => shortId(id) },
  { name: 'description', value: ({ description }) => description },
  { name: 'scopes', value: ({ scopes }) => scopes.join(' ') },
  { name: 'apps', value: ({ apps }) => apps.map(({ id }) => id).join(' ') },
  { name: 'ends', value: ({ expires_at: at }) => minuteOf(at) || 'never' },
];

const columns: readonly Column<Key>[] = [
  { name: 'key', value: ({ id }) => id },
  { name: 'description', value: ({ description }) => description },
  { name: 'scopes', value: ({ scopes }) => scopes.join(' ') },
  { name: 'apps', value: ({ apps }) => apps.map(({ id }) => id).join(' ') },
  {
    name: 'created_at',
    value: ({ created_at: at }) => at,
    shown: ({ created_at: at }) => minuteOf(at),
  },
  {
    name: 'expires_at',
    value: ({ expires_at: at }) => at,
    shown: ({ expires_at: at }) => minuteOf(at) || 'never',
  },
];
