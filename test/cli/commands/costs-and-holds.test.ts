import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client } from '../../../client/client.ts';
import { amountMicros } from '../../../core/money.ts';
import { Lab } from '../../core/api/lab.ts';
import { Terminal } from './terminal.ts';

/** A training as it should be, one that nobody knows the end of, and an operator. */
describe('costs and holds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'costs-'));
  let lab: Lab;
  let operator: Terminal;
  let trained: string;
  let unknown: string;
  const listPrice = 1_408_000;

  const terminalOf = (key: string, userId: string) => {
    const carry = async (path: string, init: RequestInit) => {
      const sent = init.body === undefined ? undefined : (init.body as string);
      const { status, body } = await lab.send(init.method ?? 'GET', path, sent, key);
      return Response.json(body, { status });
    };
    return new Terminal(new Client({ url: '', key, userId, appId: 'lab', fetch: carry }));
  };

  beforeAll(async () => {
    lab = await Lab.open();
    await lab.addTexts('things', 6);
    await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
    trained = await lab.train('m');
    lab.account.container = (job, account) =>
      account.endJob(job.request.TrainingJobName, {
        ...{ TrainingJobStatus: 'Stopped', SecondaryStatus: 'Evicted' },
      });
    unknown = await lab.train('m');
    operator = terminalOf(await lab.operatorKeyOf('ops'), 'ops');
  }, 60_000);
  afterAll(async () => {
    await lab.close();
    rmSync(folder, { recursive: true });
  });

  test('a version says its bill: quoted, at most, charged, and what AWS charges', async () => {
    const { body } = await lab.get(`/models/m/versions/${trained}`);

    const { reservation, bill } = body.model_version.metadata.deeptune;
    expect(bill).toMatchObject({
      priceMicros: reservation.estimatedAmountMicros,
      maxPriceMicros: reservation.maxAmountMicros,
      ...{ chargedSeconds: 90, amountMicros: amountMicros(90, 4_000_000) },
      cost: { basis: 'aws', costMicros: amountMicros(120, listPrice) },
    });
    expect(bill).not.toHaveProperty('asIfOn');
    const { usage_records: records } = (await lab.get('/v2/users/tester/billing/usage')).body;
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject({ cost: bill.cost, maxAmountMicros: bill.maxPriceMicros });
  });

  test('list price, discount, cost, charge and margin stand in one line', async () => {
    const cost = amountMicros(120, listPrice);

    const { out: stdout, err: stderr } = await operator.run([
      'costs',
      '--tenant',
      'tester',
      '--format',
      'json',
    ]);

    expect(JSON.parse(stdout)).toEqual([
      {
        ...{ model: 'lab/m', jobs: 1, listMicros: cost, discountMicros: 0, costMicros: cost },
        ...{ amountMicros: 100_000, marginMicros: 100_000 - cost, withoutCost: 0, asIf: 0 },
      },
    ]);
    expect(stderr).toContain(
      '1 job: list price $0.047, discount $0.00, cost $0.047, charged $0.10',
    );
  });

  const exportOf = (dollars: string) => {
    const header =
      'line_item_usage_start_date,line_item_product_code,line_item_usage_type,line_item_resource_id,line_item_unblended_cost,resource_tags';
    const today = new Date().toISOString().slice(0, 10);
    const arn = `arn:aws:sagemaker:us-east-1:1:training-job/ft-${trained}-a1`;
    const tags = '"{""user_tenant"":""tester""}"';
    return gzipSync(
      `${header}\n${today},AmazonSageMaker,USE1-Train:ml.g5.xlarge,${arn},${dollars},${tags}\n`,
    );
  };

  test.each([
    ['the same', '0.046933333', 0, 'equal'],
    ['ten times as much', '0.46933333', 1, 'differs'],
  ])("AWS's export says %s", async (name, dollars, status, comparison) => {
    const file = join(folder, `${name}.csv.gz`);
    writeFileSync(file, exportOf(dollars));

    const run = await operator.run([
      'costs',
      'reconcile',
      file,
      '--tenant',
      'tester',
      '--format',
      'json',
    ]);

    expect(run.status).toBe(status);
    expect(JSON.parse(run.out)).toMatchObject([{ job: trained, comparison }]);
  });

  test('what is no export is refused', async () => {
    const file = join(folder, 'other.csv');
    writeFileSync(file, 'a,b\n1,2\n');

    expect(await operator.run(['costs', 'reconcile', file])).toMatchObject({
      err: expect.stringContaining('This is no Cost and Usage export'),
    });
  });

  test('a hold of an unknown end is ended by an operator, by nobody else, and once', async () => {
    const path = '/v2/users/tester/billing/holds';
    const { holds } = (await lab.get(`${path}?review=true`)).body;
    expect(holds).toMatchObject([
      {
        jobId: unknown,
        review: true,
        chargeMicros: 0,
        reviewReason: expect.stringContaining('Evicted'),
      },
    ]);
    const own = await lab.post(`${path}/${unknown}/void`);
    expect([own.status, own.body.status.details]).toEqual([
      403,
      expect.stringContaining('Only an operator'),
    ]);

    const listed = await operator.run(['holds', 'list', '--review', '--tenant', 'tester']);
    expect(listed.err).toContain('1 wait for an operator');
    const given = await operator.run(['holds', 'void', unknown, '--tenant', 'tester', '--yes']);
    expect(given).toMatchObject({
      status: 0,
      err: expect.stringContaining('nothing is charged'),
    });

    expect((await lab.get(path)).body.holds).toEqual([]);
    const again = await operator.run(['holds', 'charge', unknown, '--tenant', 'tester', '--yes']);
    expect(again).toMatchObject({ status: 3, err: expect.stringContaining('no open hold') });
    expect((await lab.get('/v2/users/tester/billing/usage')).body.usage_records).toHaveLength(1);
  });
});
