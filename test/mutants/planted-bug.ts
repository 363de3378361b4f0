/** A bug that somebody could write, as an exact change of one file of the source. */
export interface PlantedBug {
  /** Says what is wrong: `lower-case-with-dashes`. */
  readonly name: string;
  /** Path of the changed file from the repository's root. */
  readonly file: string;
  /** Text that stands in it exactly once. */
  readonly replaces: string;
  readonly by: string;
  /** How somebody comes to write it, or who has shipped it. */
  readonly because: string;
  /** Test files and folders that concern it, the quickest first; none of them starts Python. */
  readonly tests: readonly string[];
}

/** What of a bug changes the source: handed to the processes that run its tests. */
export type Change = Pick<PlantedBug, 'file' | 'replaces' | 'by'>;

/** Names the bug for a process that runs tests, as JSON; absent: the source is as it is. */
export const changeVariable = 'DEEPTUNE_PLANTED_BUG';

/**
 * The source with the bug in it.
 * @throws Error where the text that it replaces is not there exactly once: the table must follow
 *   the code
 */
export function changed(source: string, { file, replaces, by }: Change): string {
  const found = source.split(replaces).length - 1;
  if (found === 1) return source.replace(replaces, () => by);
  const start = JSON.stringify(replaces.split('\n')[0]);
  throw new Error(`${file} has ${found} times what begins with ${start}: it must be there once`);
}
