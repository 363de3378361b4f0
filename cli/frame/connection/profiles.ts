import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { usageFailure } from '../failure.ts';

/** A service that a person works with, and as whom. */
export interface Profile {
  readonly url: string;
  readonly user?: string | undefined;
  readonly app?: string | undefined;
  /** Absent: DEEPTUNE_KEY, or on the laptop the key of its folder. */
  readonly key?: string | undefined;
}

export interface Profiles {
  /** The one that is taken where none is named. */
  readonly default?: string | undefined;
  readonly profiles: Readonly<Record<string, Profile>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** `~/.config/deeptune/profiles.json`, by the XDG Base Directory Specification. */
export function profilesPath(environment: Environment): string {
  const base = environment['XDG_CONFIG_HOME'] || join(environment['HOME'] || homedir(), '.config');
  return join(base, 'deeptune', 'profiles.json');
}

/** None where there is no file. @throws CommandFailure for a file that is not of its form */
export function readProfiles(environment: Environment): Profiles {
  const path = profilesPath(environment);
  if (!existsSync(path)) return { profiles: {} };
  try {
    return profilesOf(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = (error as Error).message;
    throw usageFailure(
      `${path} is not a file of profiles (${reason}): mend or delete it`,
      'deeptune profiles add work --url https://…',
    );
  }
}

/** By hand: a schema library takes longer to load than most commands take. */
function profilesOf(value: unknown): Profiles {
  if (!isObject(value)) throw new Error('it must be a JSON object');
  const { default: usual, profiles } = value;
  if (!isObject(profiles)) throw new Error("'profiles' must be an object");
  if (usual !== undefined && typeof usual !== 'string')
    throw new Error("'default' must be the name of a profile");
  for (const [name, profile] of Object.entries(profiles)) assertProfile(name, profile);
  return value as unknown as Profiles;
}

function assertProfile(name: string, profile: unknown): void {
  if (!isObject(profile)) throw new Error(`profile '${name}' must be an object`);
  if (typeof profile['url'] !== 'string') throw new Error(`profile '${name}' must have a url`);
  for (const field of ['user', 'app', 'key'])
    if (!['string', 'undefined'].includes(typeof profile[field]))
      throw new Error(`'${field}' of profile '${name}' must be a text`);
}

/** By its own name: `constructor` is not one that every object has. */
export function profileNamed(
  profiles: Profiles['profiles'],
  name: string | undefined,
): Profile | undefined {
  return name !== undefined && Object.hasOwn(profiles, name) ? profiles[name] : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes the file whole or not at all, for its owner only: it holds keys. */
export function writeProfiles(environment: Environment, profiles: Profiles): void {
  const path = profilesPath(environment);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${process.pid}.new`;
  writeFileSync(temporary, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  chmodSync(temporary, 0o600);
  renameSync(temporary, path);
}
