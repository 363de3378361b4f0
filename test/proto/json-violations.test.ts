import { violationsOf } from './json-violations.ts';
import { publishedOperations, responseTypeOf } from './published-api.ts';

const modelResponse = responseTypeOf('PostModels')!;
const estimates = responseTypeOf('PostModelVersionsTrainingTimeEstimate')!;

describe('the published interface', () => {
  it('knows the RPCs of deep fine-tuning', () => {
    expect(publishedOperations).toEqual(
      expect.arrayContaining(['ListModelTypes', 'PostModelVersions', 'PostModelOutputs']),
    );
    expect(responseTypeOf('ListAmounts')).toBeUndefined();
  });

  it.each([
    ['a number as status code', { status: { code: 10000, description: 'Ok' } }],
    ['a name as status code', { status: { code: 'SUCCESS' } }],
    ['a timestamp', { model: { created_at: '2025-02-18T17:49:04.809517Z' } }],
    ['any JSON in a Struct', { model: { metadata: { any: [1, { a: null }] } } }],
  ])('accepts %s', (_what, body) => {
    expect(violationsOf(modelResponse, body)).toEqual([]);
  });

  it.each([
    ['an unknown field', { modell: {} }, 'modell: SingleModelResponse has no such field'],
    ['a wrong enum', { status: { code: 'FINE' } }, 'status.code: "FINE" is no StatusCode'],
    [
      'a date for a timestamp',
      { model: { created_at: 'today' } },
      'model.created_at: "today" is no .google.protobuf.Timestamp',
    ],
    ['an object for a list', { model: { toolkits: {} } }, 'model.toolkits: {} is no list'],
    ['a number for a string', { model: { id: 5 } }, 'model.id: 5 is no string'],
  ])('refuses %s', (_what, body, violation) => {
    expect(violationsOf(modelResponse, body)).toEqual([violation]);
  });

  it('reads durations as protobuf writes them', () => {
    expect(violationsOf(estimates, { training_time_estimates: ['308s'] })).toEqual([]);
    expect(violationsOf(estimates, { training_time_estimates: [308] })).toHaveLength(1);
  });
});
