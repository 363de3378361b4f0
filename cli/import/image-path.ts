import { posix } from './paths.ts';
import type { EntryContent } from './entry.ts';

/**
 * Where an image lies that a row or a file of annotations names.
 * @param source as it stands there: a URL, or a path from `folder`, with the separators of either
 *   system
 * @param place of the source, as `SourceFiles` says it
 * @param folder below the place that paths start from: empty, or ends with `/`
 * @returns a URL, or a file below the place; else the reason: a sentence
 */
export function contentOfImage(source: string, place: string, folder = ''): EntryContent | string {
  if (/^(https?|s3):\/\//.test(source)) return { kind: 'url', url: source };
  const written = source.replace(/^file:\/\//, '').replaceAll('\\', '/');
  if (written.startsWith(place))
    return { kind: 'file', name: posix.normalize(written.slice(place.length)) };
  if (isAbsolute(written))
    return `'${source}' is a path of its own machine and lies outside ${place}: paths start from the source's folder`;
  const name = posix.join(folder, written);
  return name.split('/')[0] === '..' ? `'${source}' lies outside ${place}` : { kind: 'file', name };
}

const isAbsolute = (path: string) => path.startsWith('/') || /^[A-Za-z]:/.test(path);
