import { creditInvoice, payInvoice, voidInvoice } from '../../../../core/billing/invoice/change.ts';
import { listDrafts } from '../../../../core/billing/invoice/draft.ts';
import { listHeaders } from '../../../../core/billing/invoice/invoice-store.ts';
import { issueInvoice } from '../../../../core/billing/invoice/issue.ts';
import type { Invoice } from '../../../../core/billing/invoice/invoice.ts';
import { eachEntry } from '../../../../core/billing/ledger/ledger-store.ts';
import type { LedgerEntry } from '../../../../core/billing/ledger/entry.ts';
import { BillingWorld } from './billing-world.ts';

let world: BillingWorld;
beforeEach(() => {
  world = new BillingWorld();
  world.now = '2026-11-25T10:00:00.000Z';
});

const namesOf = ({ lines }: Pick<Invoice, 'lines'>) =>
  lines.flatMap(({ trainingJobName }) => trainingJobName ?? []);
const ref = (id: string) => ({ userId: 'u', id });
const december = '2026-12-03T06:00:00.000Z';

async function entries(): Promise<LedgerEntry[]> {
  const all: LedgerEntry[] = [];
  for await (const entry of eachEntry(world.table, 'u')) all.push(entry);
  return all;
}

test('an invoice has a line for each job of its month, and is exactly their sum', async () => {
  // $4.00 an hour: 1111.11… micro-dollars a second, rounded once a line.
  const names = [await world.settle(1), await world.settle(2), await world.settle(3_600)];
  world.now = december;
  const invoice = await world.issue('2026-11');

  expect(invoice).toMatchObject({
    id: '2026-11-0001',
    status: 'issued',
    issuedAt: december,
    totalMicros: 1_111 + 2_222 + 4_000_000,
    lineCount: 3,
  });
  expect(namesOf(invoice)).toEqual(names);
  expect((await entries()).at(-1)).toMatchObject({
    kind: 'invoice',
    id: 'invoice#2026-11-0001',
    postings: [
      { account: 'receivable', micros: 4_003_333 },
      { account: 'unbilled', micros: -4_003_333 },
    ],
  });
});

test('a month has one invoice, by whomever and however often it is asked for', async () => {
  await world.settle(60);
  world.now = december;
  const [one, other] = await Promise.all([world.issue('2026-11'), world.issue('2026-11')]);
  const again = await world.issue('2026-11');

  expect([other.id, again.id]).toEqual([one.id, one.id]);
  expect(await listHeaders(world.table, 'u')).toHaveLength(1);
  expect((await entries()).filter(({ kind }) => kind === 'invoice')).toHaveLength(1);
  expect(world.published.map(({ detail }) => detail['invoiceId'])).toContain(one.id);
});

test('a month that runs has a draft only; one without usage has nothing to invoice', async () => {
  await world.settle(60);

  await expect(world.issue('2026-11')).rejects.toMatchObject({ code: 'invalid-request' });
  await expect(world.issue('2026-10')).rejects.toMatchObject({ code: 'nothing-to-invoice' });
  expect(await listDrafts('u', world.deps)).toMatchObject([
    { id: 'draft-2026-11', status: 'draft', totalMicros: 66_667 },
  ]);
});

test('what settles after its month was invoiced is on the next one, and on no other', async () => {
  const late = await world.reserve();
  const first = await world.settle(60);
  world.now = december;
  const november = await world.issue('2026-11');
  const lateName = await late(120);
  const ofDecember = await world.settle(30);
  expect((await listDrafts('u', world.deps)).map(({ id }) => id)).toEqual(['draft-2026-12']);
  world.now = '2027-01-03T06:00:00.000Z';
  const invoice = await world.issue('2026-12');

  expect(namesOf(november)).toEqual([first]);
  expect(namesOf(invoice)).toEqual([lateName, ofDecember]);
  expect(invoice.lines.map(({ period }) => period)).toEqual(['2026-11', '2026-12']);
  await expect(world.issue('2026-10')).rejects.toMatchObject({ code: 'nothing-to-invoice' });
});

test('a void invoice gives back what was on it, which is invoiced again under a new number', async () => {
  const name = await world.settle(60);
  world.now = december;
  const first = await world.issue('2026-11');
  const before = (await entries()).length;
  await voidInvoice(ref(first.id), world.deps);
  await voidInvoice(ref(first.id), world.deps);
  const second = await world.issue('2026-11');

  expect((await entries())[before]).toMatchObject({
    kind: 'adjustment',
    corrects: 'invoice#2026-11-0001',
    postings: [
      { account: 'receivable', micros: -66_667 },
      { account: 'unbilled', micros: 66_667 },
    ],
  });
  expect(second.id).toBe('2026-11-0002');
  expect(namesOf(second)).toEqual([name]);
  expect((await listHeaders(world.table, 'u')).map(({ id, status }) => [id, status])).toEqual([
    ['2026-11-0002', 'issued'],
    ['2026-11-0001', 'void'],
  ]);
});

test('a paid invoice was paid once, less what was given back of it, and is not voided', async () => {
  await world.settle(3_600);
  world.now = december;
  const { id } = await world.issue('2026-11');
  await creditInvoice(ref(id), { amountMicros: 1_000_000, reason: 'our fault' }, world.deps);
  await payInvoice(ref(id), world.deps);
  const before = await entries();
  const paid = await payInvoice(ref(id), world.deps);

  expect(paid).toMatchObject({ status: 'paid', paidAt: december });
  expect(await entries()).toEqual(before);
  expect(before.at(-1)).toMatchObject({
    kind: 'payment',
    postings: [
      { account: 'cash', micros: 3_000_000 },
      { account: 'receivable', micros: -3_000_000 },
    ],
  });
  await expect(voidInvoice(ref(id), world.deps)).rejects.toMatchObject({ code: 'invoice-state' });
});

test('credit notes give back no more than the invoice was of, and a named one is given once', async () => {
  await world.settle(3_600);
  world.now = december;
  const { id } = await world.issue('2026-11');
  const give = (amountMicros: number, name?: string) =>
    creditInvoice(ref(id), { name, amountMicros, reason: 'goodwill' }, world.deps);
  await give(3_000_000, 'outage');
  await give(3_000_000, 'outage');
  await expect(give(1_000_000, 'outage')).rejects.toMatchObject({ code: 'already-exists' });
  await expect(give(1_000_001)).rejects.toThrow(
    "Field 'credit_note.amountMicros' 1000001: of invoice '2026-11-0001' 1000000 ($1.00) are left to be given back",
  );
  const { creditNotes } = await give(1_000_000);

  expect(creditNotes.map((note) => [note.id, note.amountMicros])).toEqual([
    ['2026-11-0001-outage', 3_000_000],
    ['2026-11-0001-credit-2', 1_000_000],
  ]);
  await expect(voidInvoice(ref(id), world.deps)).rejects.toThrow('has 2 credit notes');
});

test('the free tier takes the first seconds of a month off, in a line of its own', async () => {
  await world.freeSeconds(100);
  const late = await world.reserve();
  for (const seconds of [60, 60, 60]) await world.settle(seconds);
  world.now = december;
  const { lines, totalMicros, freeTierMicros } = await world.issue('2026-11');

  // All of the first job, and two thirds of the second: 44,444.67 -> 44,445.
  expect(lines.at(-1)).toEqual({
    kind: 'free-tier',
    description: 'Free tier of 2026-11: 100 of 100 seconds, $0.11',
    ...{ period: '2026-11', seconds: 100, microsPerHour: 0, amountMicros: -(66_667 + 44_445) },
  });
  expect([totalMicros, freeTierMicros]).toEqual([3 * 66_667 - 111_112, 111_112]);
  expect((await entries()).at(-1)?.postings).toEqual([
    { account: 'receivable', micros: totalMicros },
    { account: 'credits', micros: freeTierMicros },
    { account: 'unbilled', micros: -3 * 66_667 },
  ]);
  // What settles late finds the month's free seconds taken.
  await late(60);
  world.now = '2027-01-03T06:00:00.000Z';
  expect(await world.issue('2026-12')).toMatchObject({ totalMicros: 66_667, freeTierMicros: 0 });
});

test('an invoice that nobody was told of, because its issuer died, is told of by the next', async () => {
  await world.settle(60);
  world.now = december;
  const dying = { ...world.deps, events: { publish: () => Promise.reject(new Error('died')) } };
  await expect(issueInvoice({ userId: 'u', period: '2026-11' }, dying)).rejects.toThrow('died');
  await world.issue('2026-11');
  await world.issue('2026-11');

  expect(world.published).toEqual([
    {
      type: 'invoice.issued',
      at: december,
      detail: {
        ...{ userId: 'u', invoiceId: '2026-11-0001', period: '2026-11' },
        ...{ totalMicros: 66_667, lineCount: 1 },
      },
    },
  ]);
});
