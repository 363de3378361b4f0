import type { SageMakerClient } from '@aws-sdk/client-sagemaker';
import type { EndpointRecord, EndpointRecords } from './endpoint-records.ts';
import { elapsed } from './endpoint-records.ts';
import { deleteEndpoint } from './serverless-endpoint.ts';

/** How many endpoints are kept, and for how long. */
export interface EndpointLimits {
  /** Beyond so many, those unused for longest are freed. */
  readonly maxEndpoints: number;
  /** Hours after its last prediction at which an endpoint is freed. */
  readonly idleHours: number;
}

export interface EndpointRoomOptions {
  readonly sagemaker: SageMakerClient;
  readonly records: EndpointRecords;
  readonly limits: EndpointLimits;
  /** What the names of endpoints begin with: `ft-`. */
  readonly namePrefix: string;
  /** The present instant, ISO 8601. */
  readonly now: () => string;
}

/**
 * One that was asked this recently is not freed for the sake of another: two models would drive
 * each other out in turn.
 */
const busyMilliseconds = 10 * 60_000;

/** What an attempt to make room for another endpoint came to. */
export type Room = 'being made' | 'all in use' | 'no other endpoint';

/**
 * Frees endpoints that nobody needs: an account has room for few, and each takes its share of the
 * account's concurrency though nothing runs.
 */
export class EndpointRoom {
  readonly #options: EndpointRoomOptions;

  constructor(options: EndpointRoomOptions) {
    this.#options = options;
  }

  /**
   * Frees what is idle, what is too many, and what somebody began to free and did not finish. Safe
   * to run twice at once, and beside predictions.
   * @param hasTime asked before each one, which takes three calls
   * @returns one line for each that was freed, or could not be: that keeps none of the others
   */
  async freeIdle(hasTime: () => boolean): Promise<readonly string[]> {
    const { records, limits } = this.#options;
    const all: EndpointRecord[] = [];
    for await (const record of records.oldestFirst()) all.push(record);
    const kept = all.filter(({ releasingSince }) => releasingSince === undefined);
    const beyond = kept.slice(0, Math.max(0, kept.length - limits.maxEndpoints));
    const tooMany = new Set(beyond.filter((record) => !this.#isBusy(record)));
    const lines: string[] = [];
    for (const record of all) {
      const why = tooMany.has(record) ? 'there are too many' : this.#whyFree(record);
      if (why === undefined || !hasTime()) continue;
      const done = await this.#free(record).catch((error: unknown) => String(error));
      const { modelVersionId, lastUsedAt } = record;
      if (done === true) lines.push(`${modelVersionId}: ${why}, last used ${lastUsedAt}`);
      if (typeof done === 'string') lines.push(`${modelVersionId}: could not be freed: ${done}`);
    }
    return lines;
  }

  /**
   * Frees the endpoint that is unused for longest, for the sake of another one that the account has
   * no room for.
   */
  async makeRoom(modelVersionId: string): Promise<Room> {
    const { records } = this.#options;
    let room: Room = 'no other endpoint';
    for await (const record of records.oldestFirst()) {
      if (record.modelVersionId === modelVersionId) continue;
      if (!records.isFree(record)) return 'being made';
      room = 'all in use';
      if (!this.#isBusy(record) && (await this.#free(record))) return 'being made';
    }
    return room;
  }

  /** Frees a version's endpoint, whoever uses it: the version is gone. */
  async release(modelVersionId: string): Promise<void> {
    await this.#delete(modelVersionId);
  }

  #isBusy({ lastUsedAt }: EndpointRecord): boolean {
    return elapsed(lastUsedAt, this.#options.now()) < busyMilliseconds;
  }

  #whyFree({ lastUsedAt, releasingSince }: EndpointRecord): string | undefined {
    if (releasingSince !== undefined) return 'its release was not finished';
    const { limits, now } = this.#options;
    const isIdle = elapsed(lastUsedAt, now()) >= limits.idleHours * 3_600_000;
    return isIdle ? `nobody asked for ${limits.idleHours} hours` : undefined;
  }

  async #free(record: EndpointRecord): Promise<boolean> {
    if (!(await this.#options.records.claim(record))) return false;
    await this.#delete(record.modelVersionId);
    return true;
  }

  /** The record goes last: what breaks off before it is found again. */
  async #delete(modelVersionId: string): Promise<void> {
    const { sagemaker, records, namePrefix } = this.#options;
    await deleteEndpoint(sagemaker, namePrefix + modelVersionId);
    await records.forget(modelVersionId);
  }
}
