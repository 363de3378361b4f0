import { createApiKey } from '../../../../core/access/authenticate.ts';
import type { Loose } from '../../../wire/protocol/wire.ts';
import { AppUnderTest } from '../app-under-test.ts';
import { Lab } from '../lab.ts';

/** Chat and text completions over HTTP: what the model is asked, and what of it is answered. */
describe('answers of a fine-tuned model', () => {
  let lab: Lab;
  let key: string;
  let model: string;
  /** Inputs that the model was asked last. */
  let asked: Loose[];

  beforeAll(async () => {
    lab = await Lab.open();
    const request = { userId: 'tester', appId: 'lab', description: '', scopes: ['All'] };
    ({ key } = await createApiKey(request, lab.deps));
    answerWith(({ text }) => ({ text: `to ${text}`, finish_reason: 'stop', usage }));
    model = await fineTuned();
    // The first request finds the endpoint being made.
    await chat({});
  });
  afterAll(() => lab.close());

  const usage = { prompt_tokens: 5, completion_tokens: 2 };
  let answer: (input: Loose) => unknown = () => ({});
  const answerWith = (how: (input: Loose) => unknown) => {
    answer = how;
    lab.host(({ inputs }) => {
      asked = inputs;
      return { outputs: inputs.map((input: Loose) => answer(input)) };
    });
  };
  const send = (method: string, path: string, body?: unknown) => lab.send(method, path, body, key);
  const messages = [{ role: 'user', content: 'hi' }];
  const chat = (more: object) => send('POST', '/v1/chat/completions', { model, messages, ...more });
  const text = (more: object) => send('POST', '/v1/completions', { model, prompt: 'hi', ...more });

  /** The model of a job on chats, two of whose answers are learnt and one is not. */
  async function fineTuned(): Promise<string> {
    const turns = (n: number) => [
      { role: 'user', content: `say ${n}` },
      { role: 'assistant', content: 'WRONG', weight: 0 },
      { role: 'user', content: 'no' },
      { role: 'assistant', content: `first ${n}` },
      { role: 'user', content: 'and' },
      { role: 'assistant', content: `second ${n}` },
    ];
    const lines = Array.from({ length: 12 }, (_, n) => JSON.stringify({ messages: turns(n) }));
    const form = new FormData();
    form.set('file', new File([lines.join('\n')], 'chats.jsonl'));
    form.set('purpose', 'fine-tune');
    const { id } = (await send('POST', '/v1/files', form)).body;
    const job = { model: 'Deeptune_Gpt_Small', training_file: id };
    const started = (await send('POST', '/v1/fine_tuning/jobs', job)).body;
    for (let tries = 0; tries < 2_000; tries += 1) {
      const found = (await send('GET', `/v1/fine_tuning/jobs/${started.id}`)).body;
      if (found.fine_tuned_model) return found.fine_tuned_model;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error('the job does not end');
  }

  test('every answer of weight 1 is an input, and those of a line are on one side', async () => {
    const { inputs } = await lab.get('/inputs?per_page=128').then(({ body }) => body);
    const rows = inputs.map(({ data }: Loose) => ({
      line: /say (\d+)/.exec(data.text.raw)?.[1],
      learnt: data.metadata.completion,
      side: data.metadata.split,
    }));
    const sides = new Map(rows.map(({ line, side }: Loose) => [line, side]));

    expect(rows.map(({ learnt }: Loose) => learnt).toSorted()).toEqual(
      Array.from({ length: 12 }, (_, n) => [`first ${n}`, `second ${n}`])
        .flat()
        .toSorted(),
    );
    expect(rows.every(({ line, side }: Loose) => sides.get(line) === side)).toBe(true);
    expect(new Set(sides.values())).toEqual(new Set(['train', 'test']));
  });

  test('wishes reach the model, and what it counted is answered', async () => {
    answer = () => ({ text: 'yes', finish_reason: 'length', usage });

    const { status, body } = await chat({ max_tokens: 2, temperature: 0.5, seed: 7, stop: 'x' });

    expect(asked).toEqual([
      {
        text: 'user: hi\nassistant:',
        generation: { max_new_tokens: 2, temperature: 0.5, seed: 7, stop: ['x'] },
      },
    ]);
    expect([status, body.choices, body.usage]).toEqual([
      200,
      [
        {
          index: 0,
          message: { role: 'assistant', content: 'yes', refusal: null },
          finish_reason: 'length',
          logprobs: null,
        },
      ],
      { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
    ]);
  });

  test('of n answers what is drawn is drawn n times, by seeds that follow, and counted so', async () => {
    answer = ({ generation }) => ({ text: `by ${generation.seed}`, finish_reason: 'stop', usage });

    const drawn = (await chat({ n: 3, temperature: 1, seed: 4 })).body;
    const likeliest = (await chat({ n: 3, seed: 4 })).body;

    const texts = (body: Loose) => body.choices.map(({ message }: Loose) => message.content);
    expect(texts(drawn)).toEqual(['by 4', 'by 5', 'by 6']);
    expect(texts(likeliest)).toEqual(['by 4', 'by 4', 'by 4']);
    expect(asked).toHaveLength(1);
    for (const body of [drawn, likeliest])
      expect(body.usage).toEqual({ prompt_tokens: 5, completion_tokens: 6, total_tokens: 11 });
  });

  test('several prompts are answered in order', async () => {
    answer = (input) => ({ text: `to ${input.text}`, finish_reason: 'stop', usage });

    const { body } = await text({ prompt: ['one', 'two'], n: 2 });

    expect(body.choices.map((choice: Loose) => [choice.index, choice.text])).toEqual([
      [0, 'to one'],
      [1, 'to one'],
      [2, 'to two'],
      [3, 'to two'],
    ]);
    expect(body.usage).toEqual({ prompt_tokens: 10, completion_tokens: 8, total_tokens: 18 });
  });

  test('a stream has the type that clients look for', async () => {
    answer = () => ({ text: 'one two', finish_reason: 'stop', usage });
    const headers = { authorization: `Bearer ${key}` };
    const body = JSON.stringify({ model, messages, stream: true });

    const response = await lab.app.request('/v1/chat/completions', {
      method: 'POST',
      headers,
      body,
    });

    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('x-request-id')).toMatch(/^req_/);
    expect((await response.text()).trimEnd().split('\n\n').at(-1)).toBe('data: [DONE]');
  });

  test('a prompt that is too long is refused as OpenAI does', async () => {
    const message = 'This model reads at most 8 tokens';
    answer = () => ({ error: { code: 'context-length-exceeded', message } });

    expect((await chat({})).body.error).toMatchObject({
      message,
      param: 'messages',
      code: 'context_length_exceeded',
    });
    expect((await text({})).body.error.param).toBe('prompt');
  });

  test('an export of an earlier release answers, but no wish that it would leave out', async () => {
    answer = () => ({ text: 'yes' });

    const plain = await chat({});
    const wish = await chat({ max_tokens: 2 });

    expect([plain.status, plain.body.usage]).toEqual([200, undefined]);
    expect([wish.status, wish.body.error]).toMatchObject([
      400,
      { param: 'max_tokens', code: 'unsupported_parameter' },
    ]);
  });

  test.each([['Deeptune_Gpt_Small'], ['ft:Deeptune_Gpt_Small::0123456789abcdef0123456789abcdef']])(
    'the model %s, which was not fine-tuned here, does not exist',
    async (unknown) => {
      expect((await chat({ model: unknown })).status).toBe(404);
    },
  );
});

/** What every answer below /v1 has, whatever it is to. */
describe('the envelope', () => {
  const lab = new AppUnderTest({ requestsPerSecond: 2 });
  beforeAll(() => lab.open());
  afterAll(() => lab.close());

  async function ask(method: string, path: string, key: string) {
    const response = await lab.app.request(path, {
      method,
      headers: { authorization: `Bearer ${key}` },
    });
    const { error } = (await response.json()) as Loose;
    return { status: response.status, error, header: (name: string) => response.headers.get(name) };
  }

  test.each([
    ['POST', '/v1/embeddings', 404, 'unknown_url'],
    ['GET', '/v1', 404, 'unknown_url'],
    ['GET', '/v1/chat/completions/some/messages', 404, 'unknown_url'],
    ['PATCH', '/v1/models', 405, 'method_not_supported'],
    ['GET', '/v1/chat/completions', 405, 'method_not_supported'],
    ['GET', '/v1/models', 401, 'invalid_api_key'],
  ])('%s %s', async (method, path, status, code) => {
    const answer = await ask(method, path, 'sk-no');

    expect([answer.status, answer.error]).toEqual([
      status,
      { message: expect.any(String), type: 'invalid_request_error', param: null, code },
    ]);
    expect(answer.header('x-request-id')).toMatch(/^req_/);
  });

  test('another method names those that there are', async () => {
    expect((await ask('PUT', '/v1/files', '')).header('allow')).toBe('POST, GET');
  });

  test('too many requests say when to ask again', async () => {
    const key = await lab.keyOf('another');
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => ask('GET', '/v1/models', key)),
    );

    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    for (const { error, header } of refused)
      expect([error.code, error.type, header('retry-after')]).toEqual([
        'rate_limit_exceeded',
        'requests',
        '1',
      ]);
  });
});
