import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { addressOf } from '../../connection.ts';
import { CommandFailure, exitStatus, notFoundFailure, usageFailure } from '../failure.ts';
import type { GlobalOptions } from '../global-options.ts';
import { readGivenFile } from './given-file.ts';
import { profileNamed, readProfiles } from './profiles.ts';
import type { Profile } from './profiles.ts';

/** Which service, as whom, with which key. */
export interface Place {
  readonly url: string;
  readonly user: string;
  readonly app: string | undefined;
  readonly key: string;
  /** Where the key was found, for a person to whom it is refused. */
  readonly keyFrom: string;
}

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the person stands. */
  readonly folder: string;
  /** Where deeptune lies. */
  readonly root: string;
}

/** The user that a key belongs to, as the API takes it. */
const keysOwnUser = 'me';

/**
 * Where a command goes: by flag, then by the profile that a flag names, then by environment, then
 * by the default profile, then to the laptop host. A profile's key goes to its own URL only.
 * @throws CommandFailure: no address (2), no such profile (3), no key (4)
 */
export function placeOf(options: GlobalOptions, around: Surroundings): Place {
  const { environment } = around;
  const { name, profile } = profileOf(options, around);
  const isNamed = options.profile !== undefined;
  const first = isNamed ? profile : undefined;
  const url = addressOf(
    options.url ??
      first?.url ??
      (environment['DEEPTUNE_URL'] || profile?.url || laptopUrl(environment)),
  );
  assertAddress(url);
  const own = profile !== undefined && addressOf(profile.url) === url ? profile : undefined;
  const found = keyOf(options, { url, own, name, isNamed }, around);
  return {
    url,
    user:
      options.user ?? first?.user ?? environment['DEEPTUNE_USER_ID'] ?? own?.user ?? keysOwnUser,
    app: options.app ?? first?.app ?? (environment['DEEPTUNE_APP'] || own?.app),
    ...found,
  };
}

/** A key is sent to an address of http or https only. @throws CommandFailure (2) */
export function assertAddress(url: string): void {
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return;
  const isHost = /^[\w.-]+(:\d+)?(\/|$)/.test(url);
  throw usageFailure(
    `The service's address is '${url}' but must begin with http:// or https://`,
    ...(isHost ? [`deeptune … --url ${isLocal(url) ? 'http' : 'https'}://${url}`] : []),
  );
}

const isLocal = (host: string) => /^(localhost|127\.)/.test(host);

function profileOf(options: GlobalOptions, { environment }: Surroundings) {
  const { default: usual, profiles } = readProfiles(environment);
  const asked = options.profile ?? (environment['DEEPTUNE_PROFILE'] || undefined);
  const name = asked ?? usual;
  const profile = profileNamed(profiles, name);
  if (asked !== undefined && profile === undefined)
    throw notFoundFailure(
      `There is no profile '${asked}'; there are: ${Object.keys(profiles).join(', ') || 'none'}`,
      `deeptune profiles add ${asked} --url https://…`,
    );
  return { name, profile };
}

interface Wanted {
  readonly url: string;
  readonly own: Profile | undefined;
  readonly name: string | undefined;
  /** True: by `--profile`. */
  readonly isNamed: boolean;
}

function keyOf(
  { keyFile }: GlobalOptions,
  { url, own, name, isNamed }: Wanted,
  around: Surroundings,
): Pick<Place, 'key' | 'keyFrom'> {
  const { environment, folder } = around;
  if (keyFile !== undefined) {
    return keyOfFile(keyFile, folder);
  }
  const ofProfile = own?.key ? keyOfText(own.key, `profile ${name}`) : undefined;
  if (isNamed && ofProfile) return ofProfile;
  if (environment['DEEPTUNE_KEY']) return keyOfText(environment['DEEPTUNE_KEY'], 'DEEPTUNE_KEY');
  if (ofProfile) return ofProfile;
  const path = join(laptopFolder(around), 'key');
  if (isLoopback(url) && existsSync(path)) return keyOfText(readFileSync(path, 'utf8'), path);
  throw noKey(url, path);
}

/** @throws CommandFailure: not there (3), no file that can be read (2), or without a key (4) */
export function keyOfFile(path: string, folder: string): Pick<Place, 'key' | 'keyFrom'> {
  const file = { path, folder, name: `--key-file ${path}`, maxBytes: maxKeyBytes };
  return keyOfText(readGivenFile(file), resolve(folder, path));
}

/** A key has 67 characters; those of other services are not much longer. */
const maxKeyBytes = 4_096;

/** What is no key may be somebody's secret all the same: it is not shown. */
export function keyOfText(text: string, keyFrom: string): Pick<Place, 'key' | 'keyFrom'> {
  const key = text.trim();
  if (/^[\x21-\x7e]+$/.test(key)) return { key, keyFrom };
  throw new CommandFailure(
    `${keyFrom} holds no key: wanted one line without blanks, such as dt_ and 64 hexadecimal digits`,
    { exitStatus: exitStatus.key, code: 'key-invalid' },
  );
}

function noKey(url: string, path: string): CommandFailure {
  const next = isLoopback(url)
    ? ['deeptune serve', 'deeptune train ./pictures --local']
    : [`deeptune profiles add work --url ${url}`];
  const where = isLoopback(url) ? `${path} does not exist, ` : '';
  return new CommandFailure(
    `There is no key for ${url}: ${where}DEEPTUNE_KEY is not set, and no profile has one`,
    { exitStatus: exitStatus.key, code: 'key-missing', next },
  );
}

/** The laptop host's data folder: the same for `serve`, for `--local` and for its key. */
export function laptopFolder({ environment, folder, root }: Surroundings): string {
  const given = environment['DEEPTUNE_FOLDER'];
  if (given) return resolve(folder, given);
  const here = join(folder, '.deeptune');
  return existsSync(join(here, 'key')) ? here : join(root, '.deeptune');
}

const laptopUrl = (environment: Surroundings['environment']) =>
  `http://127.0.0.1:${environment['DEEPTUNE_PORT'] || '8420'}`;

export function isLoopback(url: string): boolean {
  const { hostname } = URL.parse(url) ?? {};
  return ['127.0.0.1', 'localhost', '[::1]'].includes(hostname ?? '');
}
