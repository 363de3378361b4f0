import { assertPublished } from './checked-routes.ts';
import { publishedApi } from './published-api.ts';

describe('the published interface', () => {
  it('knows the RPCs of deep fine-tuning', () => {
    expect([...publishedApi.keys()]).toEqual(
      expect.arrayContaining(['ListModelTypes', 'PostModelVersions', 'PostModelOutputs']),
    );
  });

  it.each([
    ['PostModels', 'a number as status code', { status: { code: 10000, description: 'Ok' } }],
    ['PostModels', 'a name as status code', { status: { code: 'SUCCESS' } }],
    ['PostModels', 'a timestamp', { model: { created_at: '2025-02-18T17:49:04.809517Z' } }],
    ['PostModels', 'any JSON in a Struct', { model: { metadata: { any: [1, { a: null }] } } }],
    ['PostModelVersionsTrainingTimeEstimate', 'durations', { training_time_estimates: ['308s'] }],
  ])('of %s accepts %s', (operation, _what, body) => {
    expect(() => assertPublished(operation, body)).not.toThrow();
  });

  it.each([
    ['an unknown field', { modell: {} }, 'unknown field: "modell"'],
    ['a name in another case', { model: { appId: 'a' } }, 'unknown field: "appId"'],
    ['a wrong enum', { status: { code: 'FINE' } }, 'unknown enum value: "FINE"'],
    ['a date for a timestamp', { model: { created_at: 'today' } }, 'invalid timestamp: "today"'],
    ['an object for a list', { model: { toolkits: {} } }, 'Model.toolkits: expected array'],
    ['a number for a string', { model: { id: 5 } }, 'Model.id: expected string: 5'],
  ])('refuses %s', (_what, body, message) => {
    expect(() => assertPublished('PostModels', body)).toThrow(message);
  });
});
