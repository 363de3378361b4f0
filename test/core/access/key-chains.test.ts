import * as fc from 'fast-check';
import { scopeDependencies } from '../../../core/access/scope-names.ts';
import { endpointOf, isAllowed, scopesOfOperations } from '../../../core/access/scopes.ts';
import type { Grant } from '../../../core/access/at-most.ts';
import { AppUnderTest } from '../api/app-under-test.ts';
import type { Body } from '../api/app-under-test.ts';

/**
 * Somebody has one weak key, and makes, changes and ends keys with it and with those he got by it,
 * in any order. What the keys can do afterwards is found by trying every operation in every app at
 * several times, not by the function that the service compares keys with.
 */
const path = '/v2/users/me/keys';
const lab = new AppUnderTest();
beforeAll(async () => {
  await lab.open();
  await lab.must('POST', '/v2/users/me/apps', { apps: [{ id: 'other' }] });
});
afterAll(() => lab.close());

const ends = ['2999-01-01T00:00:00.000Z', '2999-06-01T00:00:00.000Z', '3000-01-01T00:00:00.000Z'];
const operations = [...scopesOfOperations.keys()];
const keyScopes = ['Apps_Get', 'Keys_Get', 'Keys_Add', 'Keys_Delete'];
const withDependencies = (scopes: readonly string[]) => [
  ...new Set(scopes.flatMap((each) => [each, ...(scopeDependencies.get(each) ?? [])])),
];
const scopes = fc.oneof(
  fc.constant(['All']),
  fc
    .subarray(['Concepts_Get', 'Concepts_Add', 'Inputs_Delete', 'Models_Train', 'Apps_Add'])
    .map((some) => withDependencies([...keyScopes, ...some])),
);
const endpoints = fc.oneof(
  fc.constant(undefined),
  fc
    .subarray(['PostKeys', 'PatchKeys', 'DeleteKey', 'ListKeys', 'GetApp'], { minLength: 1 })
    .map((some) => some.map(endpointOf)),
);
const wire = fc
  .record({
    scopes: fc.option(scopes, { nil: undefined }),
    endpoints,
    expires_at: fc.option(fc.constantFrom(...ends), { nil: undefined }),
    apps: fc.option(fc.constantFrom([{ id: 'lab' }], [{ id: 'other' }]), { nil: undefined }),
  })
  .map((key) => JSON.parse(JSON.stringify(key)) as object);
const step = fc.record({
  by: fc.nat(),
  what: fc.constantFrom('POST', 'POST', 'PATCH', 'PATCH', 'DELETE'),
  on: fc.nat(),
  key: wire,
});

/** Everything that a key opens: operation, app, and at which of the times. */
function powers(key: Body): Set<string> {
  const grant: Grant = {
    scopes: key.scopes,
    endpoints: key.endpoints,
    ...(key.apps[0] ? { appId: key.apps[0].id } : {}),
  };
  const identity = { userId: 'tester', ...grant } as Parameters<typeof isAllowed>[1];
  const apps = ['lab', 'other'].filter((id) => grant.appId === undefined || grant.appId === id);
  const times = [...ends, '4000-01-01'].filter(
    (at) => key.expires_at === undefined || at <= key.expires_at,
  );
  const allowed = operations.filter((each) => isAllowed(each, identity));
  return new Set(
    allowed.flatMap((each) => apps.flatMap((app) => times.map((at) => `${each} ${app} ${at}`))),
  );
}

const make = async (fields: object): Promise<string> =>
  (await lab.must('POST', path, { keys: [fields] })).keys[0].id;

/** What is kept of a key; undefined: it is gone. */
async function kept(secret: string): Promise<Body | undefined> {
  const { status, body } = await lab.send('GET', `${path}/${secret}`);
  return status === 200 ? body.key : undefined;
}

test('no sequence of key operations leads to a key that can do what the first could not', async () => {
  const chain = fc.asyncProperty(wire, fc.array(step, { maxLength: 12 }), async (weak, steps) => {
    const first = await make({ scopes: ['All'], ...weak });
    const strong = await make({ scopes: ['All'], description: 'strong' });
    const [limit, before] = [powers(await kept(first)), await kept(strong)];
    const hands = [first];
    for (const { by, what, on, key } of steps) {
      const caller = hands[by % hands.length] ?? first;
      const target = [...hands, strong][on % (hands.length + 1)] ?? first;
      const body = { keys: [what === 'POST' ? key : { ...key, id: target }], action: 'overwrite' };
      const answer =
        what === 'DELETE'
          ? await lab.send('DELETE', `${path}/${target}`, undefined, caller)
          : await lab.send(what, path, body, caller);
      if (what === 'POST' && answer.status === 200) hands.push(answer.body.keys[0].id);
    }
    for (const secret of hands) {
      const key = await kept(secret);
      const beyond = key && [...powers(key)].filter((power) => !limit.has(power));
      expect(beyond ?? []).toEqual([]);
    }
    // A key that can do as much may end or limit the strong one; any other may not touch it.
    if (limit.size < powers(before).size) expect(await kept(strong)).toEqual(before);
  });
  await fc.assert(chain, { numRuns: 60 });
}, 120_000);
