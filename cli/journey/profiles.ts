import type { Command } from 'commander';
import { addressOf } from '../connection.ts';
import type { CommandContext } from '../frame/context.ts';
import { notFoundFailure, usageFailure } from '../frame/failure.ts';
import { globalsOf } from '../frame/global-options.ts';
import type { Column } from '../frame/output/output.ts';
import { keyOfFile, keyOfText, placeOf } from '../frame/connection/place.ts';
import {
  profileNamed,
  profilesPath,
  readProfiles,
  writeProfiles,
} from '../frame/connection/profiles.ts';
import type { Profile, Profiles } from '../frame/connection/profiles.ts';

interface Row extends Profile {
  readonly name: string;
  readonly isDefault: boolean;
}

const columns: readonly Column<Row>[] = [
  { name: 'name', value: ({ name }) => name },
  {
    name: 'default',
    value: ({ isDefault }) => isDefault,
    shown: ({ isDefault }) => (isDefault ? '*' : ''),
  },
  { name: 'url', value: ({ url }) => url },
  { name: 'user', value: ({ user }) => user },
  { name: 'app', value: ({ app }) => app },
  {
    name: 'hasKey',
    value: ({ key }) => key !== undefined,
    shown: ({ key }) => (key === undefined ? '' : 'yes'),
  },
];

/** `deeptune profiles list`: never a key. */
export function listProfiles(context: CommandContext, command: Command): void {
  const { default: usual, profiles } = readProfiles(context.environment);
  const rows = Object.entries(profiles).map(([name, profile]) => ({
    ...profile,
    name,
    isDefault: name === usual,
  }));
  context.output(command).rows(rows, columns);
  if (rows.length === 0)
    context.say(command, `no profiles in ${profilesPath(context.environment)}`);
  try {
    const { url, keyFrom, app } = placeOf(globalsOf(command), context);
    const inApp = app === undefined ? '' : `, app '${app}'`;
    context.say(command, `a command would go to ${url} with the key of ${keyFrom}${inApp}`);
  } catch (error) {
    context.say(command, (error as Error).message);
  }
}

/** `deeptune profiles add`. @throws CommandFailure (2) where the key cannot be asked for */
export async function addProfile(
  context: CommandContext,
  command: Command,
  { name, isFromStdin }: { readonly name: string; readonly isFromStdin: boolean },
): Promise<void> {
  const globals = globalsOf(command);
  const { environment } = context;
  const before = readProfiles(environment);
  const url = globals.url ?? profileNamed(before.profiles, name)?.url;
  if (url === undefined || !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
    throw usageFailure(
      `--url is ${url === undefined ? 'missing' : `'${url}'`}, and a profile needs the address of its service`,
      `deeptune profiles add ${name} --url https://…`,
    );
  const key = await askedKey(context, globals.keyFile, isFromStdin);
  const profile = {
    ...profileNamed(before.profiles, name),
    url: addressOf(url),
    ...(globals.user === undefined ? {} : { user: globals.user }),
    ...(globals.app === undefined ? {} : { app: globals.app }),
    ...(key === '' ? {} : { key }),
  };
  const profiles = { ...before.profiles, [name]: profile };
  writeProfiles(environment, { default: before.default ?? name, profiles });
  const path = profilesPath(environment);
  context.output(command).text([`profile '${name}' is in ${path}`], { name, url: profile.url });
}

async function askedKey(
  { input, folder }: CommandContext,
  keyFile: string | undefined,
  isFromStdin: boolean,
): Promise<string> {
  if (keyFile !== undefined) return keyOfFile(keyFile, folder).key;
  if (isFromStdin) return keyOfText(await input.readAll(), 'stdin').key;
  if (!input.isTerminal)
    throw usageFailure(
      'The key cannot be asked for here, without a terminal: --key-file <path> or --key-stdin says it',
    );
  const typed = ((await input.ask('Key (not shown): ', { isHidden: true })) ?? '').trim();
  return typed === '' ? '' : keyOfText(typed, 'what was typed').key;
}

/** `deeptune profiles use`. */
export function chooseProfile(context: CommandContext, command: Command, name: string): void {
  const { profiles } = known(context, name);
  writeProfiles(context.environment, { default: name, profiles });
  context.output(command).text([`profile '${name}' is used`], { default: name });
}

/** `deeptune profiles remove`. */
export async function removeProfile(
  context: CommandContext,
  command: Command,
  name: string,
): Promise<void> {
  const before = known(context, name);
  await context.confirm(command, `Forget profile '${name}' and its key?`);
  const kept = Object.entries(before.profiles).filter(([each]) => each !== name);
  const profiles = Object.fromEntries(kept);
  const usual = before.default === name ? Object.keys(profiles)[0] : before.default;
  writeProfiles(context.environment, {
    ...(usual === undefined ? {} : { default: usual }),
    profiles,
  });
  context.output(command).text([`profile '${name}' is forgotten`], { removed: name });
}

function known({ environment }: CommandContext, name: string): Profiles {
  const found = readProfiles(environment);
  if (profileNamed(found.profiles, name)) return found;
  throw notFoundFailure(
    `There is no profile '${name}'; there are: ${Object.keys(found.profiles).join(', ') || 'none'}`,
    `deeptune profiles add ${name} --url https://…`,
  );
}
