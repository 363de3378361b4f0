import type { TrainingSubmission } from '../../../../core/job/request/start-training.ts';
import { startTraining } from '../../../../core/job/request/start-training.ts';
import { listVersions } from '../../../../core/model/version-store.ts';
import type { Table } from '../../../../core/ports/table.ts';
import type { AwsHost } from '../../../../lambda/compose.ts';
import { keys } from '../../../../core/records/keys.ts';
import { Account, scope } from '../../../lambda/account.ts';
import { makeReader, modelId, order } from '../../../lambda/reader.ts';

describe('a training that is asked for more than once', () => {
  let account: Account;
  beforeEach(async () => {
    account = new Account({ runsWorkflow: false });
    await makeReader(account.host('api'));
  });
  afterEach(() => account.close());

  const ask = (more: Partial<TrainingSubmission> = {}, host: AwsHost = account.host('api')) =>
    startTraining({ order, requestHash: 'r', idempotencyKey: 'k', ...more }, host);
  const versions = () => listVersions(account.host('api').table, scope, modelId);
  const executions = () => account.aws.stepFunctions.executions().map(({ name }) => name);
  const queued = () =>
    account.aws.eventbridge.events.filter(({ DetailType }) => DetailType.endsWith('.queued'));

  test('under the same key it is the same one, started and told of once', async () => {
    const first = await ask();

    expect((await ask()).id).toBe(first.id);

    expect(await versions()).toHaveLength(1);
    expect(executions()).toEqual([first.id]);
    expect(queued()).toHaveLength(1);
  });

  test('by many at once it is the same one', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => ask()));

    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(await versions()).toHaveLength(1);
    expect(executions()).toEqual([all[0]!.id]);
    expect(queued()).toHaveLength(1);
  });

  test('another request under the same key is refused, and leaves nothing', async () => {
    await ask();

    await expect(ask({ requestHash: 'another' })).rejects.toMatchObject({
      code: 'idempotency-conflict',
      message: expect.stringContaining("'k'"),
    });
    expect(await versions()).toHaveLength(1);
  });

  test('of two at once for two models, under the same key, one is refused', async () => {
    const { table } = account.host('api');
    const item = (await table.get(keys.model(scope, modelId)))!;
    const other = { ...keys.model(scope, 'writer'), data: { ...item.data, id: 'writer' } };
    await table.write([{ put: other }]);

    const results = await Promise.allSettled([
      ask(),
      ask({ order: { ...order, modelId: 'writer' }, requestHash: 'another' }),
    ]);

    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(refused).toMatchObject([{ code: 'idempotency-conflict' }]);
    expect(executions()).toHaveLength(1);
  });

  test('another key, or none, is another training', async () => {
    const ids = [
      (await ask()).id,
      (await ask({ idempotencyKey: 'another' })).id,
      (await startTraining({ order, requestHash: 'r' }, account.host('api'))).id,
      (await startTraining({ order, requestHash: 'r' }, account.host('api'))).id,
    ];

    expect(new Set(ids).size).toBe(4);
    expect(executions()).toEqual(ids);
  });

  test('the key of one user is nothing to another', async () => {
    await ask();
    const other = { ...scope, userId: 'somebody-else' };
    const { pk } = keys.idempotency(other.userId, 'k');
    expect(await account.host('api').table.query({ pk })).toEqual({ items: [] });

    await expect(ask({ order: { ...order, scope: other } })).rejects.toMatchObject({
      code: 'model-does-not-exist',
    });
  });

  test('whoever dies before the workflow starts finds his training, and starts no second one', async () => {
    const dying = account.host('api');
    const start = () => Promise.reject(new Error('died'));
    Object.defineProperty(dying, 'workflow', { value: { start } });

    await expect(ask({}, dying)).rejects.toThrow('died');

    const [version] = await versions();
    expect((await ask()).id).toBe(version!.id);
    expect(await versions()).toHaveLength(1);
  });

  test('the key is kept with the training or not at all', async () => {
    const dying = account.host('api');
    const { table } = dying;
    const write: Table['write'] = () => Promise.reject(new Error('died'));
    const value = { get: table.get.bind(table), query: table.query.bind(table), write };
    Object.defineProperty(dying, 'table', { value });

    await expect(ask({}, dying)).rejects.toThrow('died');

    expect(await versions()).toEqual([]);
    const { id } = await ask();
    expect((await versions()).map((version) => version.id)).toEqual([id]);
  });
});
