import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { usageFailure } from './failure.ts';

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

const schema = z.object({
  default: z.string().optional(),
  profiles: z.record(
    z.string(),
    z.object({
      url: z.string(),
      user: z.string().optional(),
      app: z.string().optional(),
      key: z.string().optional(),
    }),
  ),
});

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
    return schema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw usageFailure(
      `${path} is not a file of profiles (${reason}): mend or delete it`,
      'deeptune profiles add work --url https://…',
    );
  }
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
