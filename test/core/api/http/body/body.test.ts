import { AppUnderTest } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';
import { createApiKey } from '../../../../../core/access/authenticate.ts';
import { defaultSizeLimits } from '../../../../../core/api/http/body/size-limits.ts';

const piece = 64 * 1024;

/** A body that says nothing of its length, and counts how much of it was asked for. */
function endless(): { body: ReadableStream<Uint8Array>; asked: () => number } {
  let asked = 0;
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      asked += piece;
      controller.enqueue(new Uint8Array(piece).fill(0x20));
    },
  });
  return { body, asked: () => asked };
}

test.each([
  ['/v2', (app: AppUnderTest) => `${app.base}/inputs`],
  ['/v1', () => '/v1/fine_tuning/jobs'],
])('a body without a length and without an end is read to the limit (%s)', async (_where, path) => {
  const app = new AppUnderTest({ sizeLimits: { ...defaultSizeLimits, requestBytes: 1_000_000 } });
  await app.open();
  const request = { userId: 'tester', appId: 'lab', description: '', scopes: ['All'] };
  const { key } = await createApiKey(request, app.deps);
  const { body, asked } = endless();

  const response = await app.app.request(path(app), {
    ...{ method: 'POST', body, duplex: 'half' },
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
  } as RequestInit);

  expect(response.status).toBe(413);
  expect(response.headers.get('connection')).toBe('close');
  expect(JSON.stringify(await response.json())).toContain('larger than 1000000 bytes');
  expect(asked()).toBeLessThan(1_000_000 + 4 * piece);
  await app.close();
});

/** The answer, with the quotation marks that it shows. */
const said = (answer: string) => answer.replaceAll('\\"', '"');

test('a body in pieces is the body', async () => {
  const lab = await Lab.open();
  const request = { userId: 'tester', appId: 'lab', description: '', scopes: ['All'] };
  const { key } = await createApiKey(request, lab.deps);
  const text = JSON.stringify({ inputs: [{ id: 'é', data: { text: { raw: 'größer 😀' } } }] });
  const bytes = new TextEncoder().encode(text.replace('"é"', '"pieces"'));
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });

  const response = await lab.app.request('/v2/users/tester/apps/lab/inputs', {
    ...{ method: 'POST', body, duplex: 'half', headers: { authorization: `Key ${key}` } },
  } as RequestInit);

  expect(await response.json()).toMatchObject({
    inputs: [{ id: 'pieces', data: { text: { raw: 'größer 😀' } } }],
  });
  await lab.close();
});

describe('what a body says is taken as it says it, or refused', () => {
  const lab = new AppUnderTest();
  let key = '';
  beforeAll(async () => {
    await lab.open();
    const request = { userId: 'tester', appId: 'lab', description: '', scopes: ['All'] };
    ({ key } = await createApiKey(request, lab.deps));
  });
  afterAll(() => lab.close());

  const send = (path: string, body: Uint8Array | string, type?: string) =>
    lab.app.request(path, {
      method: 'POST',
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
      headers: { authorization: `Bearer ${key}`, ...(type ? { 'content-type': type } : {}) },
    } as RequestInit);
  const dataset = (id: string) => JSON.stringify({ datasets: [{ id, description: 'Größe' }] });

  test.each([
    ['json', 'application/json'],
    ['charset', 'application/json; charset=UTF-8'],
    ['quoted', 'application/json;charset="utf-8"'],
    ['none', undefined],
    ['text', 'text/plain'],
    ['curl', 'application/x-www-form-urlencoded'],
  ])('an object in JSON is taken, whatever its content type (%s)', async (id, type) => {
    for (const mark of ['', '\ufeff']) {
      const own = mark ? `${id}-marked` : id;
      const response = await send(`${lab.base}/datasets`, mark + dataset(own), type);
      expect(await response.json()).toMatchObject({
        datasets: [{ id: own, description: 'Größe' }],
      });
    }
  });

  const latin1 = Uint8Array.from(Buffer.from(dataset('latin'), 'latin1'));
  test.each<[what: string, body: Uint8Array | string, type: string, says: string]>([
    ['latin-1', latin1, 'application/json', 'no character begins with byte 0xF6 at offset 44'],
    ['another charset', latin1, 'application/json; charset=ISO-8859-1', 'charset="ISO-8859-1"'],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', 'received "a=b"'],
    ['a text', 'hello', 'text/plain', 'received "hello" (text/plain)'],
    ['a list', '[{}]', 'application/json', 'received "[{}]"'],
    ['broken JSON', '{"a":', 'application/json', 'not valid JSON'],
    ['a long form', 'x'.repeat(500), 'text/plain', `received "${'x'.repeat(200)}"`],
    ['a name twice', '{"a":1,"a":2}', 'application/json', '"a" twice in one object; send it once'],
    [
      'a name twice, within',
      '{"inputs":[{"data":{"text":{"raw":"1","raw":"2"}}}]}',
      'application/json',
      '"raw" twice in one object (in inputs.0.data.text)',
    ],
  ])('%s is refused, on every surface', async (_what, body, type, says) => {
    for (const path of [`${lab.base}/datasets`, '/v1/chat/completions', '/v1/fine_tuning/jobs']) {
      const response = await send(path, body, type);
      expect(response.status).toBe(400);
      expect(said(await response.text())).toContain(says);
    }
  });

  test('epochs that are said twice are not estimated', async () => {
    const train = '{"model_versions":[{"train_info":{"params":{"num_epochs":1,"num_epochs":50}}}]}';
    await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
    const response = await send(`${lab.base}/models/m/versions/time_estimate`, train);
    expect(response.status).toBe(400);
    expect(said(await response.text())).toContain(
      '"num_epochs" twice in one object (in model_versions.0.train_info.params)',
    );
  });

  test('an empty body is an empty object, also as a form', async () => {
    const response = await send(`${lab.base}/datasets`, ' ', 'application/x-www-form-urlencoded');
    expect(said(await response.text())).not.toContain('JSON');
  });
});
