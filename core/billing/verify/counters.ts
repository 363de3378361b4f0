import { exactDollars } from '../../words.ts';
import type { Spending } from '../budget/budget.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { UsageRecord } from '../usage/usage-record.ts';
import type { AccountBooks, StoredCounter, TenantBooks } from './books.ts';
import type { Report } from './finding.ts';
import type { Replay } from './replay.ts';
import { postedOn } from './replay.ts';
import { openedUsage } from './usage.ts';

/** Money that counts in budgets. */
interface Spent extends Spending {
  readonly period: string;
  readonly day: string;
  readonly appId: string | undefined;
  readonly modelId: string | undefined;
}

/** What a counter should be. */
interface Sums {
  heldMicros: number;
  postedMicros: number;
  readonly days: Map<string, Spending>;
}

/**
 * That the budgets' counters are the sums of what is held and was charged: of the tenant, of each
 * app and of each model, by month and by day. Money counts in the month and on the day of its
 * reservation.
 */
export function verifyCounters(books: TenantBooks, replay: Replay, report: Report): void {
  const expected = new Map<string, Sums>();
  for (const spent of spendings(books, replay)) {
    for (const name of namesOf(spent)) addTo(expected, name, spent);
  }
  for (const { name, spent } of lateSpendings(books, replay)) addTo(expected, name, spent);
  const stored = new Map(books.counters.map((counter) => [nameOf(counter), counter]));
  for (const [name, counter] of stored) verifyCounter(name, counter, expected.get(name), report);
  for (const [name, sums] of expected) {
    const tenant = stored.get(nameOf({ period: name.slice(0, 7) }));
    // Months of an earlier release were counted by tenant alone.
    const isCounted = name.length === 7 || tenant?.isNested === true;
    if (!stored.has(name) && isCounted && (sums.heldMicros !== 0 || sums.postedMicros !== 0))
      report('counter-missing', `No budget counts the ${words(sums)} of ${inWords(name)}`);
  }
}

/** That the account's counters are the sums of its tenants'. */
export function verifyAccountCounters({ tenants, counters }: AccountBooks, report: Report): void {
  const own = tenants.flatMap((books) => books.counters).filter(({ appId }) => appId === undefined);
  for (const counter of counters) {
    const counted = own.filter(({ period, inAccount }) => inAccount && period === counter.period);
    const sum = (pick: keyof Spending) => counted.reduce((all, each) => all + each[pick], 0);
    const expected = { heldMicros: sum('heldMicros'), postedMicros: sum('postedMicros') };
    if (!isSame(counter, expected))
      report(
        'counter-differs',
        `The budget of the account counts ${words(counter)} in ${counter.period}; its tenants are ${words(expected)}`,
      );
  }
}

function* spendings({ usage }: TenantBooks, replay: Replay): Generator<Spent> {
  for (const record of openedUsage(usage, replay))
    yield {
      ...record,
      ...{ day: earlierDay(record), heldMicros: 0, postedMicros: record.amountMicros },
    };
  for (const hold of replay.open.values())
    yield spentBy(hold, { heldMicros: postedOn(hold, 'held'), postedMicros: 0 });
  for (const { entry, hold, chargedMicros } of replay.settled.values())
    yield spentBy(hold ?? entry, { heldMicros: 0, postedMicros: chargedMicros });
}

/** The counters that something counts in: of the tenant, the app, the model. */
function namesOf(spent: Pick<Spent, 'period' | 'appId' | 'modelId'>): string[] {
  const { period, appId, modelId } = spent;
  const app = appId === undefined ? [] : [nameOf({ period, appId })];
  const model =
    appId === undefined || modelId === undefined ? [] : [nameOf({ period, appId, modelId })];
  return [nameOf({ period }), ...app, ...model];
}

/**
 * A hold of an earlier release does not say whose app it is of: what it became counts for its
 * tenant. A counter of its app or model that was begun behind it was begun from the usage records,
 * and counts it too.
 */
function* lateSpendings(
  { usage, entries }: TenantBooks,
  replay: Replay,
): Generator<{ readonly name: string; readonly spent: Spent }> {
  const records = new Map(usage.map((record) => [record.trainingJobName, record]));
  const begun = new Map<string, number>();
  for (const entry of entries) {
    const isOpened = entry.kind === 'hold' && replay.opening && entry.at < replay.opening.at;
    const isSpent = ['hold', 'settle', 'void'].includes(entry.kind) && !isOpened;
    if (!isSpent) continue;
    for (const name of namesOf(placeOf(entry)))
      if (!begun.has(name)) begun.set(name, entry.sequence);
  }
  for (const [trainingJobName, { entry, hold, chargedMicros }] of replay.settled) {
    const record = records.get(trainingJobName);
    if (!record || (hold ?? entry).appId !== undefined) continue;
    const day = earlierDay(record);
    const spent = { ...record, day, heldMicros: 0, postedMicros: chargedMicros };
    for (const name of namesOf(record).slice(1))
      if ((begun.get(name) ?? 0) > entry.sequence) yield { name, spent };
  }
}

function placeOf({ period, appId, modelId }: LedgerEntry) {
  return { period, appId, modelId };
}

function spentBy({ at, period, appId, modelId }: LedgerEntry, spending: Spending): Spent {
  return { period, day: at.slice(0, 10), appId, modelId, ...spending };
}

/**
 * A record of an earlier release does not say when it was reserved: it counts on the day it was
 * made, or on the first of its month where it was made in the next one.
 */
function earlierDay({ recordedAt, period }: UsageRecord): string {
  return recordedAt.startsWith(period) ? recordedAt.slice(0, 10) : `${period}-01`;
}

function addTo(all: Map<string, Sums>, name: string, spent: Spent): void {
  const sums = all.get(name) ?? { heldMicros: 0, postedMicros: 0, days: new Map() };
  sums.heldMicros += spent.heldMicros;
  sums.postedMicros += spent.postedMicros;
  const day = sums.days.get(spent.day) ?? { heldMicros: 0, postedMicros: 0 };
  sums.days.set(spent.day, {
    heldMicros: day.heldMicros + spent.heldMicros,
    postedMicros: day.postedMicros + spent.postedMicros,
  });
  all.set(name, sums);
}

const nothing: Spending = { heldMicros: 0, postedMicros: 0 };

function verifyCounter(
  name: string,
  counter: StoredCounter,
  sums: Sums | undefined,
  report: Report,
): void {
  const differs = (what: string, stored: Spending, expected: Spending) => {
    if (isSame(stored, expected)) return;
    report(
      'counter-differs',
      `The budget of ${what} counts ${words(stored)}; by the ledger it is ${words(expected)}`,
    );
  };
  differs(inWords(name), counter, sums ?? nothing);
  if (!counter.days) return;
  const days = new Set([...Object.keys(counter.days), ...(sums?.days.keys() ?? [])]);
  for (const day of [...days].sort())
    differs(
      inWords(`${day}${name.slice(7)}`),
      counter.days[day] ?? nothing,
      sums?.days.get(day) ?? nothing,
    );
}

function isSame(a: Spending, b: Spending): boolean {
  return a.heldMicros === b.heldMicros && a.postedMicros === b.postedMicros;
}

function words({ heldMicros, postedMicros }: Spending): string {
  return `${exactDollars(postedMicros)} charged and ${exactDollars(heldMicros)} held`;
}

/** `2026-11`, `2026-11#app`, `2026-11#app#model`: no id has a `#`. */
function nameOf(place: Pick<StoredCounter, 'period' | 'appId' | 'modelId'>): string {
  const { period, appId, modelId } = place;
  return [period, ...(appId === undefined ? [] : [appId]), ...(modelId === undefined ? [] : [modelId])].join('#'); // prettier-ignore
}

function inWords(name: string): string {
  const [period = '', appId, modelId] = name.split('#');
  if (appId === undefined) return `the tenant in ${period}`;
  return modelId === undefined
    ? `app '${appId}' in ${period}`
    : `model '${modelId}' of app '${appId}' in ${period}`;
}
