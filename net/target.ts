import { isIP } from 'node:net';
import type { HostPattern } from './host-pattern.ts';
import { matchesHost } from './host-pattern.ts';
import { NotFetchedError } from './not-fetched-error.ts';

export interface TargetRules {
  readonly hosts: readonly HostPattern[];
  /** Where an operator allows a host: completes "name it in ". */
  readonly setting: string;
}

/**
 * Where a URL leads, if it may be followed. Everything is judged, and later done, on what the
 * parser made of the text: it turns `0x7f.1`, `2130706433` and `①②⑦.0.0.1` into `127.0.0.1`, and a
 * backslash into a slash.
 * @param base what a redirect is relative to
 * @throws NotFetchedError
 */
export function readTarget(text: string, rules: TargetRules, base?: URL): URL {
  if (!URL.canParse(text, base?.href)) throw new NotFetchedError('it is not a valid absolute URL');
  const url = new URL(text, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new NotFetchedError(`it begins with '${url.protocol}'; http: and https: are followed`);
  if (url.username !== '' || url.password !== '')
    throw new NotFetchedError('it contains a user name or a password; give a URL without');
  // `example.com.` is the same name as `example.com`, to DNS and so to the list.
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.slice(0, -1);
  const port = portOf(url);
  if (!rules.hosts.some((pattern) => matchesHost(pattern, url.hostname, port)))
    throw new NotFetchedError(
      `'${url.host}' is not among the hosts that are fetched from; whoever runs this service can name it in ${rules.setting}`,
    );
  return url;
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

/** The address that a URL spells out; undefined where it has a name. */
export function literalAddress({ hostname }: URL): string | undefined {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  return isIP(bare) === 0 ? undefined : bare;
}
