import { AppUnderTest } from '../app-under-test.ts';
import { scopeDependencies } from '../../../../core/access/scope-names.ts';

/** Which requests below `/v1` bring an app into being, and whose keys may. */
const lab = new AppUnderTest();
const keys: Record<string, string> = {};
beforeAll(async () => {
  await lab.open();
  const scopesOf = { reader: /_Get$/, uploader: /_Get$|^(Inputs|Annotations)_Add$|^Predict$/ };
  for (const [name, pattern] of Object.entries(scopesOf)) {
    const scopes = [...scopeDependencies.keys()].filter((scope) => pattern.test(scope));
    const made = await lab.must('POST', '/v2/users/me/keys', { keys: [{ scopes }] });
    keys[name] = made.keys[0].id;
  }
  keys['owner'] = await lab.keyOf('tester');
});
afterAll(() => lab.close());

async function send(who: string, path: string, project?: string): Promise<[number, string]> {
  const form = new FormData();
  form.set('file', new File(['{"prompt":"1","completion":"2"}'], 'pairs.jsonl'));
  form.set('purpose', 'fine-tune');
  const headers = {
    authorization: `Bearer ${keys[who]}`,
    ...(project === undefined ? {} : { 'openai-project': project }),
  };
  const [method, at] = path.split(' ') as [string, string];
  const init = method === 'POST' ? { method, headers, body: form } : { method, headers };
  const response = await lab.app.request(`/v1${at}`, init);
  const { error } = (await response.json()) as { error?: { message: string } };
  return [response.status, error?.message ?? ''];
}

const apps = async () =>
  (await lab.must('GET', '/v2/users/me/apps')).apps.map(({ id }: { id: string }) => id);

test.each(['GET /files', 'GET /fine_tuning/jobs', 'GET /models'])(
  '%s makes no app: the default project is empty, another one does not exist',
  async (path) => {
    expect(await send('reader', path)).toEqual([200, '']);
    expect(await send('reader', path, 'elsewhere')).toEqual([
      404,
      "Project 'elsewhere' does not exist",
    ]);
    expect(await apps()).toEqual(['lab']);
  },
);

test('an upload makes the app by a key that may make apps, and by no other', async () => {
  const [status, message] = await send('uploader', 'POST /files', 'fresh');
  expect([status, message]).toEqual([403, expect.stringMatching(/'fresh'.*make the app first/)]);
  expect(await apps()).toEqual(['lab']);

  expect(await send('owner', 'POST /files', 'fresh')).toEqual([200, '']);
  expect(await apps()).toEqual(['fresh', 'lab']);
  expect(await send('uploader', 'POST /files', 'fresh')).toEqual([200, '']);
});
