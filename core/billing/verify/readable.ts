import type { TenantBooks } from './books.ts';
import { partOf, recordTypes } from './books-file.ts';
import type { RecordType } from './books-file.ts';
import type { Report } from './finding.ts';

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const whole: Check = Number.isSafeInteger;
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const absentOr =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const withFields =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, check]) => check((value as Fields)[name]));
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);

const spending = { heldMicros: whole, postedMicros: whole };

/** What verification computes with: the rest of a record it only hashes. */
const shapes: Readonly<Record<RecordType, Check>> = {
  entry: withFields({
    ...{ sequence: count, kind: text, id: text, at: text, period: text },
    ...{ previousHash: text, hash: text },
    postings: listOf(withFields({ account: text, micros: (value) => typeof value === 'number' })),
    opens: absentOr(
      withFields({
        digest: text,
        periods: listOf(withFields({ period: text, records: count, micros: whole })),
      }),
    ),
  }),
  usage: withFields({
    ...{ trainingJobName: text, period: text, recordedAt: text, amountMicros: count },
    ...{ billableSeconds: count, instanceCount: count, microsPerHour: count },
    ...{ minimumMicrosPerJob: absentOr(count), maxAmountMicros: absentOr(count) },
  }),
  hold: withFields({ versionId: text, period: text, createdAt: text, amountMicros: count }),
  counter: withFields({
    ...{ period: text, ...spending },
    days: (days) => days === undefined || Object.values(days as object).every(withFields(spending)),
  }),
  invoice: withFields({
    ...{ id: text, status: text, totalMicros: whole, linesHash: text },
    lines: listOf(withFields({ kind: text, amountMicros: whole })),
    creditNotes: listOf(withFields({ amountMicros: whole })),
  }),
};

/**
 * The books without the records that cannot be computed with. Each of those is told, and each that
 * is there twice: a table cannot hold that, a file can.
 */
export function readableBooks(books: TenantBooks, report: Report): TenantBooks {
  const parts = recordTypes.map((type) => {
    const records: readonly object[] = books[partOf[type]];
    const isReadable = (record: object) => shapes[type](record);
    for (const record of records)
      if (!isReadable(record))
        report(
          'record-unreadable',
          `A record of the type '${type}' lacks what every one has, or has something else in its place: ${JSON.stringify(record).slice(0, 120)}`,
        );
    return [partOf[type], records.filter(isReadable)];
  });
  const twice = [
    ...repeated(books.holds, ({ versionId }) => `The hold of job '${versionId}'`),
    ...repeated(books.usage, ({ trainingJobName }) => `The usage record of '${trainingJobName}'`),
    ...repeated(books.invoices, ({ id }) => `Invoice '${id}'`),
  ];
  for (const name of twice) report('record-twice', `${name} is there twice`);
  return { ...books, ...(Object.fromEntries(parts) as Partial<TenantBooks>) };
}

function repeated<R>(records: readonly R[], nameOf: (record: R) => string): Set<string> {
  const seen = new Set<string>();
  return new Set(records.map(nameOf).filter((name) => seen.has(name) || void seen.add(name)));
}
