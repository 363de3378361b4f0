import { creditInvoice, payInvoice, voidInvoice } from '../../../../core/billing/invoice/change.ts';
import type { Invoice } from '../../../../core/billing/invoice/invoice.ts';
import type { TenantBooks } from '../../../../core/billing/verify/books.ts';
import type { FindingCode } from '../../../../core/billing/verify/finding.ts';
import { readTenantBooks } from '../../../../core/billing/verify/read-books.ts';
import { verifyBooks } from '../../../../core/billing/verify/verify.ts';
import { canonicalJson } from '../../../../core/json.ts';
import { BillingWorld } from '../invoice/billing-world.ts';

let world: BillingWorld;
const read = () => readTenantBooks(world.table, 'u');
const codesOf = (books: TenantBooks) => [
  ...new Set(verifyBooks(books, world.deps.sha256).findings.map(({ code }) => code)),
];

/** October, of which ten seconds were free, is invoiced; a job of November is not. */
beforeEach(async () => {
  world = new BillingWorld();
  world.now = '2026-10-05T10:00:00.000Z';
  await world.freeSeconds(10);
  await world.settle(700);
  await world.settle(33);
  world.now = '2026-11-03T10:00:00.000Z';
  await world.issue('2026-10');
  await world.settle(120);
});

const ref = { userId: 'u', id: '2026-10-0001' };

test('what is issued, credited and paid, or void and issued anew, is right', async () => {
  expect(codesOf(await read())).toEqual([]);

  await creditInvoice(ref, { amountMicros: 5_000, reason: 'an outage' }, world.deps);
  expect(codesOf(await read())).toEqual([]);
  await payInvoice(ref, world.deps);
  expect(codesOf(await read())).toEqual([]);

  world.now = '2026-12-03T10:00:00.000Z';
  await world.issue('2026-11');
  await voidInvoice({ ...ref, id: '2026-11-0001' }, world.deps);
  expect(codesOf(await read())).toEqual([]);
  await world.issue('2026-11');
  const books = await read();
  expect(books.invoices.map(({ id, status }) => [id, status])).toEqual([
    ['2026-10-0001', 'paid'],
    ['2026-11-0001', 'void'],
    ['2026-11-0002', 'issued'],
  ]);
  expect(codesOf(books)).toEqual([]);
});

const [first, ...others] = [0, 1, 2] as const;

test.each<[string, (invoice: Invoice) => Partial<Invoice> | undefined, readonly FindingCode[]]>([
  ['is gone', () => undefined, ['entry-without-invoice', 'unbilled-balance-wrong']],
  [
    'has another total',
    () => ({ totalMicros: 1 }),
    ['invoice-total-wrong', 'invoice-entry-differs'],
  ],
  [
    'lost a line',
    ({ lines }) => ({ lines: lines.slice(1) }),
    ['invoice-total-wrong', 'invoice-lines-changed', 'unbilled-balance-wrong'],
  ],
  [
    'charges a job twice',
    ({ lines }) => ({ lines: [lines[first]!, lines[first]!, ...others.map((at) => lines[at]!)] }),
    ['invoice-total-wrong', 'invoice-lines-changed', 'invoice-line-twice'],
  ],
  [
    'charges more for a job than it was',
    ({ lines, totalMicros }) => ({
      lines: [
        { ...lines[first]!, amountMicros: lines[first]!.amountMicros + 1 },
        ...lines.slice(1),
      ],
      totalMicros: totalMicros + 1,
    }),
    ['invoice-lines-changed', 'invoice-entry-differs', 'invoice-line-differs'],
  ],
  ['is paid, it says', () => ({ status: 'paid' }), ['invoice-status-differs']],
  [
    'gave more back than it was',
    ({ totalMicros }) => ({
      creditNotes: [
        {
          id: 'c',
          amountMicros: totalMicros + 1,
          reason: '',
          createdAt: '2026-11-04T00:00:00.000Z',
        },
      ],
    }),
    ['credit-above-total', 'credit-differs'],
  ],
])('an invoice that %s is found', async (_what, change, expected) => {
  const books = await read();
  const [invoice] = books.invoices;
  const changed = change(invoice!);

  const invoices = changed ? [{ ...invoice!, ...changed }] : [];

  expect(codesOf({ ...books, invoices }).sort()).toEqual([...expected].sort());
});

test('an invoice that was written anew, hash and all, is found by its entry', async () => {
  const books = await read();
  const [invoice] = books.invoices;
  const lines = invoice!.lines.map((line) => ({ ...line, description: 'Consulting' }));
  const linesHash = world.deps.sha256(canonicalJson(lines));

  expect(codesOf({ ...books, invoices: [{ ...invoice!, lines, linesHash }] })).toEqual([
    'invoice-lines-changed',
  ]);
});
