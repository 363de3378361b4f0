import { existsSync, readFileSync, rmSync } from 'node:fs';
import { writeWholeJson } from '../whole-file.ts';
import type { Counts } from './tally.ts';

interface Stored {
  readonly lastInputId: string;
  readonly counts: Counts;
}

/** How far a copy came, in a file that is there only while it is unfinished. */
export class CopyJournal {
  readonly #path: string;
  readonly #stored: Stored | undefined;

  /** @throws Error where the file is there and not whole */
  constructor(path: string) {
    this.#path = path;
    this.#stored = existsSync(path) ? read(path) : undefined;
  }

  /** Undefined: from the beginning. */
  get lastInputId(): string | undefined {
    return this.#stored?.lastInputId;
  }

  /** Counts of what was done then. Datasets are made anew, and are counted then. */
  get counts(): Partial<Counts> {
    return Object.fromEntries(
      Object.entries(this.#stored?.counts ?? {}).filter(([subject]) => subject !== 'datasets'),
    );
  }

  /** Whole or not at all. */
  save(lastInputId: string, counts: Counts): void {
    writeWholeJson(this.#path, { lastInputId, counts } satisfies Stored);
  }

  finish(): void {
    rmSync(this.#path, { force: true });
  }
}

function read(path: string): Stored {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Stored;
  } catch (error) {
    throw new Error(`${path} is not whole; delete it to copy from the beginning`, { cause: error });
  }
}
