import { AppUnderTest, idsOf } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

const lab = new AppUnderTest();
beforeAll(() => lab.open());
afterAll(() => lab.close());

const keys = '/v2/users/me/keys';
const make = async (fields: object): Promise<string> =>
  (await lab.must('POST', keys, { keys: [fields] })).keys[0].id;
const read = 'Apps_Get Concepts_Get Workflows_Get'.split(' ');

describe('scopes', () => {
  test('a key does what its scopes allow, and is told which one is missing', async () => {
    const key = await make({ description: 'reader', scopes: read });

    expect((await lab.send('GET', `${lab.base}/concepts`, undefined, key)).status).toBe(200);
    expect(
      await lab.send('POST', `${lab.base}/concepts`, { concepts: [{ id: 'x' }] }, key),
    ).toMatchObject({
      status: 403,
      body: {
        status: {
          code: 11007,
          details: "This key lacks the scope 'Concepts_Add', which PostConcepts needs",
        },
      },
    });
  });

  test('a key that is limited to operations does those only', async () => {
    const key = await make({ scopes: ['All'], endpoints: ['/clarifai.api.V2/ListConcepts'] });

    expect((await lab.send('GET', `${lab.base}/concepts`, undefined, key)).status).toBe(200);
    const { body } = await lab.send('GET', `${lab.base}/datasets`, undefined, key);
    expect(body.status).toMatchObject({
      code: 11007,
      details: expect.stringMatching(/ListDatasets/),
    });
  });

  test('no key makes one that can do more than itself', async () => {
    const scopes = [...read, 'Keys_Add', 'Keys_Get'];
    const maker = await make({ scopes });
    const ask = (fields: object) => lab.send('POST', keys, { keys: [fields] }, maker);

    expect((await ask({ scopes: ['Apps_Get'] })).status).toBe(200);
    expect((await ask({ scopes: ['All'] })).body.status).toMatchObject({ code: 11007 });
    expect((await ask({})).body.status).toMatchObject({ code: 11007 });
    const { keys: all } = await lab.must('GET', keys);
    const own = all.find((key: Body) => key.scopes.length === scopes.length);
    const raised = { keys: [{ id: own.id, scopes: ['All'] }], action: 'overwrite' };
    expect((await lab.send('PATCH', keys, raised, maker)).body.status).toMatchObject({
      code: 11007,
    });
  });

  test.each([
    [
      'endpoints',
      { endpoints: ['PostKeys', 'PatchKeys'].map((each) => `/clarifai.api.V2/${each}`) },
      {},
      /is limited to .*PostKeys.*name 'endpoints'/,
    ],
    [
      'an end',
      { expires_at: '2999-01-01T00:00:00Z' },
      { expires_at: '3000-01-01T00:00:00Z' },
      /ends at 2999-01-01T00:00:00.000Z/,
    ],
    ['an end, and the new one none', { expires_at: '2999-01-01T00:00:00Z' }, {}, /'expires_at'/],
  ])('a key with %s makes none without', async (_, limits, fields, reason) => {
    const maker = await make({ scopes: ['All'], ...limits });

    const answer = await lab.send('POST', keys, { keys: [fields] }, maker);

    expect([answer.status, answer.body.status.code]).toEqual([403, 11007]);
    expect(answer.body.status.details).toMatch(reason);
  });

  test('a key does not move its own end, nor change or end a stronger one; it may end itself', async () => {
    const weak = await make({ scopes: ['All'], expires_at: '2999-01-01T00:00:00Z' });
    const strong = await make({ scopes: ['All'] });
    const patch = async (change: object) =>
      (await lab.send('PATCH', keys, { keys: [change], action: 'overwrite' }, weak)).status;
    const end = async (key: string) =>
      (await lab.send('DELETE', `${keys}/${key}`, undefined, weak)).status;

    expect(await patch({ id: weak, expires_at: '2999-02-01T00:00:00Z' })).toBe(403);
    expect(await patch({ id: strong, scopes: ['Apps_Get'] })).toBe(403);
    expect(await end(strong)).toBe(403);
    expect(await patch({ id: weak, expires_at: '2998-01-01T00:00:00Z' })).toBe(200);
    expect(await end(weak)).toBe(200);
    expect((await lab.must('GET', `${keys}/${strong}`)).key.scopes).toEqual(['All']);
  });

  test('a key stays of its type and its app', async () => {
    const key = await make({ apps: [{ id: 'lab' }] });

    const [, code, details] = await lab.refused('PATCH', keys, {
      keys: [{ id: key, type: 'personal_access_token' }],
      action: 'overwrite',
    });

    expect([code, details]).toEqual([11102, expect.stringMatching(/app_specific_key.*'lab'/)]);
  });

  test('an app key cannot do what lies above its app, and opens no other', async () => {
    await lab.must('POST', '/v2/users/me/apps', { apps: [{ id: 'other' }] });
    const key = await make({ type: 'app_specific_key', apps: [{ id: 'lab' }] });
    const ask = async (method: string, path: string, body?: object) =>
      (await lab.send(method, path, body, key)).body.status.code;

    expect(await ask('GET', '/v2/concepts')).toBe(10000);
    expect(await ask('GET', '/v2/users/me/apps/other/concepts')).toBe(11101);
    expect(await ask('POST', '/v2/users/me/apps', { apps: [{ id: 'third' }] })).toBe(11007);
    expect(await ask('DELETE', '/v2/users/me/apps/lab')).toBe(11007);
    expect(await ask('GET', keys)).toBe(11007);
    const { body } = await lab.send('GET', '/v2/myscopes', undefined, key);
    expect(body).toMatchObject({ scopes: ['All'], app: { id: 'lab' } });
  });

  test('useless, unknown and contradictory orders are refused', async () => {
    const refused = async (fields: object) =>
      (await lab.refused('POST', keys, { keys: [fields] })).slice(1);

    expect(await refused({ scopes: ['Inputs_Add'] })).toEqual([
      11102,
      expect.stringMatching(/'Inputs_Get'/),
    ]);
    expect(await refused({ scopes: ['Everything'] })).toEqual([
      11100,
      expect.stringMatching(/Everything/),
    ]);
    expect(await refused({ endpoints: ['GetModel'] })).toEqual([
      11100,
      expect.stringMatching(/clarifai/),
    ]);
    expect((await refused({ type: 'app_specific_key' }))[0]).toBe(11102);
    expect((await refused({ type: 'personal_access_token', apps: [{ id: 'lab' }] }))[0]).toBe(
      11102,
    );
    expect((await refused({ apps: [{ id: 'nowhere' }] }))[0]).toBe(11101);
  });

  test('what a key may do, and what there is', async () => {
    const key = await make({ scopes: read });

    expect((await lab.send('GET', '/v2/users/me/myscopes', undefined, key)).body.scopes).toEqual(
      read,
    );
    expect((await lab.send('GET', '/v2/myscopesroot', undefined, key)).body.scopes).toEqual(read);
    expect((await lab.send('GET', `${lab.base}/myscopes`, undefined, key)).body.app.id).toBe('lab');
    const { scope_deps, endpoint_deps } = await lab.must('GET', '/v2/users/me/scopes');
    expect(scope_deps).toContainEqual({
      scope: 'Inputs_Delete',
      depending_scopes: ['Inputs_Add', 'Inputs_Get'],
    });
    expect(endpoint_deps).toContainEqual({
      endpoint: '/clarifai.api.V2/GetConcept',
      depending_scopes: ['Apps_Get', 'Concepts_Get'],
    });
  });
});

describe('keys', () => {
  test('are shown once, then named by an id, and listed by type, scope and validity', async () => {
    const secret = await make({
      description: 'listed',
      scopes: ['Apps_Get'],
      expires_at: '2020-01-01T00:00:00Z',
    });
    const list = async (query: string) =>
      (await lab.must('GET', `${keys}?${query}`)).keys.map((key: Body) => key.description);

    const { key } = await lab.must('GET', `${keys}/${secret}`);
    expect(key).toMatchObject({ description: 'listed', type: 'personal_access_token', apps: [] });
    expect(key.id).not.toBe(secret);
    expect((await lab.must('GET', `${keys}/${key.id}`)).key).toEqual(key);
    expect(await list('scopes=Apps_Get&scopes=Keys_Get')).not.toContain('listed');
    expect(await list('scopes=Apps_Get')).toContain('listed');
    expect(await list('not_expired=True')).not.toContain('listed');
    expect(await list('type=app_specific_key')).not.toContain('listed');
    expect((await lab.refused('GET', `${keys}/none`))[1]).toBe(11101);
  });

  test('of an app are listed with it', async () => {
    await make({ description: 'for lab', apps: [{ id: 'lab' }] });

    const { keys: found } = await lab.must('GET', '/keys');

    expect(found.map((key: Body) => key.description)).toContain('for lab');
    expect(new Set(found.map((key: Body) => key.apps[0].id))).toEqual(new Set(['lab']));
  });

  test('are rotated: the old one gets an end, then the new one is alone', async () => {
    const old = await make({ description: 'rotated' });
    const fresh = await make({ description: 'rotated' });
    const works = async (key: string) =>
      (await lab.send('GET', `${lab.base}/concepts`, undefined, key)).status === 200;
    const end = async (at: string) =>
      lab.must('PATCH', keys, { keys: [{ id: old, expires_at: at }], action: 'overwrite' });

    await end('2999-01-01T00:00:00Z');
    expect(await works(old)).toBe(true);
    await end('2020-01-01T00:00:00Z');
    expect(await works(old)).toBe(false);
    expect(await works(fresh)).toBe(true);
    await lab.must('DELETE', `${keys}/${fresh}`);
    expect(await works(fresh)).toBe(false);
    expect(idsOf((await lab.must('GET', keys)).keys)).not.toContain(fresh);
  });

  test('patching changes what is named only', async () => {
    const secret = await make({ description: 'before', scopes: read });

    const { keys: changed } = await lab.must('PATCH', keys, {
      keys: [{ id: secret, description: 'after' }],
    });

    expect(changed).toMatchObject([{ description: 'after', scopes: read }]);
    expect((await lab.send('GET', `${lab.base}/concepts`, undefined, secret)).status).toBe(200);
  });
});
