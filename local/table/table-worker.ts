import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { emptyLog, openDatabase } from './sqlite-database.ts';
import { SqliteItems } from './sqlite-items.ts';
import type { Ask, Reply, TableWorkerData } from './table-messages.ts';
import { errorToMessage } from './table-messages.ts';

/**
 * A thread of its own that waits for the disk, so that the event loop does not: one writes, one
 * reads. Requests come as messages and are answered in order.
 */
const { path, isReader } = workerData as TableWorkerData;
const database = isReader
  ? new DatabaseSync(path, { readOnly: true, timeout: 5_000 })
  : openDatabase(path);
const items = new SqliteItems(database);

function answer(ask: Ask): Reply {
  const { id } = ask;
  try {
    if (ask.kind === 'page') return { id, result: items.page(ask.query) };
    if (ask.kind === 'count') return { id, result: items.count(ask.query) };
    if (ask.kind === 'empty-log') return { id, result: emptyLog(database) };
    const outcomes = items.write(ask.groups);
    return { id, result: outcomes.map(errorToMessage) };
  } catch (error) {
    return { id, ...errorToMessage({ error }) };
  }
}

parentPort?.on('message', (ask: Ask | 'close') => {
  if (ask !== 'close') return parentPort?.postMessage(answer(ask));
  database.close();
  parentPort?.close();
});
