import { Lab } from '../../lab.ts';

/** Two tenants, and what an operator's key of one of them may do that no other key may. */
describe("an operator's key", () => {
  let lab: Lab;
  let operator: string;
  let bob: string;
  const usageOf = (user: string) => `/v2/users/${user}/billing/usage`;

  beforeAll(async () => {
    lab = await Lab.open();
    await lab.addTexts('things', 6);
    await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
    await lab.train('m');
    operator = await lab.operatorKeyOf('alice');
    bob = await lab.keyOf('bob');
  }, 60_000);
  afterAll(() => lab.close());

  test('reads the bill of any tenant that there is, and its own as "me"', async () => {
    const of = async (user: string) =>
      (await lab.send('GET', usageOf(user), undefined, operator)).body;

    expect((await of('tester')).usage_records).toHaveLength(1);
    expect((await of('bob')).usage_records).toEqual([]);
    expect((await of('me')).usage_records).toEqual([]);
    expect((await of('nobody')).status).toMatchObject({
      code: 11101,
      details: "User 'nobody' does not exist",
    });
  });

  test("opens nothing else of another tenant's", async () => {
    for (const path of ['/v2/users/tester/apps/lab', '/v2/users/tester/keys'])
      expect((await lab.send('GET', path, undefined, operator)).body.status).toMatchObject({
        code: 11101,
      });
  });

  test('nobody else names another tenant, whose bill does not exist for him', async () => {
    const asked = await lab.send('GET', usageOf('tester'), undefined, bob);
    const missing = await lab.send('GET', usageOf('nobody'), undefined, bob);

    expect(asked.status).toBe(404);
    expect(asked.body.status.details).toBe("User 'tester' does not exist");
    expect(missing.status).toBe(404);
  });

  test('says of itself that it is one; an app key of the same user is not', async () => {
    const isOperator = async (key: string) =>
      (await lab.send('GET', '/v2/users/me/billing/access', undefined, key)).body.access.isOperator;
    await lab.send('POST', '/v2/users/me/apps', { apps: [{ id: 'a' }] }, operator);
    const made = await lab.send('POST', '/v2/users/me/keys', { keys: [{}] }, operator);
    const ofApp = await lab.send(
      'POST',
      '/v2/users/me/keys',
      { keys: [{ apps: [{ id: 'a' }] }] },
      operator,
    );

    expect(await isOperator(operator)).toBe(true);
    expect(await isOperator(bob)).toBe(false);
    expect(await isOperator(made.body.keys[0].id)).toBe(false);
    expect(await isOperator(ofApp.body.keys[0].id)).toBe(false);
  });

  test('is not asked for in a body, and not changed or ended by a key that is none', async () => {
    const own = '/v2/users/me/keys';
    const refused = await lab.send('POST', own, { keys: [{ isOperator: true }] }, bob);
    const second = await lab.keyOf('alice');
    const { keys } = (await lab.send('GET', own, undefined, operator)).body;
    const { id } = keys.find(
      ({ description }: { description: string }) => description === 'operator',
    );
    const ended = await lab.send('DELETE', `${own}/${id}`, undefined, second);

    expect(refused.status).toBe(400);
    expect(ended.body.status).toMatchObject({
      code: 11007,
      details: "The key that asks is not an operator's, and cannot end such a key",
    });
  });
});
