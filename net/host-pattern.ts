/**
 * Hosts that may be fetched from: `images.example.com`, `*.example.com` (what lies below it), `*`
 * (every public one), each with `:port` where it is not 80 or 443.
 */
export interface HostPattern {
  readonly host: string;
  /** Absent: 80 and 443. */
  readonly port?: number;
}

const form = /^(\*|(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/;
const usualPorts = [80, 443];

/** @throws Error that shows the text and what would be right */
export function parseHostPattern(text: string): HostPattern {
  const [, host, port] = form.exec(text.toLowerCase()) ?? [];
  if (host === undefined || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535)
    throw new Error(
      `'${text}' is not a valid host to fetch from; write images.example.com, *.example.com, * or images.example.com:8443 (other alphabets as xn--…)`,
    );
  return port === undefined ? { host } : { host, port: Number(port) };
}

/** Several, separated by commas; none for an empty text. @throws Error */
export function parseHostPatterns(text: string): HostPattern[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(parseHostPattern);
}

/** @param host as `URL` writes it: lower case, without a trailing dot */
export function matchesHost(pattern: HostPattern, host: string, port: number): boolean {
  const isPort = pattern.port === undefined ? usualPorts.includes(port) : pattern.port === port;
  return isPort && matchesName(pattern.host, host);
}

function matchesName(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
