import { keys } from '../../core/records/keys.ts';
import type { Stored } from '../../core/records/records.ts';
import { eachRecord, readRecord, toData, withRetry } from '../../core/records/records.ts';
import type { Table } from '../../core/ports/table.ts';
import { WriteRefusedError } from '../../core/ports/table.ts';

/** What is remembered of an endpoint: SageMaker does not tell who asked it last. */
export interface EndpointRecord {
  readonly modelVersionId: string;
  /** ISO 8601; the last prediction, to within `touchMilliseconds`. */
  readonly lastUsedAt: string;
  /** ISO 8601; there from when somebody frees the endpoint until it is gone. */
  readonly releasingSince?: string;
}

export interface EndpointRecordsOptions {
  readonly table: Table;
  /** The present instant, ISO 8601. */
  readonly now: () => string;
}

/**
 * A use this close to the last one that was written down is not written again: a write costs, and
 * no rule here asks for minutes.
 */
const touchMilliseconds = 5 * 60_000;

/**
 * Who frees an endpoint runs at most 4 minutes; after this time it is certain that he died, and
 * another one takes over.
 */
const releaseMilliseconds = 10 * 60_000;

/**
 * When each endpoint was used last, in the table: one item a model version, all of them in the
 * index, oldest use first. Every change is conditional.
 */
export class EndpointRecords {
  readonly #table: Table;
  readonly #now: () => string;
  /**
   * Uses that this process wrote down or read, milliseconds: those after it need no look at the
   * table.
   */
  readonly #known = new Map<string, number>();

  constructor({ table, now }: EndpointRecordsOptions) {
    this.#table = table;
    this.#now = now;
  }

  /**
   * Notes that a version is asked, before its endpoint is called or made.
   * @returns `releasing`: its endpoint is being freed, and can neither be called nor made now
   */
  async use(modelVersionId: string): Promise<'usable' | 'releasing'> {
    const now = Date.parse(this.#now());
    const known = this.#known.get(modelVersionId);
    if (known !== undefined && now - known < touchMilliseconds) return 'usable';
    return this.note(modelVersionId);
  }

  /** The same, whatever this process remembers: for an endpoint that turned out not to be there. */
  note(modelVersionId: string): Promise<'usable' | 'releasing'> {
    return withRetry(async () => {
      const stored = await this.#read(modelVersionId);
      if (stored?.value.releasingSince !== undefined) return 'releasing';
      const lastUsedAt = this.#now();
      const isRecent =
        stored !== undefined && elapsed(stored.value.lastUsedAt, lastUsedAt) < touchMilliseconds;
      if (!isRecent) await this.#write({ modelVersionId, lastUsedAt }, stored?.rev);
      const known = isRecent ? stored.value.lastUsedAt : lastUsedAt;
      this.#known.set(modelVersionId, Date.parse(known));
      return 'usable';
    });
  }

  /**
   * Every endpoint, the one unused for longest first; what was written in the last second may be
   * missing or older.
   */
  async *oldestFirst(): AsyncGenerator<EndpointRecord> {
    const all = eachRecord<EndpointRecord>(this.#table, { pk: keys.endpoints(), fromIndex: true });
    for await (const { value } of all) yield value;
  }

  /**
   * Takes it upon the caller to free an endpoint, and upon nobody else.
   * @param seen what made him want to: where it was used since, nothing is taken
   * @returns false: it was used since, it is gone, or somebody else frees it
   */
  async claim(seen: EndpointRecord): Promise<boolean> {
    const stored = await this.#read(seen.modelVersionId);
    const isUnchanged = stored?.value.lastUsedAt === seen.lastUsedAt;
    if (!stored || !isUnchanged || !this.isFree(stored.value)) return false;
    try {
      await this.#write({ ...stored.value, releasingSince: this.#now() }, stored.rev);
      this.#known.delete(seen.modelVersionId);
      return true;
    } catch (error) {
      if (error instanceof WriteRefusedError) return false;
      throw error;
    }
  }

  /** True where nobody frees it, or who did has died over it. */
  isFree({ releasingSince }: EndpointRecord): boolean {
    return (
      releasingSince === undefined || elapsed(releasingSince, this.#now()) > releaseMilliseconds
    );
  }

  /** Its endpoint is gone. */
  async forget(modelVersionId: string): Promise<void> {
    this.#known.delete(modelVersionId);
    await this.#table.write([{ delete: keys.endpoint(modelVersionId) }]);
  }

  #read(modelVersionId: string): Promise<Stored<EndpointRecord> | undefined> {
    return readRecord<EndpointRecord>(this.#table, keys.endpoint(modelVersionId));
  }

  #write(record: EndpointRecord, rev: number | undefined): Promise<void> {
    const { modelVersionId, lastUsedAt } = record;
    const index = { pk: keys.endpoints(), sk: `${lastUsedAt}#${modelVersionId}` };
    const put = { ...keys.endpoint(modelVersionId), index, data: toData(record) };
    return this.#table.write([{ put, if: rev === undefined ? 'absent' : { rev } }]);
  }
}

/** Milliseconds from one instant to a later one. */
export function elapsed(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}
