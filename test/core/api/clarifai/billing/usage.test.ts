import { Lab } from '../../lab.ts';

/** Two apps with a training each; what a key, and a query, say of the bill. */
describe('the bill', () => {
  let lab: Lab;
  let appKey: string;
  const usage = '/v2/users/me/billing/usage';
  const amounts = '/v2/users/me/billing/amounts';

  beforeAll(async () => {
    lab = await Lab.open();
    await lab.must('POST', '/v2/users/me/apps', { apps: [{ id: 'other' }] });
    await lab.addTexts('things', 6);
    await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
    await lab.train('m');
    const { keys } = await lab.must('POST', '/v2/users/me/keys', {
      keys: [{ apps: [{ id: 'other' }] }],
    });
    appKey = keys[0].id;
  }, 60_000);
  afterAll(() => lab.close());

  const appsOf = (body: { usage_records: { appId: string }[] }) =>
    body.usage_records.map(({ appId }) => appId);

  test('is all of it for a personal access token, or that of the app that it names', async () => {
    expect(appsOf(await lab.must('GET', usage))).toEqual(['lab']);
    expect(appsOf(await lab.must('GET', `${usage}?app_id=lab`))).toEqual(['lab']);
    expect(appsOf(await lab.must('GET', `${usage}?app_id=other`))).toEqual([]);
    expect((await lab.refused('GET', `${usage}?app_id=labs`)).slice(1)).toEqual([
      11101,
      "App 'labs' does not exist",
    ]);
    const all = (await lab.must('GET', amounts)).amount;
    const ofLab = (await lab.must('GET', `${amounts}?app_id=lab`)).amount;
    const ofOther = (await lab.must('GET', `${amounts}?app_id=other`)).amount;
    expect(ofLab).toEqual({ ...all, appId: 'lab' });
    expect(ofOther).toMatchObject({ appId: 'other', recordCount: 0, postedMicros: 0 });
  });

  test('is that of its app for an app key', async () => {
    const ask = (path: string) => lab.send('GET', path, undefined, appKey);

    expect(appsOf((await ask(usage)).body)).toEqual([]);
    expect((await ask(amounts)).body.amount).toMatchObject({ appId: 'other', recordCount: 0 });
    expect((await ask(`${usage}?app_id=lab`)).body.status.code).toBe(11101);
    expect((await ask(`${amounts}?app_id=lab`)).body.status.code).toBe(11101);
    const holds = '/v2/users/me/billing/holds';
    expect((await ask(holds)).body.holds).toEqual([]);
    expect((await ask(`${holds}?user_app_id.app_id=lab`)).body.status.code).toBe(11101);
  });
});
