import type { CountQuery, Item, Key, Page, Query, Table, Write } from '../../core/ports/table.ts';

/** The process ended in the middle of a call: what it had begun is as it is. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** `before`: the write was never made. `after`: it was, and nobody was told. */
export type CrashAt = { readonly write: number; readonly when: 'before' | 'after' };

/**
 * A table whose user dies at one of his writes. The next user of it lives, unless he is told to die
 * too.
 */
export class DisturbedTable implements Table {
  readonly #table: Table;
  #crash: CrashAt | undefined;
  #writes = 0;
  /** Called before each read: lets others have a turn. */
  pause: () => Promise<void> = () => Promise.resolve();

  constructor(table: Table) {
    this.#table = table;
  }

  /** The next user dies at his write of this number, from 0; undefined: he lives. */
  crashAt(crash: CrashAt | undefined): void {
    this.#crash = crash;
    this.#writes = 0;
  }

  async get(key: Key): Promise<Item | undefined> {
    await this.pause();
    return this.#table.get(key);
  }

  async query(query: Query): Promise<Page> {
    await this.pause();
    return this.#table.query(query);
  }

  count(query: CountQuery): Promise<number> {
    return this.#table.count(query);
  }

  async write(writes: readonly Write[]): Promise<void> {
    const crash = this.#crash?.write === this.#writes ? this.#crash : undefined;
    this.#writes += 1;
    if (!crash) return this.#table.write(writes);
    this.#crash = undefined;
    if (crash.when === 'after') await this.#table.write(writes);
    throw new Crash(`died ${crash.when} write ${crash.write}`);
  }
}
