import { findHold, listHolds } from '../../../../core/billing/hold.ts';
import type { Hold } from '../../../../core/billing/hold.ts';
import { readBooks, releaseWrites } from '../../../../core/billing/reserve.ts';
import { leaveWrite, listEntries } from '../../../../core/job/queue/queue.ts';
import { admit } from '../../../../core/job/steps/admit.ts';
import type { JobState } from '../../../../core/job/workflow/state.ts';
import { initialState } from '../../../../core/job/workflow/state.ts';
import type { ModelVersion, QueuedVersion } from '../../../../core/model/model-version.ts';
import { getVersion, versionWrite } from '../../../../core/model/version-store.ts';
import type { Settings } from '../../../../core/ports/host.ts';
import type { Table, Write } from '../../../../core/ports/table.ts';
import { keys } from '../../../../core/records/keys.ts';
import { LogEvents } from '../../../../local/events/log-events.ts';
import { processSources } from '../../../../local/process-sources.ts';
import { SqliteTable } from '../../../../local/table/sqlite-table.ts';
import { trainedVersion } from '../../../bench/trained-version.ts';

const { sha256 } = processSources;
export const scope = { userId: 'u', appId: 'a' };
export const modelId = 'm';
export const at = '2026-11-25T10:00:00.000Z';
export const budgetMicrosPerMonth = 1_000_000;

/**
 * One user with his trainings, of which `limit` may run; a test calls Admit for each as its
 * execution would.
 */
export class Queued {
  readonly states = new Map<string, JobState>();
  readonly told: unknown[] = [];
  now = at;

  readonly limit: number;
  readonly table: Table;

  constructor(limit: number, table: Table = new SqliteTable(':memory:')) {
    this.limit = limit;
    this.table = table;
  }

  get deps() {
    const settings = { maxConcurrentTrainings: this.limit, budgetMicrosPerMonth } as Settings;
    const events = new LogEvents({ write: (line) => this.told.push(JSON.parse(line)) });
    return { table: this.table, settings, events, now: () => this.now, sha256 };
  }

  /** Stores a queued version. @param maxAmountMicros what it may cost */
  async queue(id: string, maxAmountMicros = 1): Promise<void> {
    const { training, reservation, ...rest } = trainedVersion(scope, modelId, id, at);
    const version: QueuedVersion = {
      ...{
        id,
        modelId,
        modelTypeId: rest.modelTypeId,
        scope,
        description: '',
        inferenceParams: {},
      },
      ...{ createdAt: at, modifiedAt: at, status: 'queued', training },
      reservation: { ...reservation, maxAmountMicros },
    };
    await this.table.write([versionWrite(version)]);
    this.states.set(id, initialState({ ...scope, modelId, versionId: id }));
  }

  /** Its execution calls Admit, once. @returns the outcome */
  async ask(id: string): Promise<string> {
    const state = await admit(this.states.get(id)!, this.deps);
    this.states.set(id, state);
    return state.outcome;
  }

  async setStatus(id: string, status: ModelVersion['status']): Promise<void> {
    const { value, rev } = await getVersion(this.table, { scope, modelId, versionId: id });
    await this.table.write([versionWrite({ ...value, status } as ModelVersion, rev)]);
  }

  /** What Settle does to the queue and the money. */
  async settle(id: string, status: ModelVersion['status'] = 'trained'): Promise<void> {
    await this.setStatus(id, status);
    const hold = await findHold(this.table, scope.userId, id);
    const money = hold ? await this.#release(hold.value) : [];
    await this.table.write([leaveWrite(scope.userId, id), ...money]);
  }

  async #release(hold: Hold): Promise<Write[]> {
    const books = await readBooks(scope.userId, hold, this.deps);
    return releaseWrites(books, hold, { at: this.now }, this.deps);
  }

  remove(id: string): Promise<void> {
    return this.table.write([{ delete: keys.version(scope, modelId, id) }]);
  }

  async waiting(): Promise<string[]> {
    return (await listEntries(this.table, scope.userId)).map(({ jobId }) => jobId);
  }

  async running(): Promise<string[]> {
    return (await listHolds(this.table, scope.userId)).map(({ versionId }) => versionId);
  }
}

/** A user with one running training and others that wait in this order. */
export async function withWaiting(ids: readonly string[], limit = 1): Promise<Queued> {
  const queued = new Queued(limit);
  for (const id of ['running', ...ids]) {
    await queued.queue(id);
    await queued.ask(id);
  }
  return queued;
}
