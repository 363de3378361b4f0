/*
 * Paths with `/` between their segments, as names of a source's files have them: what `node:path`
 * calls posix, where there is no Node. A test holds both side by side.
 */

/** Without `.`, `..` and doubled `/` as far as that can be; empty: `.`. */
export function normalize(path: string): string {
  const isAbsolute = path.startsWith('/');
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!isAbsolute) kept.push('..');
  }
  const end = path.endsWith('/') && kept.length > 0 ? '/' : '';
  return (isAbsolute ? '/' : '') + kept.join('/') + end || (path.endsWith('/') ? './' : '.');
}

/** Parts one below the other, those that are empty left out. */
export function join(...parts: readonly string[]): string {
  const filled = parts.filter((part) => part !== '');
  return filled.length === 0 ? '.' : normalize(filled.join('/'));
}

/** What stands before the last segment; `.` where there is nothing. */
export function dirname(path: string): string {
  const end = withoutLastSlashes(path).lastIndexOf('/');
  if (end < 0) return path.startsWith('/') ? '/' : '.';
  return path.slice(0, end) || '/';
}

/** @param ending left out where the last segment is more than that */
export function basename(path: string, ending = ''): string {
  const whole = withoutLastSlashes(path);
  const base = whole.slice(whole.lastIndexOf('/') + 1);
  return ending !== '' && base !== ending && base.endsWith(ending)
    ? base.slice(0, -ending.length)
    : base;
}

/** From the last dot of the last segment on; empty where that begins with it. */
export function extname(path: string): string {
  const base = basename(path);
  const dot = base.lastIndexOf('.');
  return dot <= 0 || base === '..' ? '' : base.slice(dot);
}

const withoutLastSlashes = (path: string) => path.replace(/\/+$/, '');

/** Under the name that `node:path` has. */
export const posix = { normalize, join, dirname, basename, extname };
