import { createApiKey } from '../../../../../core/access/authenticate.ts';
import type { SizeLimits } from '../../../../../core/api/http/body/size-limits.ts';
import {
  assertAnswerFits,
  carriedBytes,
  defaultSizeLimits,
  fill,
  thoseThatFit,
} from '../../../../../core/api/http/body/size-limits.ts';
import { lambdaSizeLimits } from '../../../../../lambda/api/size-limits.ts';
import type { Body } from '../../app-under-test.ts';
import { AppUnderTest } from '../../app-under-test.ts';
import { Lab } from '../../lab.ts';

/** A host that carries little, so that a test need not send much. */
const small: SizeLimits = { requestBytes: 40_000, answerBytes: 60_000, isWrapped: true };
const long = (character: string, length: number) => character.repeat(length);

describe('bytes of a text as it is carried', () => {
  test.each([
    ['a', false, 1],
    ['é', false, 2],
    ['"', false, 1],
    ['a', true, 3],
    ['é', true, 4],
    ['"', true, 4],
    ['\n', true, 4],
  ])('%j, wrapped %s: %s', (text, isWrapped, bytes) => {
    expect(carriedBytes(text, { isWrapped })).toBe(bytes);
  });

  test('are those of the answer that Lambda gives', () => {
    const body = JSON.stringify({ text: 'é "quoted"\n', more: [1, 2, { a: '\\' }] });
    const envelope = JSON.stringify({ body });

    expect(carriedBytes(body, { isWrapped: true })).toBe(
      Buffer.byteLength(envelope) - Buffer.byteLength('{"body":}'),
    );
  });
});

test('what is measured at a boundary: the last that fits, the first that does not', () => {
  const limits = { ...small, answerBytes: 1_000 };
  const check = (length: number) => () =>
    assertAnswerFits(long('a', length), { method: 'GET' }, limits);

  expect(check(998)).not.toThrow();
  expect(check(999)).toThrow('The answer has 1001 bytes, and 1000 can be sent in one');
});

test('a list ends before the first item that does not fit, and has at least one', () => {
  const item = (length: number) => ({ text: long('a', length) });
  const limits = { ...small, answerBytes: 10_000 + 2_040 };

  expect(thoseThatFit([item(1_000), item(1_000), item(1)], limits)).toHaveLength(2);
  expect(thoseThatFit([item(90_000), item(1)], limits)).toHaveLength(1);
  expect(thoseThatFit([item(90_000), item(1)], defaultSizeLimits)).toHaveLength(2);
});

test('what does not fit is answered without its content, and what comes after it may fit again', () => {
  const items = [2_000, 90_000, 2_000].map((length) => ({
    full: { text: long('a', length) },
    without: (bytes: number) => ({ bytes }),
  }));

  const filled = fill(items, { ...small, isWrapped: false, answerBytes: 20_000 });

  expect(filled).toEqual([items[0]?.full, { bytes: 90_011 }, items[2]?.full]);
  expect(fill(items, defaultSizeLimits)).toEqual(items.map(({ full }) => full));
});

describe('a host that carries little', () => {
  let app: AppUnderTest;
  const ids = Array.from({ length: 30 }, (_, n) => `t${String(n).padStart(2, '0')}`);

  beforeAll(async () => {
    app = new AppUnderTest({ sizeLimits: small });
    await app.open();
    for (const id of ids) {
      const data = { text: { raw: `${id} ${long('"', 3_000)}` } };
      await app.must('POST', '/inputs', { inputs: [{ id, data }] });
    }
  });
  afterAll(() => app.close());

  test('refuses a request that is larger, in our words and with its own limit', async () => {
    const data = { text: { raw: long('a', 40_000) } };

    const refused = await app.refused('POST', '/inputs', { inputs: [{ id: 'large', data }] });

    expect(refused).toEqual([
      413,
      11100,
      'The body is larger than 40000 bytes; send fewer inputs in one call',
    ]);
    expect((await app.send('GET', `${app.base}/inputs/large`)).status).toBe(404);
  });

  test('refuses a page that is larger with the size that fits, and answers that one', async () => {
    const [http, code, details] = await app.refused('GET', '/inputs?per_page=30');

    expect([http, code]).toEqual([400, 11102]);
    expect(details).toMatch(
      /^The answer has \d+ bytes, and 60000 can be sent in one: ask with per_page=\d+$/,
    );
    const perPage = Number(/per_page=(\d+)$/.exec(details)?.[1]);
    expect(perPage).toBeGreaterThan(0);
    const { inputs } = await app.must('GET', `/inputs?per_page=${perPage}`);
    expect(inputs).toHaveLength(perPage);
  });

  test('refuses a page of a search in the same words', async () => {
    const search = { searches: [{ query: {} }], pagination: { page: 1, per_page: 30 } };

    const [, code, details] = await app.refused('POST', '/inputs/searches', search);

    expect([code, details]).toEqual([11102, expect.stringMatching(/: ask with per_page=\d+$/)]);
  });

  test.each(['order_by_id=true', 'order_by_id=false'])(
    'a stream (%s) ends its pages early, and misses nothing',
    async (order) => {
      const seen: string[] = [];
      const sizes: number[] = [];
      for (;;) {
        const after = seen.length === 0 ? '' : `&last_id=${seen.at(-1)}`;
        const path = `/inputs/stream?per_page=30&${order}${after}`;
        const { inputs } = await app.must('GET', path);
        if (inputs.length === 0) break;
        sizes.push(inputs.length);
        seen.push(...inputs.map(({ id }: Body) => id));
      }

      expect([...seen].sort()).toEqual(ids);
      expect(sizes.length).toBeGreaterThan(1);
    },
  );
});

describe('outputs that one answer cannot carry', () => {
  let lab: Lab;
  const say = (length: number, id: string) => ({ id, data: { text: { raw: String(length) } } });
  const ask = (lengths: readonly number[]) =>
    lab.post('/models/writer/outputs', {
      inputs: lengths.map((length, n) => say(length, `i${n}`)),
    });

  beforeAll(async () => {
    lab = await Lab.open(undefined, { sizeLimits: small });
    lab.host(({ inputs }) => ({
      outputs: inputs.map(({ text }: { text: string }) => ({ text: long('"', Number(text)) })),
    }));
    await lab.post('/datasets', { datasets: [{ id: 'texts' }] });
    const inputs = ['cat', 'dog', 'cat', 'dog', 'cat', 'dog'].map((id) => ({
      data: { text: { raw: `say ${id}` }, metadata: { completion: id } },
      dataset_ids: ['texts'],
    }));
    await lab.post('/inputs', { inputs });
    await lab.post('/models', { model: { id: 'writer', model_type_id: 'text-to-text' } });
    await lab.train('writer', {
      train_info: { params: { template: 'Deeptune_Gpt_Small', dataset_id: 'texts' } },
    });
    await ask([1]);
  });
  afterAll(() => lab.close());

  test('are refused one by one, with the published status and the size; the others are answered', async () => {
    const { status, body } = await ask([10, 20_000, 10]);

    expect([status, body.status.code]).toEqual([200, 10010]);
    expect(body.outputs.map((output: Body) => output.status.code)).toEqual([10000, 30105, 10000]);
    expect(body.outputs[1].status.details).toMatch(
      /^The output has \d+ bytes, and with those before it more than the 60000 that one answer can have; ask for it in another request$/,
    );
    expect(body.outputs[1]).toMatchObject({ input: { id: 'i1' }, data: {} });
    expect(body.outputs[2].data.text.raw).toBe(long('"', 10));
    expect(carriedBytes(JSON.stringify(body), small)).toBeLessThanOrEqual(small.answerBytes);
  });

  test('alone: the whole answer says so', async () => {
    const { status, body } = await ask([20_000]);

    expect([status, body.status.code]).toEqual([400, 30105]);
  });

  test('fit where the host carries them', async () => {
    const { body } = await ask([10, 5_000]);

    expect(body.outputs[1].data.text.raw).toHaveLength(5_000);
  });
});

test('a file below /v1 whose bytes do not fit when they are wrapped is refused; one that fits is given', async () => {
  const lab = await Lab.open(undefined, { sizeLimits: { ...small, requestBytes: 100_000 } });
  const request = { userId: 'tester', appId: 'lab', description: '', scopes: ['All'] };
  const { key } = await createApiKey(request, lab.deps);
  const headers = { authorization: `Bearer ${key}` };
  const contentOf = async (bytes: number) => {
    const line = (length: number) => `{"prompt":"${long('a', length)}","completion":"b"}`;
    const form = new FormData();
    form.set('file', new File([line(bytes - line(0).length)], 'pairs.jsonl'));
    form.set('purpose', 'fine-tune');
    const file = await lab.send('POST', '/v1/files', form, key);
    return lab.app.request(`/v1/files/${file.body.id}/content`, { headers });
  };

  const [large, fitting] = [await contentOf(45_001), await contentOf(45_000)];

  expect(large.status).toBe(400);
  expect(await large.json()).toMatchObject({
    error: { code: 'answer-too-large', message: expect.stringContaining('60002 bytes') },
  });
  expect([fitting.status, (await fitting.arrayBuffer()).byteLength]).toEqual([200, 45_000]);
  await lab.close();
});

test('what Lambda carries: an answer below its 6 MB, and requests whose echo is an answer', () => {
  const lambdaBytes = 6 * 1024 * 1024;
  const headers = 20_000;
  const echoOfAnInput = 2_000;

  expect(lambdaSizeLimits.answerBytes + headers).toBeLessThan(lambdaBytes);
  expect(lambdaSizeLimits.requestBytes + 128 * echoOfAnInput).toBeLessThan(
    lambdaSizeLimits.answerBytes,
  );
});
