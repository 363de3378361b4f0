import { dirname } from 'node:path';

/** Where the parts of a training lie on this machine. */
export interface Places {
  /** Of the job. */
  readonly folder: string;
  /** Of the objects. */
  readonly objects: string;
  readonly trainer: string;
  readonly python: string;
}

/**
 * What a trainer said, with the names that the places have in a container instead of this
 * machine's: callers read its log and its failures.
 */
export function inContainer(text: string, places: Places): string {
  const names: [string, string][] = [
    [places.folder, '/opt/ml'],
    [places.objects, '/opt/ml/objects'],
    [dirname(places.trainer), '/opt/ml/code'],
    [dirname(dirname(places.python)), '/usr'],
  ];
  return names
    .filter(([path]) => path.length > 1)
    .reduce((changed, [path, name]) => changed.replaceAll(path, name), text);
}
