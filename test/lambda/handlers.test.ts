import type { LambdaContext, LambdaEvent } from 'hono/aws-lambda';
import { allRoutes } from '../../core/api/clarifai/all-routes.ts';
import { openApiDocument } from '../../core/api/reference/document.ts';
import type { JobState } from '../../core/job/workflow/state.ts';
import { initialState } from '../../core/job/workflow/state.ts';
import { AwsHost } from '../../lambda/compose.ts';
import { handler as admit } from '../../lambda/handlers/admit.ts';
import { handler as api } from '../../lambda/handlers/api.ts';
import { handler as authorizer } from '../../lambda/handlers/authorizer.ts';
import { handler as billing } from '../../lambda/handlers/billing.ts';
import { handler as estimator } from '../../lambda/handlers/estimator.ts';
import { handler as reference } from '../../lambda/handlers/reference.ts';
import { handler as verifyArtifact } from '../../lambda/handlers/verify-artifact.ts';
import { handler as gate } from '../../lambda/handlers/gate.ts';
import { handler as prepare } from '../../lambda/handlers/prepare.ts';
import { handler as reconcile } from '../../lambda/handlers/reconcile.ts';
import { handler as retraining } from '../../lambda/handlers/retraining.ts';
import { handler as decide } from '../../lambda/handlers/decide.ts';
import { handler as scheduleFired } from '../../lambda/handlers/schedule-fired.ts';
import { handler as settle } from '../../lambda/handlers/settle.ts';
import { handler as trainingJobEvent } from '../../lambda/handlers/training-job-event.ts';
import { handler as train } from '../../lambda/handlers/train.ts';
import { listen } from '../wire/protocol/endpoint.ts';
import { Account, scope, variables } from './account.ts';

interface Answer {
  readonly statusCode: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- responses of every route
  readonly body: any;
}

describe('the handlers as they are deployed, on a wire-level account', () => {
  const account = new Account({ runsWorkflow: false });
  const before = process.env;
  let endpoint: { url: string; close(): Promise<void> };
  let key: string;
  const prefix = `/v2/users/${scope.userId}/apps/${scope.appId}`;

  beforeAll(async () => {
    endpoint = await listen(account.aws);
    process.env = {
      ...before,
      ...variables,
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    };
    key = await account.newKey();
  });

  afterAll(async () => {
    process.env = before;
    await endpoint.close();
    await account.close();
  });

  /**
   * A request as API Gateway passes it on: first to the authorizer, then with its context to the
   * function.
   */
  async function call(
    to: typeof api,
    method: string,
    path: string,
    request: { body?: object; authorization?: string; millisecondsLeft?: number } = {},
  ): Promise<Answer> {
    const headers = {
      host: 'api.example',
      authorization: request.authorization ?? `Key ${key}`,
      'content-type': 'application/json',
    };
    const { context } = await authorizer({ headers });
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath: path.split('?')[0],
      rawQueryString: path.split('?')[1] ?? '',
      headers,
      requestContext: { http: { method, path }, authorizer: { lambda: context } },
      body: request.body === undefined ? null : JSON.stringify(request.body),
      isBase64Encoded: false,
    };
    const left = request.millisecondsLeft;
    const invocation = left === undefined ? undefined : { getRemainingTimeInMillis: () => left };
    const answer = (await to(event as unknown as LambdaEvent, invocation as LambdaContext)) as {
      statusCode: number;
      body: string;
    };
    return { statusCode: answer.statusCode, body: JSON.parse(answer.body) };
  }

  const post = (path: string, body: object) => call(api, 'POST', path, { body });
  const ofRetraining = (path: string, body: object) => call(retraining, 'POST', path, { body });

  test('no key and a wrong key are answered in Clarifai’s words', async () => {
    const missing = await call(api, 'GET', `${prefix}/models`, { authorization: '' });
    const wrong = await call(api, 'GET', `${prefix}/models`, { authorization: 'Key nonsense' });

    expect(missing).toMatchObject({
      statusCode: 401,
      body: {
        status: {
          code: 11102,
          details: expect.stringMatching(/Empty or malformed authorization header/),
        },
      },
    });
    expect(wrong).toMatchObject({
      statusCode: 401,
      body: {
        status: { code: 11008, description: 'Invalid API key or Invalid API key/application pair' },
      },
    });
  });

  test('a request that no authorizer saw is not let in', async () => {
    const event = {
      version: '2.0',
      rawPath: '/v2/models',
      rawQueryString: '',
      headers: {},
      requestContext: { http: { method: 'GET', path: '/v2/models' } },
      isBase64Encoded: false,
    };

    expect(await api(event as unknown as LambdaEvent)).toMatchObject({ statusCode: 401 });
  });

  test('the estimator answers the published sample', async () => {
    await post(`/v2/users/${scope.userId}/apps`, { apps: [{ id: scope.appId }] });
    await post(`${prefix}/models`, {
      models: [{ id: 'finder', model_type_id: 'visual-detector' }],
    });
    const body = {
      model_versions: [{ train_info: { params: { template: 'MMDetection_FasterRCNN' } } }],
      estimated_input_count: '100',
    };

    const { body: answer } = await call(
      estimator,
      'POST',
      `${prefix}/models/finder/versions/time_estimate/`,
      { body },
    );

    expect(answer.training_time_estimates).toEqual(['308s']);
  });

  test('the reference answers the document and its page, without a key or any variable', async () => {
    const asked = (method: string, path: string) =>
      reference({
        version: '2.0',
        rawPath: path,
        rawQueryString: '',
        headers: { host: 'api.example' },
        requestContext: { http: { method, path } },
        isBase64Encoded: false,
      } as unknown as LambdaEvent);
    const json = await asked('GET', '/openapi.json');
    const page = await asked('GET', '/docs');

    expect(json).toMatchObject({ statusCode: 200, headers: { 'x-frame-options': 'DENY' } });
    expect(JSON.parse(json.body)).toEqual(openApiDocument(allRoutes));
    expect(page).toMatchObject({
      statusCode: 200,
      body: expect.stringMatching(/<h1>deeptune<.h1>/),
    });
    expect(await asked('HEAD', '/docs')).toMatchObject({ statusCode: 200, body: '' });
    expect(await call(api, 'GET', '/openapi.json')).toMatchObject({ statusCode: 404 });
  });

  test('one training passes through every handler', async () => {
    await post(`${prefix}/models`, { model: { id: 'reader', model_type_id: 'text-classifier' } });
    await post(`${prefix}/datasets`, { datasets: [{ id: 'texts' }] });
    const inputs = ['good', 'bad', 'good', 'bad'].map((concept, index) => ({
      data: { text: { raw: `${concept} ${index}` }, concepts: [{ id: concept }] },
      dataset_ids: ['texts'],
    }));
    await post(`${prefix}/inputs`, { inputs });
    const params = { template: 'Deeptune_Bert_Small', dataset_id: 'texts' };
    const started = await post(`${prefix}/models/reader/versions`, {
      model_versions: [{ train_info: { params } }],
    });
    const versionId: string = started.body.model.model_version.id;
    expect(started.body.model.model_version.status.code).toBe(21103);
    expect(account.aws.stepFunctions.executions().map(({ name }) => name)).toEqual([versionId]);

    const prepared = await prepare(initialState({ ...scope, modelId: 'reader', versionId }));
    const admitted = await admit(prepared);
    expect([prepared.outcome, admitted.outcome]).toEqual(['prepared', 'admitted']);
    await train({ state: admitted, taskToken: account.aws.stepFunctions.giveToken(versionId) });
    const [job] = account.aws.sagemaker.jobs.all();
    if (!job) throw new Error('no job was started');
    await account.writeExport(job, 36, new AwsHost('api', process.env));
    account.aws.sagemaker.jobs.end(job.request.TrainingJobName, {
      TrainingJobStatus: 'Completed',
      BillableTimeInSeconds: 60,
    });
    const answered = new Promise(
      (resolve) => (account.aws.stepFunctions.onResult = (_, result) => resolve(result)),
    );
    await trainingJobEvent({ detail: { TrainingJobName: job.request.TrainingJobName } });
    expect(await answered).toEqual({ output: '{"outcome":"completed","failure":null}' });
    const evaluated = await verifyArtifact({ ...admitted, outcome: 'completed' });
    const gated = await gate(evaluated);
    const settled: JobState = await settle(gated);
    expect(settled.outcome).toBe('promoted');
    expect((await settle(gated)).outcome).toBe('promoted');

    const { body: usage } = await call(billing, 'GET', `/v2/users/${scope.userId}/billing/usage`);
    expect(usage.usage_records).toMatchObject([
      { versionId, billableSeconds: 36, amountMicros: 40_000 },
    ]);
    const { body: version } = await call(
      api,
      'GET',
      `${prefix}/models/reader/versions/${versionId}`,
    );
    expect(version.model_version.status.code).toBe(21100);
  });

  test('a prediction for which Lambda leaves no time is told to come back, before API Gateway says anything', async () => {
    const inputs = [{ data: { text: { raw: 'good' } } }];
    const path = `${prefix}/models/reader/outputs`;
    const { hosting } = account.aws.sagemaker;
    hosting.onCreate = (name) =>
      hosting.serve(name, ({ inputs }) => ({ outputs: inputs.map(() => ({ concepts: [] })) }));
    await post(path, { inputs });
    const asked = account.aws.count('sagemaker-runtime', 'InvokeEndpoint');

    const late = await call(api, 'POST', path, { body: { inputs }, millisecondsLeft: 1_400 });
    const early = await call(api, 'POST', path, { body: { inputs }, millisecondsLeft: 29_000 });

    expect([late.statusCode, late.body.status.code]).toEqual([503, 21354]);
    expect([early.statusCode, early.body.status.code]).toEqual([200, 10000]);
    expect(account.aws.count('sagemaker-runtime', 'InvokeEndpoint') - asked).toBe(1);
  });

  test('a page beyond what Lambda can answer is refused with one that it can; the whole answer stays below its 6 MB', async () => {
    const raw = '"quoted"'.repeat(12_000);
    for (let n = 0; n < 40; n += 1)
      await post(`${prefix}/inputs`, { inputs: [{ id: `long-${n}`, data: { text: { raw } } }] });

    const { statusCode, body } = await call(api, 'GET', `${prefix}/inputs?per_page=1000`);
    const perPage = Number(/per_page=(\d+)$/.exec(body.status.details)?.[1]);
    const fitting = await call(api, 'GET', `${prefix}/inputs?per_page=30`);

    expect([statusCode, body.status.code, body.status.developer_notes]).toEqual([
      400,
      11102,
      'answer-too-large',
    ]);
    expect(perPage).toBeGreaterThan(30);
    const answered = JSON.stringify({ ...fitting, body: JSON.stringify(fitting.body) });
    expect(Buffer.byteLength(answered)).toBeGreaterThan(4_000_000);
    expect(Buffer.byteLength(answered)).toBeLessThan(6 * 1024 * 1024);
  });

  test('the reconciler frees an endpoint that nobody asked for a day', async () => {
    const { endpoints } = account.aws.sagemaker.hosting;
    const [name = ''] = endpoints.keys();
    await expect(reconcile()).resolves.toBeUndefined();
    expect([...endpoints.keys()]).toEqual([name]);

    const { items } = await account.host('api').table.query({ pk: 'endpoints', fromIndex: true });
    const [{ pk = '', sk = '', data } = {}] = items;
    const dayBefore = new Date(Date.now() - 25 * 3_600_000).toISOString();
    const index = { pk: 'endpoints', sk: `${dayBefore}#${name}` };
    const put = { pk, sk, index, data: { ...data, lastUsedAt: dayBefore } };
    await account.host('api').table.write([{ put }]);

    await reconcile(undefined, { getRemainingTimeInMillis: () => 240_000 });

    expect([...endpoints.keys()]).toEqual([]);
  });

  test('a schedule fires twice for one slot: one training, and the second slot is skipped for want of new inputs', async () => {
    const schedule = {
      id: 'nightly',
      dataset_id: 'texts',
      expression: 'rate(1 day)',
      params: { template: 'Deeptune_Bert_Small' },
    };
    const created = await ofRetraining(`${prefix}/models/reader/schedules`, { schedule });
    expect(created.statusCode).toBe(200);
    const inputs = ['good', 'bad'].map((concept) => ({
      data: { text: { raw: `${concept} again` }, concepts: [{ id: concept }] },
      dataset_ids: ['texts'],
    }));
    await post(`${prefix}/inputs`, { inputs });
    const firing = {
      name: 'ft',
      scheduledAt: '2026-11-26T03:00:00Z',
      payload: { ...scope, scheduleId: 'nightly' },
    };

    /** The first step of the newest execution, and what it left. */
    const decided = async (scheduleId: string) => {
      const { input } = account.aws.stepFunctions.executions().at(-1)!;
      const state = await decide(JSON.parse(input) as JobState);
      const { body } = await call(retraining, 'GET', `${prefix}/models/reader/schedules`);
      const found = body.schedules.find(({ id }: { id: string }) => id === scheduleId);
      return { state, last: found?.last_firing };
    };

    await scheduleFired(firing);
    await scheduleFired(firing);
    const { state } = await decided('nightly');

    expect(state).toMatchObject({ outcome: 'retrain', modelId: 'reader' });
    expect(account.aws.stepFunctions.executions()).toHaveLength(2);
    const { body: versions } = await call(api, 'GET', `${prefix}/models/reader/versions`);
    expect(versions.model_versions[0].train_info.resume_from_model.id).toBe('reader');
    // The training is still under way when the next slot comes: its inputs are not new a second
    // time.
    await scheduleFired({ ...firing, scheduledAt: '2026-11-26T04:00:00Z' });
    expect((await decided('nightly')).last).toMatchObject({
      result: 'skipped',
      detail: expect.stringMatching(/^Version '[0-9a-f]{32}' is (queued|training)$/),
    });
    await scheduleFired({ ...firing, payload: { ...scope, scheduleId: 'gone' } });
    expect((await decided('gone')).state).toMatchObject({ outcome: 'skipped', modelId: '' });
    await ofRetraining(`${prefix}/models/reader/schedules`, {
      schedule: { ...schedule, id: 'picky', min_new_inputs: 50 },
    });
    await scheduleFired({
      name: 'ft',
      scheduledAt: '2026-11-27T03:00:00Z',
      payload: { ...scope, scheduleId: 'picky' },
    });
    expect((await decided('picky')).last).toMatchObject({
      ...{ result: 'skipped', reason: 'training-open' },
    });
    expect(
      (await call(retraining, 'DELETE', `${prefix}/models/reader/schedules/nightly`)).statusCode,
    ).toBe(200);
  });

  test('a schedule with a bad expression leaves nothing behind', async () => {
    const { body } = await ofRetraining(`${prefix}/models/reader/schedules`, {
      schedule: { id: 'bad', dataset_id: 'texts', expression: 'every day' },
    });

    expect(body.status).toMatchObject({ code: 11102, details: expect.stringMatching(/every day/) });
    expect(
      (
        await ofRetraining(`${prefix}/models/reader/schedules`, {
          schedule: { id: 'bad', dataset_id: 'texts', expression: 'rate(2 days)' },
        })
      ).statusCode,
    ).toBe(200);
  });
});
