import { promptOf } from '../../../../../core/api/openai/chat/messages.ts';
import { examplesByLine } from '../../../../../core/api/openai/files/chat-lines.ts';

type Message = Readonly<Record<string, unknown>>;
const user = (content: unknown, more = {}): Message => ({ role: 'user', content, ...more });
const assistant = (content: unknown, more = {}): Message => ({
  role: 'assistant',
  content,
  ...more,
});
const chat = (...messages: Message[]) => JSON.stringify({ messages });
const bytes = (text: string) => new TextEncoder().encode(text);
const examplesOf = (text: string) => examplesByLine(bytes(text)).flat();
const good = chat(user('x'), assistant('y'));

describe('a fine-tuning file', () => {
  it('has every answer of a chat learnt with all that precedes it, but none of weight 0', () => {
    const line = chat(
      { role: 'system', content: 'Be short.' },
      user('Hi'),
      assistant('WRONG', { weight: 0 }),
      user('No'),
      assistant('Hello', { weight: 1 }),
      user('Bye'),
      assistant('So long'),
    );

    expect(examplesByLine(bytes(line))).toEqual([
      [
        {
          prompt: 'system: Be short.\nuser: Hi\nassistant: WRONG\nuser: No\nassistant:',
          completion: 'Hello',
        },
        {
          prompt:
            'system: Be short.\nuser: Hi\nassistant: WRONG\nuser: No\nassistant: Hello\nuser: Bye\nassistant:',
          completion: 'So long',
        },
      ],
    ]);
  });

  it('may end with an answer that is not learnt', () => {
    const line = chat(user('a'), assistant('b'), user('c'), assistant('d', { weight: 0 }));

    expect(examplesOf(line)).toEqual([{ prompt: 'user: a\nassistant:', completion: 'b' }]);
  });

  it('may have prompts with completions, OpenAI’s older form', () => {
    expect(examplesOf('{"prompt":"one","completion":"two"}')).toEqual([
      { prompt: 'one', completion: 'two' },
    ]);
  });

  it('may have content in parts, names, and fields that say nothing', () => {
    const parts = [
      { type: 'text', text: 'first' },
      { type: 'text', text: 'second' },
    ];
    const nothing = { tool_calls: null, refusal: null, function_call: null, weight: null };
    const line = JSON.stringify({
      messages: [user(parts, { name: 'bob' }), assistant('y', nothing)],
      tools: [],
    });

    expect(examplesOf(line)).toEqual([
      { prompt: 'user bob: first\nsecond\nassistant:', completion: 'y' },
    ]);
  });

  it.each([
    ['a byte order mark', `\ufeff${good}`],
    ['CRLF, and empty lines', `\r\n${good}\r\n\r\n`],
  ])('is read with %s', (_what, text) => {
    expect(examplesOf(text)).toEqual([{ prompt: 'user: x\nassistant:', completion: 'y' }]);
  });

  it('keeps texts as they are: other ends of lines, composed and decomposed letters', () => {
    const odd = 'a\u2028b\u0085c\rd e\u0301 \u00e9 ';

    expect(examplesOf(chat(user(odd), assistant(odd)))).toEqual([
      { prompt: `user: ${odd}\nassistant:`, completion: odd },
    ]);
  });

  const call = [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }];
  const withTools = { messages: [user('x'), { role: 'assistant', tool_calls: call }], tools: [{}] };
  it.each([
    ['no JSON', 'hello', 'Line 1: not JSON (it begins with "hello")'],
    ['no messages', '{}', 'Line 1: messages: '],
    ['an unknown role', chat({ role: 'robot', content: 'x' }), 'Line 1: messages.0.role: '],
    ['an answer of a tool', chat({ role: 'tool', content: 'x' }), 'Line 1: messages.0.role: '],
    ['no answer', chat(user('x')), 'Line 1: the last message must be the assistant’s; it is of'],
    ['an empty answer', chat(user('x'), assistant(' ')), 'Line 1: messages.1.content: the'],
    ['an answer without content', chat(user('x'), assistant(null)), 'received null'],
    ['nothing to learn', chat(user('x'), assistant('y', { weight: 0 })), 'Line 1: nothing to'],
    ['a weight of a half', chat(user('x'), assistant('y', { weight: 0.5 })), 'must be 0 or 1'],
    ['a weight of a user', chat(user('x', { weight: 1 }), assistant('y')), 'messages.0.weight'],
    ['a name to learn', chat(user('x'), assistant('y', { name: 'eve' })), 'messages.1.name'],
    ['tools', JSON.stringify({ ...withTools, messages: [user('x'), assistant('y')] }), 'Line 1: t'],
    ['calls of tools', JSON.stringify(withTools), 'messages.1.tool_calls: calls of tools'],
    ['an image', chat(user([{ type: 'image_url', image_url: {} }]), assistant('y')), '"image_url"'],
    ['preferences', '{"input":{},"preferred_output":[]}', 'Line 1: input: preferences'],
    ['an unknown field', '{"messages":[],"n":1e999}', 'Line 1: '],
    ['a name twice', `${good.slice(0, -1)},"messages":[]}`, '"messages" stands twice'],
    ['half a character', chat(user('\ud83d!'), assistant('y')), 'half of a surrogate pair'],
    ['NUL', chat(user('x\0'), assistant('y')), 'NUL'],
    ['a list', `[${good}]`, 'The file is a JSON array'],
    ['an empty prompt', '{"prompt":" ","completion":"y"}', 'Line 1: prompt: must not be empty'],
    ['a second wrong line', `${good}\n\n{`, 'Line 3: not JSON'],
    ['a long prompt', chat(user('w'.repeat(100_001)), assistant('y')), 'at most 100000 are taken'],
    ['a long answer', chat(user('x'), assistant('é'.repeat(200_000))), 'at most 300000 are taken'],
    ['no lines', '\n \n', 'The file has no lines'],
  ])('with %s is refused, line by line', (_what, text, message) => {
    expect(() => examplesOf(text)).toThrow(
      expect.objectContaining({
        httpStatus: 400,
        code: 'invalid_training_file',
        param: 'file',
        message: expect.stringContaining(message),
      }),
    );
  });

  it.each([
    ['UTF-16', new Uint8Array(Buffer.from(`\ufeff${good}`, 'utf16le')), 'The file is UTF-16'],
    ['latin-1', new Uint8Array(Buffer.from('\n{"prompt":"é"}', 'latin1')), 'Line 2: not valid UTF'],
  ])('in %s is refused', (_what, file, message) => {
    expect(() => examplesByLine(file)).toThrow(message);
  });

  it('names five wrong lines and counts the others', () => {
    expect(() => examplesOf(Array(8).fill('{').join('\n'))).toThrow(/Line 5: [^;]*; and 3 more$/);
  });

  it('has no more answers than are taken in one request, and no more text', () => {
    const turns = (count: number, text: string) =>
      chat(...Array.from({ length: count }, () => [user(text), assistant('y')]).flat());
    const long = turns(8, 'w'.repeat(12_000));

    expect(() => examplesOf(Array(500).fill(turns(101, 'x')).join('\n'))).toThrow(/50000 answers/);
    expect(() => examplesOf(Array(500).fill(long).join('\n'))).toThrow(/200000000 characters/);
  });
});

test('a chat to answer reads as it did in training', () => {
  const [example] = examplesOf(chat(user('Hi'), assistant('Hello')));

  expect(promptOf([{ role: 'user', content: 'Hi' }])).toBe(example?.prompt);
});
