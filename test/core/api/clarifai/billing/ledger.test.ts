import {
  booksOfLines,
  linesOfBooks,
  partOf,
  recordTypes,
} from '../../../../../core/billing/verify/books-file.ts';
import { readTenantBooks } from '../../../../../core/billing/verify/read-books.ts';
import { verifyBooks } from '../../../../../core/billing/verify/verify.ts';
import { processSources } from '../../../../../local/process-sources.ts';
import { Lab } from '../../lab.ts';

/** A tenant with a training that was charged; another one with nothing. */
describe('the ledger', () => {
  let lab: Lab;
  let bob: string;
  let operator: string;
  const ledger = '/v2/users/me/billing/ledger';

  beforeAll(async () => {
    lab = await Lab.open();
    await lab.addTexts('things', 6);
    await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
    await lab.train('m');
    bob = await lab.keyOf('bob');
    operator = await lab.operatorKeyOf('alice');
  }, 60_000);
  afterAll(() => lab.close());

  test('has what was set aside and what was charged, newest first', async () => {
    const { entries, head, user_id: userId } = await lab.must('GET', ledger);
    const {
      records: [usage],
    } = await lab.must('GET', `${ledger}/records?type=usage`);

    expect(userId).toBe('tester');
    expect(entries).toMatchObject([
      {
        sequence: 2,
        kind: 'settle',
        trainingJobName: usage.trainingJobName,
        appId: 'lab',
        modelId: 'm',
      },
      { sequence: 1, kind: 'hold', previousHash: '0'.repeat(64) },
    ]);
    expect(head).toEqual({ sequence: 2, hash: entries[0].hash });
    const charged = entries[0].postings.find(
      ({ account }: { account: string }) => account === 'unbilled',
    );
    expect(charged?.micros ?? 0).toBe(usage.amountMicros);
    expect((await lab.must('GET', `${ledger}?page=2&per_page=1`)).entries).toEqual([entries[1]]);
  });

  test('answers the entry of a business id', async () => {
    const { entries } = await lab.must('GET', ledger);
    const id = encodeURIComponent(entries[1].id);

    expect((await lab.must('GET', `${ledger}?entry_id=${id}`)).entries).toEqual([entries[1]]);
    expect((await lab.refused('GET', `${ledger}?entry_id=hold%23none`)).slice(1)).toEqual([
      11101,
      "The ledger has no entry 'hold#none'",
    ]);
  });

  test('gives everything that verification needs, as it is stored', async () => {
    const stored = await readTenantBooks(lab.deps.table, 'tester');
    const parts: Record<string, unknown[]> = {};
    for (const type of recordTypes)
      parts[partOf[type]] = (await lab.must('GET', `${ledger}/records?type=${type}`)).records;

    expect({ userId: 'tester', head: stored.head, ...parts }).toEqual(stored);
    const [read] = booksOfLines([...linesOfBooks(stored)]);
    expect(read).toEqual(stored);
    expect(verifyBooks(stored, processSources.sha256)).toMatchObject({
      checked: { entries: 2, usageRecords: 1, holds: 0, budgetCounters: 3 },
      findings: [],
    });
  });

  test('is nobody else’s, but for an operator, and not for a key of one app', async () => {
    const ask = async (user: string, key: string) =>
      (await lab.send('GET', `/v2/users/${user}/billing/ledger/records?type=entry`, undefined, key))
        .body;

    expect((await ask('me', bob)).records).toEqual([]);
    expect((await ask('tester', bob)).status).toMatchObject({
      code: 11101,
      details: "User 'tester' does not exist",
    });
    expect((await ask('tester', operator)).records).toHaveLength(2);
    const { keys } = await lab.must('POST', '/v2/users/me/keys', {
      keys: [{ apps: [{ id: 'lab' }] }],
    });
    expect((await ask('me', keys[0].id)).status.code).toBe(11007);
  });

  test('says what types of records there are', async () => {
    const [, code, words] = await lab.refused('GET', `${ledger}/records?type=money`);

    expect(code).toBe(11100);
    expect(words).toContain('"entry"|"usage"|"hold"|"counter"|"invoice"');
  });
});
