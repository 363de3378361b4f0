import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { linesOfBooks } from '../../core/billing/verify/books-file.ts';
import { readTenantBooks } from '../../core/billing/verify/read-books.ts';
import { keys } from '../../core/records/keys.ts';
import { SqliteTable } from '../../local/table/sqlite-table.ts';
import { jobOf, LedgerWorld } from '../core/billing/verify/ledger-world.ts';
import { makeFolder } from '../temporary-folder.ts';

const root = join(__dirname, '..', '..');
const node = join(root, 'node_modules', '.bin', 'node');

function verify(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(node, [join(root, 'bin', 'verify.ts'), ...args], {
    encoding: 'utf8',
    cwd: root,
  });
  return { status, stdout, stderr };
}

/** A data folder with a charged job and a held one, and what was exported of it before the last. */
describe('npm run verify', () => {
  const { path, remove } = makeFolder('verify');
  const folder = join(path, 'data');
  const database = join(folder, 'deeptune.sqlite');
  const exported = join(path, 'earlier.jsonl');
  let table: SqliteTable;

  beforeAll(async () => {
    mkdirSync(folder);
    // Open all the while, as a host at work has it.
    table = new SqliteTable(database);
    const world = new LedgerWorld(table);
    await world.reserve(jobOf(1), 10_000);
    await world.release(jobOf(1), 7);
    writeFileSync(exported, [...linesOfBooks(await readTenantBooks(table, 'u'))].join('\n'));
    await world.reserve(jobOf(2), 30_000);
  });
  afterAll(() => {
    table.close();
    remove();
  });

  /** Another folder, of which somebody changed the database. */
  function changed(name: string, sql: string): string {
    const copy = join(path, name);
    mkdirSync(copy);
    const whole = new DatabaseSync(database);
    whole.exec(`VACUUM INTO '${join(copy, 'deeptune.sqlite')}'`);
    whole.close();
    const own = new DatabaseSync(join(copy, 'deeptune.sqlite'));
    own.exec(sql);
    own.close();
    return copy;
  }

  test('says what it looked at while the folder is written, and ends with 0', () => {
    expect(verify(folder)).toEqual({
      status: 0,
      stderr: '',
      stdout: expect.stringMatching(
        /^u: 3 ledger entries, 1 usage record, 1 open hold, 5 budget counters, 0 invoices, ends with entry 3 \([0-9a-f]{12}\)\nNothing is wrong in the books of 1 tenant\.\n$/,
      ),
    });
    expect(verify(exported).stdout).toContain('u: 2 ledger entries, 1 usage record, 0 open holds');
    expect(verify(folder, '--against', exported).status).toBe(0);
  });

  test('says every finding in words, or as JSON, and ends with 1', () => {
    const { pk, sk } = keys.usage('u', '2026-11', 'ft-job-1-a1');
    const copy = changed(
      'cheaper',
      `UPDATE items SET data = json_set(data, '$.amountMicros', 1) WHERE pk = '${pk}' AND sk = '${sk}'`,
    );
    const { status, stdout } = verify(copy);

    expect(status).toBe(1);
    expect(stdout).toContain(
      "usage-rated-wrong: The usage record of 'ft-job-1-a1' has $0.000001; 7 s x 1 at $4.00 an hour are $0.007778",
    );
    expect(stdout).toMatch(/4 findings in the books of 1 tenant\.\n$/);
    const asJson = verify(copy, '--format', 'json');
    expect(asJson.status).toBe(1);
    const { tenants } = JSON.parse(asJson.stdout) as {
      tenants: { findings: { code: string }[] }[];
    };
    expect(tenants[0]?.findings.map(({ code }) => code)).toEqual([
      'usage-rated-wrong',
      'usage-amount-differs',
      'usage-changed',
      'unbilled-balance-wrong',
    ]);
  });

  test('a ledger that was taken away whole is found by an earlier export alone', () => {
    const gone = changed('gone', "DELETE FROM items WHERE pk LIKE 'user#u%'");

    expect(verify(gone).status).toBe(1);
    const { status, stdout } = verify(gone, '--against', exported);
    expect(status).toBe(1);
    expect(stdout).toContain("ledger-shorter: 'u' had a ledger earlier, and has none any more");
  });

  test('what cannot be read is told with what would be right, and ends with 2', () => {
    const cut = join(path, 'cut.jsonl');
    writeFileSync(cut, '{"type":"books","format":1,"userId":"u"}\n{"type":"entry","record":{}}\n');
    const text = join(path, 'text.jsonl');
    writeFileSync(text, 'hello\n');

    for (const [name, words] of [
      [join(path, 'nothing'), 'does not exist: name a data folder, or a file of'],
      [path, 'There is no file'],
      [cut, "The books of 'u' have no end: the file was cut off after line"],
      [text, 'Line 1: this is no JSON object: hello'],
    ] as const) {
      const { status, stderr, stdout } = verify(name);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toContain(words);
    }
  });
});
