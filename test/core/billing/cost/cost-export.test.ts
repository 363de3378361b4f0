import { costLineReader, picoDollarsOf } from '../../../../core/billing/cost/cost-export.ts';
import { jobCostOf } from '../../../../core/billing/cost/job-cost.ts';
import type { JobCost } from '../../../../core/billing/cost/job-cost.ts';
import { costSumOf, sumCosts } from '../../../../core/billing/cost/cost-sums.ts';
import {
  ExportSummer,
  isReconciled,
  reconcileCosts,
} from '../../../../core/billing/cost/reconcile.ts';
import type { TrainingJob } from '../../../../core/ports/jobs.ts';

const id = (n: number) => String(n).repeat(32);
const arn = (n: number, attempt = 1) =>
  `arn:aws:sagemaker:us-east-1:111111111111:training-job/ft-${id(n)}-a${attempt}`;

const legacy = [
  'identity/LineItemId',
  'lineItem/UsageStartDate',
  'lineItem/ProductCode',
  'lineItem/LineItemType',
  'lineItem/UsageType',
  'lineItem/ResourceId',
  'lineItem/UnblendedCost',
  'lineItem/CurrencyCode',
  'resourceTags/user:tenant',
  'resourceTags/user:version',
  'resourceTags/user:job',
];
const cur2 = [
  'line_item_usage_start_date',
  'line_item_product_code',
  'line_item_line_item_type',
  'line_item_usage_type',
  'line_item_resource_id',
  'line_item_unblended_cost',
  'line_item_currency_code',
  'resource_tags',
];

describe('a line of the export', () => {
  test('of the Cost and Usage Report: its job by its resource, its tenant by its tag', () => {
    const read = costLineReader(legacy);
    const fields = ['x', '2026-11-03T10:00:00Z', 'AmazonSageMaker', 'Usage'];

    expect(
      read([...fields, 'USE1-Train:ml.g5.xlarge', arn(1, 2), '0.0391111111', 'USD', 'ann', '', '']),
    ).toEqual({
      ...{ jobId: id(1), tenant: 'ann', day: '2026-11-03', isUsage: true },
      picoDollars: 39_111_111_100n,
    });
  });

  test('of CUR 2.0: tags are one JSON object; a job without a resource is known by its tag', () => {
    const read = costLineReader(cur2);
    const tags = JSON.stringify({ user_tenant: 'bob', user_version: id(7), user_app: 'deeptune' });

    expect(
      read([
        '2026-11-04',
        'AmazonSageMaker',
        'Usage',
        'Train:ml.g5.xlarge',
        '',
        '1E-3',
        'USD',
        tags,
      ]),
    ).toEqual({
      ...{ jobId: id(7), tenant: 'bob', day: '2026-11-04', isUsage: true },
      picoDollars: 1_000_000_000n,
    });
  });

  test.each([
    ['another product', ['', 'AmazonS3', 'Usage', 'Requests', '', '1', 'USD', '']],
    ['hosting', ['', 'AmazonSageMaker', 'Usage', 'Host:ml.g5.xlarge', '', '1', 'USD', '']],
  ])('%s is none of training', (_, fields) => {
    expect(costLineReader(cur2)(fields)).toBeUndefined();
  });

  test('a file that is no export, and another currency, are refused and say why', () => {
    expect(() => costLineReader(['a', 'b'])).toThrow(
      /no column lineItem\/ProductCode or line_item/,
    );
    const yuan = ['', 'AmazonSageMaker', 'Usage', 'Train', '', '1', 'CNY', ''];
    expect(() => costLineReader(cur2)(yuan)).toThrow(/is in CNY/);
    expect(() => picoDollarsOf('1,5')).toThrow(/no number: '1,5'/);
  });

  test.each([
    ['0', 0n],
    ['-0.10', -100_000_000_000n],
    ['1.2E-5', 12_000_000n],
    ['3', 3_000_000_000_000n],
    ['.5', 500_000_000_000n],
    ['0.0000000000019', 1n],
  ])('%s dollars are exact', (text, pico) => {
    expect(picoDollarsOf(text)).toBe(pico);
  });
});

const cost = (costMicros: number, basis: JobCost['basis'] = 'aws') => ({
  ...{ listMicros: costMicros * 2, discountMicros: costMicros, costMicros, basis },
});
const record = (n: number, more: object = {}) => ({
  ...{ trainingJobName: `ft-${id(n)}-a1`, versionId: id(n), userId: 'ann', appId: 'lab' },
  ...{ modelId: 'm', recordedAt: '2026-11-03T12:00:00Z', period: '2026-11', amountMicros: 500_000 },
  ...more,
});

describe('our costs beside those of AWS', () => {
  const line = (jobId: string | undefined, dollars: string, more: object = {}) => ({
    ...(jobId === undefined ? {} : { jobId }),
    ...{ picoDollars: picoDollarsOf(dollars), day: '2026-11-03', isUsage: true, ...more },
  });

  test('equal, different, only in one, of others, without tags, without usage', () => {
    const summer = new ExportSummer();
    for (const each of [
      line(id(1), '0.1500000001'),
      line(id(1), '0.1499999999'),
      line(id(2), '0.75', { tenant: 'ann' }),
      line(id(4), '0.02', { tenant: 'ann' }),
      line(id(5), '9', { tenant: 'bob' }),
      line(undefined, '0.4'),
      line(id(1), '0.03', { isUsage: false }),
    ])
      summer.add(each);
    const records = [
      record(1, { cost: cost(300_000) }),
      record(2, { cost: cost(600_000) }),
      record(3, { cost: cost(40_000) }),
      record(6, { cost: cost(40_000), recordedAt: '2026-12-24T12:00:00Z' }),
      record(8, { cost: cost(70_000, 'as-if') }),
    ];

    const found = reconcileCosts(records, summer.sums());

    expect(
      found.jobs.map(({ jobId, differenceMicros, comparison }) => [
        jobId[0],
        differenceMicros,
        comparison,
      ]),
    ).toEqual([
      ['2', 150_000, 'differs'],
      ['3', -40_000, 'not-in-export'],
      ['4', 20_000, 'not-in-ledger'],
      ['1', 0, 'equal'],
    ]);
    expect(found).toMatchObject({
      untagged: { lines: 1, costMicros: 400_000 },
      otherLines: { lines: 1, costMicros: 30_000 },
      otherTenants: { jobs: 1, costMicros: 9_000_000 },
      ...{ withoutCost: 1, ourCostMicros: 940_000, awsCostMicros: 1_070_000 },
    });
    expect(isReconciled(found)).toBe(false);
    expect(
      isReconciled({ ...found, jobs: found.jobs.slice(3), untagged: { lines: 0, costMicros: 0 } }),
    ).toBe(true);
  });

  test('in one line: list price, discount, cost, charge, margin', () => {
    const records = [
      record(1, { cost: cost(300_000) }),
      record(2, { modelId: 'n', cost: cost(600_000) }),
      record(3, { amountMicros: 0 }),
    ];

    expect(costSumOf('all', records)).toEqual({
      ...{ key: 'all', jobs: 3, listMicros: 1_800_000, discountMicros: 900_000 },
      ...{ costMicros: 900_000, amountMicros: 1_000_000, marginMicros: 100_000 },
      ...{ withoutCost: 1, asIf: 0 },
    });
    expect(sumCosts(records, 'model').map(({ key, jobs }) => [key, jobs])).toEqual([
      ['lab/m', 2],
      ['lab/n', 1],
    ]);
  });
});

describe('what AWS charges for the attempts of a job', () => {
  const ranOn = { instanceType: 'ml.g5.xlarge', instanceCount: 1, basis: 'aws' } as const;
  const attempt = (more: Partial<TrainingJob>): TrainingJob => ({
    ...{ trainingJobName: 'ft', status: 'Completed', secondaryStatus: 'Completed', tags: {} },
    ...more,
  });

  test('on demand more may be billed than it trained: no discount is below zero', () => {
    const made = jobCostOf([attempt({ trainingSeconds: 100, billableSeconds: 130 })], ranOn);

    expect(made).toMatchObject({ discountMicros: 0, listMicros: made?.costMicros });
    expect(made?.costMicros).toBe(Math.round((130 * 1_408_000) / 3600));
  });

  test('only spot has a discount: a second between two clocks is none', () => {
    const seconds = { trainingSeconds: 106, billableSeconds: 105 };
    const costOf = (isSpot: boolean) => jobCostOf([attempt({ ...seconds, isSpot })], ranOn);

    expect([costOf(false)?.discountMicros, costOf(true)?.discountMicros]).toEqual([0, 391]);
  });

  test('what the service does not say is counted at the list price of its wall seconds, and said', () => {
    const times = { startedAt: '2026-11-03T10:00:00Z', endedAt: '2026-11-03T10:01:40Z' };

    expect(jobCostOf([attempt({ ...times, isSpot: true })], ranOn)).toMatchObject({
      attempts: [{ trainingSeconds: 100, billableSeconds: 100, isSpot: true }],
      unreportedAttempts: 1,
    });
  });

  test('an instance type without a list price has no cost; what never ran costs nothing', () => {
    expect(jobCostOf([attempt({})], { ...ranOn, instanceType: 'local.cpu' })).toBeUndefined();
    expect(jobCostOf([attempt({})], ranOn)).toMatchObject({ costMicros: 0, listMicros: 0 });
  });
});
