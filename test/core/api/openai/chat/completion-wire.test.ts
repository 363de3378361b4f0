import { eventStream } from '../../../../../core/api/openai/chat/completion-wire.ts';
import type { Streamed } from '../../../../../core/api/openai/chat/completion-wire.ts';

const heading = { id: 'chatcmpl-1', created: 5, model: 'ft:m' };
const completion = {
  choices: [
    { text: 'one  two\n', finishReason: 'stop' },
    { text: '', finishReason: 'length' },
  ],
  usage: { prompt: 3, completion: 4 },
} as const;
const streamed = (more: Partial<Streamed> = {}) =>
  eventStream({ kind: 'chat', heading, completion, includesUsage: false, ...more })
    .split('\n\n')
    .filter(Boolean)
    .map((event) => event.replace(/^data: /, ''));
const chunksOf = (events: readonly string[]) => events.slice(0, -1).map((each) => JSON.parse(each));

test('a chat is streamed as the role, its words, and what ended it', () => {
  const events = streamed();
  const chunks = chunksOf(events);

  expect(events.at(-1)).toBe('[DONE]');
  expect(chunks[0]).toEqual({
    ...heading,
    object: 'chat.completion.chunk',
    choices: [
      {
        index: 0,
        delta: { role: 'assistant', content: '', refusal: null },
        logprobs: null,
        finish_reason: null,
      },
    ],
  });
  expect(chunks.map(({ choices: [{ index, delta }] }) => [index, delta.content])).toEqual([
    [0, ''],
    [0, 'one'],
    [0, '  two'],
    [0, '\n'],
    [0, undefined],
    [1, ''],
    [1, undefined],
  ]);
  expect(chunks.map(({ choices: [{ finish_reason }] }) => finish_reason)).toEqual([
    null,
    null,
    null,
    null,
    'stop',
    null,
    'length',
  ]);
});

test('the last chunk counts the tokens where that is asked for', () => {
  const chunks = chunksOf(streamed({ includesUsage: true }));

  expect(chunks.at(-1)).toMatchObject({
    choices: [],
    usage: { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 },
  });
  expect(chunks.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
});

test('the older endpoint streams texts', () => {
  const chunks = chunksOf(streamed({ kind: 'text' }));

  expect(chunks.map(({ object, choices: [{ text }] }) => [object, text])).toEqual(
    ['one', '  two', '\n', '', ''].map((text) => ['text_completion', text]),
  );
});
