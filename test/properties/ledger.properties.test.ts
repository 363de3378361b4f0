import fc from 'fast-check';
import { openLedger } from '../../core/billing/ledger/open-ledger.ts';
import type { UsageRecord } from '../../core/billing/usage/usage-record.ts';
import { booksOfLines, linesOfBooks } from '../../core/billing/verify/books-file.ts';
import type { AccountBooks, TenantBooks } from '../../core/billing/verify/books.ts';
import { readAccountCounters, readTenantBooks } from '../../core/billing/verify/read-books.ts';
import { verifyAccount, verifyBooks } from '../../core/billing/verify/verify.ts';
import { canonicalJson } from '../../core/json.ts';
import { keys } from '../../core/records/keys.ts';
import { toData } from '../../core/records/records.ts';
import { processSources } from '../../local/process-sources.ts';
import { assertHistories } from './histories.ts';
import type { Step } from './money-world.ts';
import { jobCount, MoneyWorld, tenants } from './money-world.ts';

const { sha256 } = processSources;

const job = fc.nat({ max: jobCount - 1 });
const micros = fc.integer({ min: 0, max: 700 });
const step: fc.Arbitrary<Step> = fc.oneof(
  ...Array.from({ length: 3 }, () =>
    fc.record({ what: fc.constant('reserve' as const), job, micros }),
  ),
  ...Array.from({ length: 2 }, () =>
    fc.record({ what: fc.constant('settle' as const), job, micros }),
  ),
  fc.record({ what: fc.constant('void' as const), job }),
  fc.record({ what: fc.constant('pass' as const), hours: fc.nat({ max: 40 }) }),
);
const crash = fc.option(
  fc.record({ write: fc.nat({ max: 1 }), when: fc.constantFrom('before' as const, 'after') }),
  { nil: undefined, freq: 2 },
);
const history = fc.array(fc.record({ step, crash, isDoubled: fc.boolean() }), {
  maxLength: 12,
  size: 'max',
});

async function carriedOut(
  steps: readonly {
    step: Step;
    crash: Parameters<MoneyWorld['untilDone']>[1];
    isDoubled: boolean;
  }[],
  world = new MoneyWorld(),
): Promise<MoneyWorld> {
  for (const { step, crash, isDoubled } of steps) {
    await world.untilDone(step, crash);
    if (isDoubled && step.what !== 'pass') await world.untilDone(step);
  }
  return world;
}

async function accountOf({ memory }: MoneyWorld): Promise<AccountBooks> {
  const all = [];
  for (const userId of tenants) all.push(await readTenantBooks(memory, userId));
  return { tenants: all, counters: await readAccountCounters(memory) };
}

/** As `expect([…]).toEqual([])`, of which 100,000 would take minutes. */
function assertNone(findings: readonly object[]): void {
  if (findings.length > 0) throw new Error(JSON.stringify(findings));
}

const findingsIn = (books: AccountBooks) => {
  const { tenants: all, findings } = verifyAccount(books, sha256);
  return [...all.flatMap((tenant) => tenant.findings), ...findings];
};

test('after any history, crashes and repeats among it, nothing is wrong, and an export is the same', async () => {
  await assertHistories(
    fc.asyncProperty(history, async (steps) => {
      const books = await accountOf(await carriedOut(steps));

      assertNone(findingsIn(books));
      const lines = books.tenants.flatMap((tenant) => [...linesOfBooks(tenant)]);
      const read = booksOfLines(lines);
      if (canonicalJson(read) !== canonicalJson(books.tenants)) throw new Error('another export');
    }),
  );
});

/** One thing that somebody does to stored books; `at`: where, of as many places as there are. */
interface Tampering {
  readonly what: 'bit' | 'deletion' | 'insertion' | 'swap' | 'cut';
  readonly part: 'entries' | 'usage' | 'holds';
  readonly at: number;
  readonly bit: number;
}

const tampering: fc.Arbitrary<Tampering> = fc.record({
  what: fc.constantFrom('bit' as const, 'bit', 'bit', 'deletion', 'insertion', 'swap', 'cut'),
  part: fc.constantFrom('entries' as const, 'entries', 'usage', 'holds'),
  at: fc.nat(),
  bit: fc.nat(),
});

/** The books with it done; undefined: it changes nothing, or leaves what is no JSON any more. */
function tampered(books: TenantBooks, { what, part, at, bit }: Tampering): TenantBooks | undefined {
  const records: object[] = [...books[part]];
  if (records.length === 0) return undefined;
  const place = at % records.length;
  const record = records[place]!;
  if (what === 'bit') {
    const flipped = withFlippedBit(record, bit, part === 'holds');
    if (!flipped) return undefined;
    records[place] = flipped;
  }
  if (what === 'deletion') records.splice(place, 1);
  if (what === 'insertion') records.splice(place, 0, record);
  if (what === 'cut') records.length = place;
  if (what === 'swap') {
    // The order of what is no chain means nothing.
    if (part !== 'entries' || place + 1 === records.length) return undefined;
    records.splice(place, 2, records[place + 1]!, record);
  }
  return { ...books, [part]: records };
}

/** Of a hold what counts: whose it is and in which month, and how much. */
const ofHolds = ['versionId', 'period', 'amountMicros'] as const;

function withFlippedBit(record: object, bit: number, isHold: boolean): object | undefined {
  const bytes = Buffer.from(JSON.stringify(record));
  const byte = Math.floor(bit / 8) % bytes.length;
  bytes[byte] = bytes[byte]! ^ (1 << (bit % 8));
  try {
    const flipped = JSON.parse(bytes.toString()) as Record<string, unknown>;
    const counts = (all: object) =>
      isHold ? ofHolds.map((name) => (all as typeof flipped)[name]) : all;
    return canonicalJson(counts(flipped)) === canonicalJson(counts(record)) ? undefined : flipped;
  } catch {
    return undefined;
  }
}

test('any bit that flips, any record that goes, comes twice or moves is found', async () => {
  let found = 0;
  await assertHistories(
    fc.asyncProperty(history, tampering, async (steps, change) => {
      const books = await readTenantBooks((await carriedOut(steps)).memory, tenants[0]!);
      const changed = tampered(books, change);
      if (!changed) return;
      found += 1;
      if (verifyBooks(changed, sha256).findings.length === 0)
        throw new Error(`not found in ${JSON.stringify(books)}`);
    }),
    200,
  );
  expect(found).toBeGreaterThan(20);
});

const earlier = fc.record({
  usage: fc.array(fc.record({ micros, isLastMonth: fc.boolean() }), { maxLength: 5 }),
  holds: fc.array(micros, { maxLength: 3 }),
});

test('whatever an earlier release left is opened as it was, and goes on without a fault', async () => {
  await assertHistories(
    fc.asyncProperty(earlier, history, async ({ usage, holds }, steps) => {
      const world = new MoneyWorld();
      await leave(world, usage, holds);
      const sum = usage.reduce((total, record) => total + record.micros, 0);

      const before = await readTenantBooks(world.memory, tenants[0]!);
      assertNone(verifyBooks(before, sha256).findings);
      await carriedOut(steps, world);
      await openLedger(tenants[0]!, world.deps);

      const books = await readTenantBooks(world.memory, tenants[0]!);
      assertNone(findingsIn(await accountOf(world)));
      const [opening] = books.entries;
      const opened = opening?.opens?.periods.reduce((total, each) => total + each.micros, 0) ?? 0;
      if (opened !== sum) throw new Error(`${opened} were opened of ${sum}`);
    }),
  );
});

/** As releases before the ledger left it: counted by tenant and month alone. */
async function leave(
  { memory, deps }: MoneyWorld,
  usage: readonly { readonly micros: number; readonly isLastMonth: boolean }[],
  holds: readonly number[],
): Promise<void> {
  const userId = tenants[0]!;
  const counters = new Map<string, { heldMicros: number; postedMicros: number }>();
  const count = (period: string, heldMicros: number, postedMicros: number) => {
    const before = counters.get(period) ?? { heldMicros: 0, postedMicros: 0 };
    counters.set(period, {
      heldMicros: before.heldMicros + heldMicros,
      postedMicros: before.postedMicros + postedMicros,
    });
  };
  for (const [index, { micros: amountMicros, isLastMonth }] of usage.entries()) {
    const period = isLastMonth ? '2026-10' : '2026-11';
    const record = {
      ...{ trainingJobName: `ft-earlier-${index}-a1`, userId, appId: 'app-0', modelId: 'model-0' },
      ...{ period, recordedAt: `${period}-2${index}T10:00:00.000Z`, amountMicros },
      ...{ billableSeconds: amountMicros, instanceCount: 1, microsPerHour: 3_600 },
    } as UsageRecord;
    const key = keys.usage(userId, period, record.trainingJobName);
    await memory.write([{ put: { ...key, data: toData(record) } }]);
    count(period, 0, amountMicros);
  }
  for (const [index, amountMicros] of holds.entries()) {
    const versionId = `earlier-${index}`;
    const hold = { versionId, period: '2026-11', amountMicros, createdAt: deps.now() };
    await memory.write([{ put: { ...keys.hold(userId, versionId), data: hold } }]);
    count('2026-11', amountMicros, 0);
  }
  for (const [period, sums] of counters)
    await memory.write([{ put: { ...keys.budget(userId, period), data: { period, ...sums } } }]);
}
