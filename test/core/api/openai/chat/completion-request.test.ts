import {
  parseChat,
  parseCompletion,
} from '../../../../../core/api/openai/chat/completion-request.ts';

const messages = [{ role: 'user', content: 'hi' }];
const chat = (more: object) => parseChat({ model: 'ft:m', messages, ...more });

test.each([
  [{}, {}],
  [{ max_tokens: 5 }, { max_new_tokens: 5 }],
  [{ max_completion_tokens: 5, max_tokens: null }, { max_new_tokens: 5 }],
  [{ temperature: 0 }, { temperature: 0 }],
  [
    { temperature: 0.5, top_p: 0.9, seed: -3 },
    { temperature: 0.5, top_p: 0.9, seed: -3 },
  ],
  // Likeliest tokens are no draw of a part of them: OpenAI's default temperature is meant.
  [{ top_p: 0.9 }, { top_p: 0.9, temperature: 1 }],
  [{ top_p: 1 }, { top_p: 1 }],
  [{ stop: 'a' }, { stop: ['a'] }],
  [{ stop: ['a', 'b'] }, { stop: ['a', 'b'] }],
  [{ stop: [] }, {}],
])('%j asks for %j', (asked, generation) => {
  expect(chat(asked)).toMatchObject({
    model: 'ft:m',
    prompts: ['user: hi\nassistant:'],
    n: 1,
    isStreamed: false,
    includesUsage: false,
  });
  expect(chat(asked).generation).toEqual(generation);
});

test('fields that ask for nothing, or are OpenAI’s own affair, pass', () => {
  const asked = {
    n: 2,
    stream: true,
    stream_options: { include_usage: true },
    tools: [],
    tool_choice: 'auto',
    response_format: { type: 'text' },
    logprobs: false,
    frequency_penalty: 0,
    logit_bias: {},
    store: false,
    modalities: ['text'],
    user: 'me',
    metadata: { a: 'b' },
    parallel_tool_calls: true,
  };

  expect(chat(asked)).toMatchObject({ n: 2, isStreamed: true, includesUsage: true });
});

const tool = { type: 'function', function: { name: 'f' } };
const image = { type: 'image_url', image_url: { url: 'data:' } };
test.each([
  [{ tools: [tool] }, 'tools', 'unsupported_parameter'],
  [{ tool_choice: 'required' }, 'tool_choice', 'unsupported_parameter'],
  [{ functions: [{}] }, 'functions', 'unsupported_parameter'],
  [{ response_format: { type: 'json_object' } }, 'response_format', 'unsupported_parameter'],
  [{ logprobs: true }, 'logprobs', 'unsupported_parameter'],
  [{ presence_penalty: 0.1 }, 'presence_penalty', 'unsupported_parameter'],
  [{ logit_bias: { 5: 1 } }, 'logit_bias', 'unsupported_parameter'],
  [{ audio: {} }, 'audio', 'unsupported_parameter'],
  [{ reasoning_effort: 'low' }, 'reasoning_effort', 'unsupported_parameter'],
  [{ store: true }, 'store', 'unsupported_parameter'],
  [{ maxtokens: 5 }, 'maxtokens', 'unknown_parameter'],
  [{ top_k: 5 }, 'top_k', 'unknown_parameter'],
  [{ n: 9 }, 'n', 'invalid_value'],
  [{ max_tokens: 0 }, 'max_tokens', 'invalid_value'],
  [{ max_tokens: 1, max_completion_tokens: 1 }, 'max_tokens', 'invalid_value'],
  [{ temperature: 2.1 }, 'temperature', 'invalid_value'],
  [{ top_p: 0 }, 'top_p', 'invalid_value'],
  [{ seed: 0.5 }, 'seed', 'invalid_value'],
  [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop', 'invalid_value'],
  [{ stop: '' }, 'stop', 'invalid_value'],
  [{ stream: 'yes' }, 'stream', 'invalid_value'],
  [{ stream_options: { include_usage: true } }, 'stream_options', 'invalid_value'],
  [{ messages: [] }, 'messages', 'invalid_value'],
  [{ messages: [{ role: 'user' }] }, 'messages.0.content', 'invalid_value'],
  [
    { messages: [{ role: 'user', content: [image] }] },
    'messages.0.content.0.type',
    'unsupported_value',
  ],
  [{ messages: [{ role: 'user', content: '\ud83d' }] }, 'messages.0.content', 'invalid_value'],
  [{ messages: [{ role: 'tool', content: 'x' }] }, 'messages.0.role', 'invalid_value'],
])('%j is refused by name', (asked, param, code) => {
  expect(() => chat(asked)).toThrow(expect.objectContaining({ httpStatus: 400, param, code }));
});

test('a slip is told with the field that was meant, and every unknown one is named', () => {
  expect(() => chat({ temprature: 1, foo: 2 })).toThrow(
    "Unrecognized request argument supplied: temprature, and foo. Did you mean 'temperature'?",
  );
});

describe('the older endpoint', () => {
  const text = (more: object) => parseCompletion({ model: 'ft:m', prompt: 'one', ...more });

  it('takes prompts as they are', () => {
    expect(text({ max_tokens: 2 })).toMatchObject({
      prompts: ['one'],
      field: 'prompt',
      generation: { max_new_tokens: 2 },
    });
    expect(text({ prompt: ['one', 'two'] }).prompts).toEqual(['one', 'two']);
  });

  it.each([
    [{ prompt: [1, 2] }, 'prompt.0'],
    [{ echo: true }, 'echo'],
    [{ best_of: 2 }, 'best_of'],
    [{ suffix: 'end' }, 'suffix'],
    [{ logprobs: 1 }, 'logprobs'],
    [{ messages }, 'messages'],
  ])('refuses %j by name', (asked, param) => {
    expect(() => text(asked)).toThrow(expect.objectContaining({ httpStatus: 400, param }));
  });
});
