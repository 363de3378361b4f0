import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { writeWholeJson } from '../../whole-file.ts';
import type { Counts } from '../counts.ts';
import { nothing } from '../counts.ts';
import type { Entry, Problem } from '../entry.ts';

/** How far an import came, in a file that is there only while it is unfinished. */
export class Journal {
  readonly #path: string;
  /** Of all entries that are done with, in order. */
  #hash: Hash = createHash('sha256');

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Where to go on: the counts of an earlier import, if the source still begins with what was
   * imported then; else nothing.
   */
  async resume(source: () => AsyncIterable<Entry | Problem>): Promise<Counts> {
    if (!existsSync(this.#path)) return nothing;
    const { counts, digest } = JSON.parse(readFileSync(this.#path, 'utf8')) as Stored;
    let left = counts.read;
    for await (const entry of source()) {
      if (left === 0) break;
      this.#add(entry);
      left -= 1;
    }
    if (this.#digest() === digest && left === 0) return { ...nothing, ...counts };
    this.#hash = createHash('sha256');
    return nothing;
  }

  /** Whole or not at all. */
  save(entries: readonly (Entry | Problem)[], counts: Counts): void {
    for (const entry of entries) this.#add(entry);
    writeWholeJson(this.#path, { counts, digest: this.#digest() } satisfies Stored);
  }

  finish(): void {
    rmSync(this.#path, { force: true });
  }

  #add(entry: Entry | Problem): void {
    this.#hash.update(JSON.stringify(entry)).update('\n');
  }

  #digest(): string {
    return this.#hash.copy().digest('hex');
  }
}

interface Stored {
  readonly counts: Counts;
  readonly digest: string;
}
