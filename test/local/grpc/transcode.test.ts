import { toHttpCall, withConceptValues } from '../../../local/grpc/transcode.ts';
import { publishedApi } from '../../proto/published-api.ts';

const rpc = (name: string) => publishedApi.get(name)!;
const lab = { user_id: 'me', app_id: 'lab' };

describe('an RPC as an HTTP request', () => {
  it.each([
    [
      'ListModels',
      { user_app_id: lab, per_page: 2 },
      'GET',
      /^\/v2\/users\/me\/apps\/lab\/models\?/,
    ],
    ['ListModels', { user_app_id: { user_id: 'me' } }, 'GET', /^\/v2\/users\/me\/models\?/],
    ['ListModels', {}, 'GET', /^\/v2\/models$/],
    ['PostModels', { models: [{ id: 'a' }] }, 'POST', /^\/v2\/models$/],
    ['GetApp', { user_app_id: lab }, 'GET', /^\/v2\/users\/me\/apps\/lab\?/],
    [
      'DeleteModelVersion',
      { user_app_id: lab, model_id: 'm', version_id: 'v' },
      'DELETE',
      /^\/v2\/users\/me\/apps\/lab\/models\/m\/versions\/v$/,
    ],
  ])('%s of %j is %s %s', (name, message, method, path) => {
    const call = toHttpCall(rpc(name), message);

    expect(call).toMatchObject({ method, path: expect.stringMatching(path) });
    expect(call?.body).toEqual(method === 'GET' ? undefined : message);
  });

  it('puts nested fields and lists into the query', () => {
    const message = { user_app_id: lab, ids: ['a', 'b c'], page: 2 };

    expect(toHttpCall(rpc('ListInputs'), message)?.path).toBe(
      '/v2/users/me/apps/lab/inputs?user_app_id.user_id=me&user_app_id.app_id=lab&ids=a&ids=b+c&page=2',
    );
  });

  it('keeps an id in its own segment of the path', () => {
    const call = toHttpCall(rpc('GetModel'), { user_app_id: lab, model_id: '../../keys' });

    expect(call?.path).toMatch(/^\/v2\/users\/me\/apps\/lab\/models\/\.\.%2F\.\.%2Fkeys\?/);
  });

  it('is none where an id is missing', () => {
    expect(toHttpCall(rpc('GetModel'), { user_app_id: lab })).toBeUndefined();
  });
});

test('a concept without a value is a negative one over gRPC, as it is in protobuf', () => {
  const message = {
    inputs: [{ id: 'a', data: { concepts: [{ id: 'no' }, { id: 'yes', value: 1 }] } }],
  };

  expect(withConceptValues(rpc('PostInputs').requestType, message)).toEqual({
    inputs: [
      {
        id: 'a',
        data: {
          concepts: [
            { id: 'no', value: 0 },
            { id: 'yes', value: 1 },
          ],
        },
      },
    ],
  });
});
