import type { Key, Table, Write } from '../../ports/table.ts';
import { keys } from '../../records/keys.ts';
import { readAll, readRecord, toData } from '../../records/records.ts';

/**
 * The queue of one user: jobs of all kinds that wait for a free place, first come, first served.
 * Changed with every number and every admission.
 */
export interface Queue {
  /** The number that was taken last; 0: none was. */
  readonly lastNumber: number;
}

/**
 * One waiting job. Stored once, when it asks for a place and has to wait; deleted when it is
 * admitted, settled or found dead.
 */
export interface QueueEntry {
  /** Names the execution and the hold; of a training its version's id. */
  readonly jobId: string;
  /**
   * Its turn: the lower comes first. 0 for jobs that waited already under a release without a
   * queue; among them the lower `jobId` comes first.
   */
  readonly number: number;
  /** When its job was asked for: who asked first comes first. */
  readonly requestedAt: string;
  readonly joinedAt: string;
  /** The record of the job, and the status that it had when it joined. */
  readonly record: Key;
  readonly status: string;
}

export interface StoredQueue {
  readonly value: Queue;
  /** Absent: nothing is stored yet. */
  readonly rev?: number;
}

/**
 * The user's queue as stored; to be read before its entries and holds, so that `queueWrite` is
 * refused where another admission came in between.
 */
export async function readQueue(table: Table, userId: string): Promise<StoredQueue> {
  return (await readRecord<Queue>(table, keys.queue(userId))) ?? { value: { lastNumber: 0 } };
}

/**
 * The write that makes a transaction fail where somebody else joined the queue or was admitted
 * meanwhile.
 */
export function queueWrite(userId: string, before: StoredQueue, after = before.value): Write {
  const put = { ...keys.queue(userId), data: toData(after) };
  return { put, if: before.rev === undefined ? 'absent' : { rev: before.rev } };
}

/**
 * Writes that put a job at the end of the queue: refused as a whole where it is in it already, or
 * somebody else was faster.
 */
export function joinWrites(
  userId: string,
  queue: StoredQueue,
  entry: Omit<QueueEntry, 'number'>,
): Write[] {
  const number = queue.value.lastNumber + 1;
  return [
    queueWrite(userId, queue, { lastNumber: number }),
    entryWrite(userId, { ...entry, number }),
  ];
}

/** The write that stores an entry whose number is known. */
export function entryWrite(userId: string, entry: QueueEntry): Write {
  return { put: { ...keys.queueEntry(userId, entry.jobId), data: toData(entry) }, if: 'absent' };
}

/** The write that takes a job out of the queue; harmless where it is not in it. */
export function leaveWrite(userId: string, jobId: string): Write {
  return { delete: keys.queueEntry(userId, jobId) };
}

/** The user's waiting jobs, the next to be admitted first; dead ones among them. */
export async function listEntries(table: Table, userId: string): Promise<QueueEntry[]> {
  const entries = await readAll<QueueEntry>(table, keys.queueEntriesOf(userId));
  return entries.sort(inTurn);
}

/**
 * First come is who asked first: two jobs that are prepared at the same time come to Admit in any
 * order. Jobs of a release without a queue before all; of one instant the lower number.
 */
function inTurn(a: QueueEntry, b: QueueEntry): number {
  const isEarlier = Number(a.number !== 0) - Number(b.number !== 0);
  if (isEarlier !== 0) return isEarlier;
  const isOfQueue = a.number !== 0 && a.requestedAt !== b.requestedAt;
  if (isOfQueue) return a.requestedAt < b.requestedAt ? -1 : 1;
  return a.number - b.number || (a.jobId < b.jobId ? -1 : 1);
}

/**
 * True while the job has the status that it joined the queue with: it was not stopped, did not fail
 * and was not deleted.
 */
export async function isWaiting({ record, status }: QueueEntry, table: Table): Promise<boolean> {
  const stored = await readRecord<{ status: string; job?: { status: string } }>(table, record);
  // Evaluations and batch predictions keep their job inside of them; a version is its own.
  return (stored?.value.job?.status ?? stored?.value.status) === status;
}

/**
 * The entries behind the dead ones at the head, which are deleted: their executions may have died
 * with them, and nobody else would do it.
 * @returns entries of which the first, if any, is waiting
 */
export async function withoutDeadHead(
  entries: readonly QueueEntry[],
  userId: string,
  table: Table,
): Promise<readonly QueueEntry[]> {
  for (const [index, entry] of entries.entries()) {
    if (await isWaiting(entry, table)) return entries.slice(index);
    await table.write([leaveWrite(userId, entry.jobId)]);
  }
  return [];
}

/** How many jobs are before this one in the queue; undefined where it does not wait in it. */
export async function queuePosition(
  table: Table,
  userId: string,
  jobId: string,
): Promise<number | undefined> {
  const index = (await listEntries(table, userId)).findIndex((entry) => entry.jobId === jobId);
  return index < 0 ? undefined : index;
}
