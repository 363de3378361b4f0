import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isError } from '../../../core/errors.ts';
import { WriteRefusedError } from '../../../core/ports/table.ts';
import { openDatabase } from '../../../local/table/sqlite-database.ts';
import { SqliteTable } from '../../../local/table/sqlite-table.ts';
import { ThreadedTable } from '../../../local/table/threaded-table.ts';
import { describeTable } from '../../contract/table.contract.ts';
import { rejection } from '../../contract/wait.ts';

describeTable('SQLite in memory', async () => {
  const table = new SqliteTable(':memory:');
  return { port: table, cleanup: async () => table.close() };
});

describeTable('SQLite in threads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-threads-'));
  const path = join(folder, 'deeptune.sqlite');
  const database = openDatabase(path);
  const table = new ThreadedTable(path, database);
  const cleanup = async () => {
    await table.close();
    database.close();
    rmSync(folder, { recursive: true });
  };
  return { port: table, cleanup };
});

describe('SqliteTable on a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-table-'));
  const path = join(folder, 'new', 'deeptune.db');
  afterAll(() => rmSync(folder, { recursive: true }));

  test('what was written is there after a restart', async () => {
    const before = new SqliteTable(path);
    await before.write([{ put: { pk: 'p', sk: 's', data: { n: 1 } } }]);
    before.close();

    const after = new SqliteTable(path);

    expect((await after.get({ pk: 'p', sk: 's' }))?.data).toEqual({ n: 1 });
    after.close();
  });

  test('writes ahead and syncs fully', () => {
    const database = new DatabaseSync(path);
    const table = new SqliteTable(database);

    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    // A database that was given open stays open, and stays the caller's.
    table.close();
    database.close();
  });

  test('while another process writes, a write is a conflict worth another try', async () => {
    const other = new DatabaseSync(path);
    const mine = new DatabaseSync(path, { timeout: 10 });
    const table = new SqliteTable(mine);
    other.exec('BEGIN IMMEDIATE');

    const error = await rejection(table.write([{ put: { pk: 'p', sk: 'busy', data: {} } }]));

    expect(error).toBeInstanceOf(WriteRefusedError);
    expect((error as WriteRefusedError).reasons).toEqual(['conflict']);
    other.exec('ROLLBACK');
    await table.write([{ put: { pk: 'p', sk: 'busy', data: {} } }]);
    other.close();
    mine.close();
  });
});

describe('SqliteTable refuses', () => {
  const table = new SqliteTable(':memory:');

  test.each([0, -1, 1001, 1.5])('a limit of %p', async (limit) => {
    const error = await rejection(table.query({ pk: 'p', limit }));

    expect(isError(error, 'invalidRequest')).toBe(true);
  });

  test.each(['', 'x', 'W10', 'WzFd', '../..'])('the page end %j', async (after) => {
    const error = await rejection(table.query({ pk: 'p', after }));

    expect(isError(error, 'invalidRequest')).toBe(true);
  });

  test('the page end of another kind of query', async () => {
    await table.write(['a', 'b'].map((sk) => ({ put: { pk: 'p', sk, data: {} } })));
    const { next } = await table.query({ pk: 'p', limit: 1 });

    const error = await rejection(table.query({ pk: 'p', fromIndex: true, after: next ?? '' }));

    expect(isError(error, 'invalidRequest')).toBe(true);
  });
});
