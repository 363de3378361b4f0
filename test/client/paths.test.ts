import { targetOf } from '../../client/paths.ts';

const scope = { user_id: 'me', app_id: 'lab' };

test.each([
  ['ListModels' as const, {}, 'GET', '/v2/users/me/apps/lab/models'],
  ['GetModel' as const, { model_id: 'reader' }, 'GET', '/v2/users/me/apps/lab/models/reader'],
  ['ListApps' as const, {}, 'GET', '/v2/users/me/apps'],
  ['DeleteApp' as const, { app_id: 'gone' }, 'DELETE', '/v2/users/me/apps/gone'],
  ['GetInput' as const, { input_id: 'a/b c' }, 'GET', '/v2/users/me/apps/lab/inputs/a%2Fb%20c'],
])('%s with %j is %s %s', (operation, parameters, method, path) => {
  expect(targetOf(operation, parameters, scope)).toEqual({ method, path });
});

test('of several paths the one that names most of what is given', () => {
  const pathOf = (parameters: Record<string, string>) =>
    targetOf('PostModelOutputs', parameters, scope).path;

  expect(pathOf({ model_id: 'reader' })).toBe('/v2/users/me/apps/lab/models/reader/outputs');
  expect(pathOf({ model_id: 'reader', version_id: 'v1' })).toBe(
    '/v2/users/me/apps/lab/models/reader/versions/v1/outputs',
  );
});

test('what no path names goes into the query, a list as repeated parameters, and what is absent nowhere', () => {
  const parameters = { ids: ['a', 'b&c'], page: 2, 'status.code': undefined };

  expect(targetOf('ListInputs', parameters, scope).path).toBe(
    '/v2/users/me/apps/lab/inputs?ids=a&ids=b%26c&page=2',
  );
});

test('what every path names must be given', () => {
  expect(() => targetOf('GetModelVersion', { model_id: 'reader' }, scope)).toThrow(
    'GetModelVersion needs what its path names: /v2/users/:user_id/apps/:app_id/models/:model_id/versions/:version_id',
  );
});
