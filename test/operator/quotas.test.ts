import { endpointConcurrency, readyAccount } from './operator-account.ts';
import { visit } from './visit.ts';

describe('quotas', () => {
  const spot = 'ml.g5.xlarge for spot training job usage';

  test('0 on spot: says what to request, and where', async () => {
    const aws = readyAccount();
    aws.quotas.applied.set(spot, 0);

    const { of } = await visit({ aws });

    expect(of('on-demand quota').state).toBe('ok');
    expect(of('spot quota')).toEqual({
      name: 'spot quota',
      state: 'to do',
      detail: `"${spot}" is 0, maxConcurrentTrainings is 4`,
      remedy: [
        'Request 4 at https://eu-central-1.console.aws.amazon.com/servicequotas/home/services/sagemaker/quotas/L-3',
        'or: aws service-quotas request-service-quota-increase --region eu-central-1 --service-code sagemaker --quota-code L-3 --desired-value 4',
      ],
    });
  });

  test('fewer than may run at once: more, or fewer trainings', async () => {
    const aws = readyAccount();
    aws.quotas.applied.set(spot, 1);

    expect((await visit({ aws })).of('spot quota').remedy.at(-1)).toBe(
      'or set "maxConcurrentTrainings" in deeptune.config.json to 1',
    );
  });

  test('one that was never changed is found among the defaults', async () => {
    const aws = readyAccount();
    aws.quotas.applied.delete(spot);
    aws.quotas.defaults.set('ml.g5.xlarge for training job usage', 0);
    aws.quotas.defaults.set(spot, 4);

    const { of } = await visit({ aws });

    expect([of('on-demand quota').state, of('spot quota').state]).toEqual(['ok', 'ok']);
  });

  test('no such quota at all: the machine is not offered here', async () => {
    const { of } = await visit({ configuration: { instanceType: 'ml.g5.16xlarge' } });

    expect(of('instance type')).toMatchObject({
      state: 'to do',
      detail: 'SageMaker does not offer ml.g5.16xlarge for training in eu-central-1',
    });
  });

  test('every allowed type counts: of those that are not the usual one, one is enough', async () => {
    const configuration = { allowedInstanceTypes: ['ml.g5.xlarge', 'ml.g5.2xlarge'] };
    const [none, one] = [readyAccount(), readyAccount()];
    for (const kind of ['training', 'spot training'])
      none.quotas.applied.set(`ml.g5.2xlarge for ${kind} job usage`, 0);
    for (const kind of ['training', 'spot training'])
      one.quotas.applied.set(`ml.g5.2xlarge for ${kind} job usage`, 1);

    const without = await visit({ aws: none, configuration });
    const withOne = await visit({ aws: one, configuration });

    expect(without.of('instance type').state).toBe('ok');
    expect(without.of('on-demand quota')).toMatchObject({
      state: 'to do',
      detail: '"ml.g5.2xlarge for training job usage" is 0, and it is allowed',
      remedy: [expect.stringMatching(/^Request 1 at/), expect.any(String)],
    });
    expect(withOne.of('spot quota')).toMatchObject({
      state: 'ok',
      detail: expect.stringMatching(/^"ml.g5.xlarge .* is 4; "ml.g5.2xlarge .* is 1$/),
    });
  });

  test('spot is not asked for where it is not used', async () => {
    const aws = readyAccount();
    aws.quotas.applied.set(spot, 0);

    expect((await visit({ aws, configuration: { useSpot: false } })).of('spot quota').state).toBe(
      'ok',
    );
  });
});

describe('what predictions and calls take of the account', () => {
  test('fewer endpoints at a time than are shared out: says what to request, or to lower', async () => {
    const aws = readyAccount();
    aws.quotas.applied.set(endpointConcurrency, 3);

    const { of } = await visit({ aws });

    expect(of('endpoint concurrency')).toEqual({
      name: 'endpoint concurrency',
      state: 'to do',
      detail: `"${endpointConcurrency}" is 3; maxEndpointConcurrency is 10`,
      remedy: [
        'Request 10 at https://eu-central-1.console.aws.amazon.com/servicequotas/home/services/sagemaker/quotas/L-96300102',
        expect.stringContaining('--quota-code L-96300102 --desired-value 10'),
        'or set "maxEndpointConcurrency" in deeptune.config.json to 3, and "maxEndpoints" to 3 at most',
      ],
    });
  });

  test('more endpoints than the account takes', async () => {
    const configuration = { maxEndpoints: 60, maxEndpointConcurrency: 60 };
    const aws = readyAccount();
    aws.quotas.applied.set(endpointConcurrency, 1000);

    const { of } = await visit({ aws, configuration });

    expect(of('endpoint quota')).toMatchObject({
      state: 'to do',
      detail: '"Maximum number of serverless endpoints" is 50; maxEndpoints is 60',
      remedy: [
        expect.stringMatching(/^Request 60 at .*\/sagemaker\/quotas\/L-4$/),
        expect.any(String),
        'or set "maxEndpoints" in deeptune.config.json to 50',
      ],
    });
    expect(of('endpoint concurrency').state).toBe('ok');
  });

  test('a number of endpoints that Service Quotas does not list: what AWS documents counts, and it says so', async () => {
    const aws = readyAccount();
    aws.quotas.applied.delete('Maximum number of serverless endpoints');
    const many = { maxEndpoints: 60, maxEndpointConcurrency: 60 };

    const [few, tooMany] = [await visit({ aws }), await visit({ aws, configuration: many })];

    expect(few.of('endpoint quota')).toMatchObject({
      state: 'ok',
      detail: expect.stringMatching(/^Service Quotas lists no number .*AWS documents 50;/),
    });
    expect(tooMany.of('endpoint quota')).toMatchObject({
      state: 'to do',
      remedy: [expect.stringMatching(/^Ask AWS Support for 60/), expect.any(String)],
    });
  });

  test('the Lambda concurrency of a young account', async () => {
    const aws = readyAccount();
    aws.quotas.lambda.set('Concurrent executions', 10);

    const { of } = await visit({ aws });

    expect(of('Lambda concurrency')).toMatchObject({
      state: 'to do',
      detail: expect.stringMatching(/^"Concurrent executions" is 10: 5 calls of the API at a time/),
      remedy: [
        'Request 1000 at https://eu-central-1.console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384',
        expect.stringContaining('--service-code lambda --quota-code L-B99A9384'),
      ],
    });
  });
});
