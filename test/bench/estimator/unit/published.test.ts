import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { estimatorOn } from '../evaluation/estimator.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { protocols } from '../evaluation/protocols.ts';
import { root } from '../paths.ts';
import { readRecords } from '../records/records.ts';
import type { Records } from '../records/records.ts';
import { introduction } from '../report/section.ts';
import { accuracyTable, intervalTable } from '../report/tables.ts';
import { readSpecification } from '../specification.ts';

const path = join(import.meta.dirname, '../measured.jsonl');
const specification = readSpecification('frozen');
const page = readFileSync(join(root, 'docs/benchmarks.md'), 'utf8');

// All protocols take half a minute: `npm run bench:estimator -- --evaluate-only`.
const quick = protocols.filter(({ id }) => ['nothing', 'new-template'].includes(id));

/** Lines of a table but for its header. */
const rowsOf = (table: string) => table.split('\n').slice(2);

const records = readRecords(path);
/** Until the sweep has run there is nothing to hold the page to, and the page says so. */
const published = records ? describe : describe.skip;

published('what docs/benchmarks.md publishes', () => {
  const { head, runs } = records ?? ({} as Records);

  test('is of the specification that is committed', () => {
    expect(head.specification).toBe(specification.sha256);
    expect(runs).toHaveLength(specification.configurations.length * specification.repeats);
  });

  test('says of the trainings what the records say', () => {
    expect(page).toContain(introduction(specification, { head, runs }));
  });

  test('has the figures that the estimator of today comes to', () => {
    const predictor = estimatorOn(head.device);
    const named = quick.map((protocol) => ({
      title: protocol.title,
      evaluation: evaluate(protocol, { measure: 'job', predictor }, runs),
    }));

    for (const row of rowsOf(accuracyTable(named, ''))) expect(page).toContain(row);
    for (const row of rowsOf(intervalTable(named, ''))) expect(page).toContain(row);
  });
});

test('the records are published where they are all there', () => {
  expect(page.includes('Not measured yet.')).toBe(!records);
});
