import { allRoutes } from '../../../../core/api/clarifai/all-routes.ts';
import { loadPublishedApi } from '../../../../local/grpc/published-api.ts';
import { AppUnderTest } from '../app-under-test.ts';

const app = new AppUnderTest();
beforeAll(() => app.open());
afterAll(() => app.close());

const served = new Set<string>(allRoutes.map(({ operation }) => operation));
const others = [...loadPublishedApi().values()].filter(({ name }) => !served.has(name));

test('every published path that is not served answers not implemented', async () => {
  const wrong: string[] = [];
  const headers = { authorization: `Key ${await app.keyOf('tester')}` };
  for (const { name, bindings } of others)
    for (const { method, path } of bindings) {
      const filled = path
        .replace('{user_app_id.user_id}', 'tester')
        .replace('{user_app_id.app_id}', 'lab')
        .replaceAll(/\{[^}]*\}/g, 'some');
      const response = await app.app.request(filled, { method, headers });
      const { status } = (await response.json()) as { status: { code: number } };
      if (response.status !== 501 || status.code !== 10040)
        wrong.push(`${name}: ${method} ${filled} ${response.status}`);
    }
  expect(wrong).toEqual([]);
});
