import type { UsageRecord } from '../../../../../core/billing/usage/usage-record.ts';
import { keys } from '../../../../../core/records/keys.ts';
import { toData } from '../../../../../core/records/records.ts';
import { AppUnderTest } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

/** Two tenants with usage of October 2026, of two apps; the operator is a third one. */
const lab = new AppUnderTest();
let operator: string;
let bob: string;
let appKey: string;
const of = (user: string, path: string) => `/v2/users/${user}/billing/${path}`;
const by = async (key: string, method: string, path: string, body?: object) =>
  lab.send(method, path, body, key);
const must = async (key: string, method: string, path: string, body?: object): Promise<Body> => {
  const answer = await by(key, method, path, body);
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body.status));
  return answer.body;
};

let jobs = 0;
function usage(userId: string, fields: Partial<UsageRecord> = {}): Promise<void> {
  jobs += 1;
  const record: UsageRecord = {
    ...{
      trainingJobName: `ft-${jobs}-a1`,
      userId,
      appId: 'lab',
      modelId: 'm',
      versionId: `v${jobs}`,
    },
    ...{ kind: 'train', templateId: 'T', instanceType: 'ml.g5.xlarge', instanceCount: 1 },
    ...{ period: '2026-10', recordedAt: `2026-10-0${jobs}T10:00:00.000Z`, endReason: 'trained' },
    ...{ jobSeconds: 60, durableSeconds: 60, billableSeconds: 60, microsPerHour: 4_000_000 },
    ...{ amountMicros: 66_667, ...fields },
  };
  const key = keys.usage(userId, record.period, record.trainingJobName);
  return lab.deps.table.write([{ put: { ...key, data: toData(record) }, if: 'absent' }]);
}

beforeAll(async () => {
  await lab.open();
  operator = await lab.operatorKeyOf('alice');
  bob = await lab.keyOf('bob');
  await usage('tester');
  await usage('tester', {
    appId: 'gone',
    modelId: '=1+1',
    kind: 'evaluate',
    amountMicros: 1_111,
    billableSeconds: 1,
  });
  await usage('bob');
  appKey = (await lab.must('POST', '/v2/users/me/keys', { keys: [{ apps: [{ id: 'lab' }] }] }))
    .keys[0].id;
});
afterAll(() => lab.close());

test.each(['from=9999-12-01', 'to=9999-12-31', 'from=9999-12-01&to=9999-12-31'])(
  'the days %s, behind which no month can be counted, are refused',
  async (days) => {
    expect(await lab.refused('GET', of('me', `usage_summary?${days}`))).toEqual([
      400,
      11100,
      expect.stringContaining('must be a day before 9999-01-01'),
    ]);
  },
);

test('sums of usage are those of the records, by whatever they are summed up', async () => {
  const sums = async (query: string, key?: string) =>
    (
      await (key
        ? must(key, 'GET', of('me', `usage_summary?${query}`))
        : lab.must('GET', of('me', `usage_summary?${query}`)))
    ).usage_summary;
  const october = 'from=2026-10-01&to=2026-10-31';
  const all = await sums(`${october}&group_by=app&group_by=kind`);

  expect(all.total).toMatchObject({
    jobs: 2,
    seconds: 61,
    amountMicros: 67_778,
    jobsWithoutCost: 2,
  });
  expect(all.groups).toMatchObject([
    { appId: 'gone', kind: 'evaluate', jobs: 1, amountMicros: 1_111 },
    { appId: 'lab', kind: 'train', jobs: 1, amountMicros: 66_667 },
  ]);
  expect((await sums(`${october}&group_by=day,model`)).groups).toMatchObject([
    { day: '2026-10-01', appId: 'lab', modelId: 'm' },
    { day: '2026-10-02', appId: 'gone', modelId: '=1+1' },
  ]);
  expect((await sums('from=2026-10-02&to=2026-10-02')).total.amountMicros).toBe(1_111);
  expect((await sums(`${october}&app_id=gone`)).total.amountMicros).toBe(1_111);
  expect((await sums(october, appKey)).total.amountMicros).toBe(66_667);
  expect((await sums(`${october}&group_by=tenant&all_tenants=true`, operator)).total.jobs).toBe(0);
});

test.each([
  [
    'from=2026-10-31&to=2026-10-01',
    "Field 'from' 2026-10-31 is after 'to' 2026-10-01: name the earlier first",
  ],
  [
    'from=2024-01-01&to=2026-10-01',
    "Fields 'from' 2024-01-01 and 'to' 2026-10-01 span 34 months; ask for 13 at most",
  ],
  ['group_by=hour', 'Field \'group_by.0\' "hour": must be one of tenant, app, model, day, kind'],
  ['from=2026-13-01', 'Field \'from\' "2026-13-01": must be a day such as 2026-11-01'],
  ['app_id=labs', "App 'labs' does not exist"],
  [
    'all_tenants=true',
    /^Only an operator may sum up the usage of all tenants, and this key is not an operator's/,
  ],
])('a sum that cannot be is refused: %s', async (query, details) => {
  const [, , said] = await lab.refused('GET', of('me', `usage_summary?${query}`));
  if (typeof details === 'string') expect(said).toBe(details);
  else expect(said).toMatch(details);
});

test('an invoice is issued, read by its tenant, given back in part and paid', async () => {
  const drafts = (await lab.must('GET', of('me', 'invoices'))).invoices;
  expect(
    drafts.map(({ id, status, totalMicros }: Body) => [id, status, totalMicros]),
  ).toContainEqual(['draft-2026-10', 'draft', 67_778]);
  expect((await lab.must('GET', of('me', 'invoices/draft-2026-10'))).invoice.lines).toHaveLength(2);

  const { invoice } = await must(operator, 'POST', of('tester', 'invoices'), { period: '2026-10' });
  expect(invoice).toMatchObject({
    id: '2026-10-0001',
    userId: 'tester',
    status: 'issued',
    dueMicros: 67_778,
  });
  expect((await lab.must('GET', of('me', 'invoices/2026-10-0001'))).invoice).toEqual(invoice);
  expect((await lab.refused('GET', of('me', 'invoices/draft-2026-10')))[0]).toBe(404);

  const note = {
    credit_note: { name: 'outage', amountMicros: 7_778, reason: 'an outage of ours' },
  };
  await must(operator, 'POST', of('tester', 'invoices/2026-10-0001/credit_notes'), note);
  const credited = await must(
    operator,
    'POST',
    of('tester', 'invoices/2026-10-0001/credit_notes'),
    note,
  );
  expect(credited.invoice).toMatchObject({
    dueMicros: 60_000,
    creditNotes: [{ id: '2026-10-0001-outage' }],
  });
  const paid = await must(operator, 'PATCH', of('tester', 'invoices/2026-10-0001'), {
    status: 'paid',
  });
  expect(paid.invoice).toMatchObject({ status: 'paid', dueMicros: 0, totalMicros: 67_778 });
  const voided = await by(operator, 'PATCH', of('tester', 'invoices/2026-10-0001'), {
    status: 'void',
  });
  expect(voided.body.status).toMatchObject({
    code: 11102,
    developer_notes: 'invoice-state',
    details:
      "Invoice '2026-10-0001' is paid and has 1 credit note, and cannot be voided; give back what is left by a credit note",
  });
});

test('an invoice as CSV keeps a name a text, and as a page is whole in itself', async () => {
  const content = async (format: string) =>
    (await lab.must('GET', of('me', `invoices/2026-10-0001/content?format=${format}`))).content;
  const csv = await content('csv');
  const page = await content('html');

  expect(csv.filename).toBe('invoice-2026-10-0001.csv');
  const lines = csv.text.split('\r\n');
  expect(lines).toHaveLength(4);
  expect(lines[2]).toContain(",gone,'=1+1,");
  expect(lines[2]).toContain(',1111,0.001111,');
  expect(page.text).toMatch(/^<!doctype html>\n<html lang="en">/);
  expect(page.text).toContain('Evaluation of gone/=1+1');
  expect(page.text).toContain('$0.067778');
  expect(page.text).not.toMatch(/<script|src=|url\(|https?:/);
});

test('nobody but an operator bills; an app key reads no invoice; nobody reads another one’s', async () => {
  const refusals: [string, string, string, object | undefined, string][] = [
    ['tester', 'POST', 'invoices', { period: '2026-10' }, 'PostInvoices'],
    ['tester', 'PATCH', 'invoices/2026-10-0001', { status: 'void' }, 'PatchInvoice'],
    [
      'tester',
      'POST',
      'invoices/2026-10-0001/credit_notes',
      { credit_note: { amountMicros: 1, reason: 'r' } },
      'PostCreditNote',
    ],
    [
      'tester',
      'PUT',
      'rate_cards',
      { rate_card: { level: 'account', microsPerHour: 0 } },
      'PutRateCard',
    ],
    ['tester', 'DELETE', 'rate_cards?level=account', undefined, 'DeleteRateCard'],
  ];
  for (const [user, method, path, body, operation] of refusals) {
    const [http, code, details] = await lab.refused(method, of(user, path), body);
    expect([http, code]).toEqual([403, 11007]);
    expect(details).toMatch(new RegExp(`^Only an operator may ${operation}, and this key is not`));
  }
  const read = await by(appKey, 'GET', of('me', 'invoices'));
  expect(read.body.status.details).toBe(
    'An app key cannot ListInvoices; use a personal access token',
  );
  for (const user of ['me', 'tester'])
    expect((await by(bob, 'GET', of(user, 'invoices/2026-10-0001'))).status).toBe(404);
});

test('a rate card of a tenant is in force for him, and withdrawn the account’s again', async () => {
  const card = { level: 'tenant', microsPerHour: 2_000_000, freeSecondsPerMonth: 600 };
  const put = await must(operator, 'PUT', of('tester', 'rate_cards'), { rate_card: card });
  const shown = await lab.must('GET', of('me', 'rate_cards'));

  expect(put.rate_card).toMatchObject({ ...card, userId: 'tester', minimumMicrosPerJob: 0 });
  expect(shown).toMatchObject({
    current: put.rate_card,
    rate_cards: [put.rate_card, { level: 'configuration', microsPerHour: 4_000_000 }],
  });
  const type = (await lab.must('GET', '/models/types/text-classifier')).model_type;
  expect(JSON.stringify(type)).toContain('$2.00 an hour');
  expect((await must(bob, 'GET', of('me', 'rate_cards'))).current).toMatchObject({
    level: 'configuration',
    microsPerHour: 4_000_000,
  });
  const removed = await must(operator, 'DELETE', of('tester', 'rate_cards?level=tenant'));
  expect(removed.current).toMatchObject({ level: 'configuration', microsPerHour: 4_000_000 });
});

test.each([
  [{ microsPerHour: 1.5 }, "Field 'rate_card.microsPerHour' 1.5"],
  [{ microsPerHour: -1 }, "Field 'rate_card.microsPerHour' -1"],
  [
    { microsPerHour: 1, ratesMicrosPerHour: { 'ml.g5.xlarg': 1 } },
    'ml.g5.xlarg: no instance type of the table',
  ],
  [
    { microsPerHour: 1, freeSecondsPerMonth: 2_678_401 },
    "Field 'rate_card.freeSecondsPerMonth' 2678401",
  ],
  [{ microsPerHour: 1, minimum: 5 }, 'minimum'],
])('a rate card that cannot be is refused: %j', async (terms, details) => {
  const card = { rate_card: { level: 'tenant', ...terms } };
  const { status, body } = await by(operator, 'PUT', of('tester', 'rate_cards'), card);

  expect(status).toBe(400);
  expect(body.status.details).toContain(details);
});
