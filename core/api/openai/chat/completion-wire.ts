import type { ChatCompletion, CompletionUsage, TextCompletion } from '../../wire/messages.ts';
import type { Choice, Completion } from './complete.ts';

/** What every answer of a request says of itself. */
export interface Heading {
  readonly id: string;
  /** Whole seconds since 1970. */
  readonly created: number;
  readonly model: string;
}

export function chatToWire(heading: Heading, completion: Completion): ChatCompletion {
  return {
    ...heading,
    object: 'chat.completion',
    choices: completion.choices.map(({ text, finishReason }, index) => ({
      index,
      message: { role: 'assistant', content: text, refusal: null },
      finish_reason: finishReason,
      logprobs: null,
    })),
    ...usageToWire(completion),
  };
}

export function textToWire(heading: Heading, completion: Completion): TextCompletion {
  return {
    ...heading,
    object: 'text_completion',
    choices: completion.choices.map(({ text, finishReason }, index) => ({
      index,
      text,
      finish_reason: finishReason,
      logprobs: null,
    })),
    ...usageToWire(completion),
  };
}

function usageToWire({ usage }: Completion): { usage?: CompletionUsage } {
  if (!usage) return {};
  const { prompt, completion } = usage;
  return {
    usage: {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
    },
  };
}

/** Answers as OpenAI streams them: server-sent events, the last of which is `[DONE]`. */
export interface Streamed {
  readonly kind: 'chat' | 'text';
  readonly heading: Heading;
  readonly completion: Completion;
  readonly includesUsage: boolean;
}

/**
 * The text of the stream. Hosts answer whole, so the words are known when the first is sent: each
 * is a chunk of its own, as clients expect them.
 */
export function eventStream({ kind, heading, completion, includesUsage }: Streamed): string {
  const object = kind === 'chat' ? 'chat.completion.chunk' : 'text_completion';
  const { usage = null } = usageToWire(completion);
  const chunk = (choices: readonly object[], counted: CompletionUsage | null = null) => ({
    ...heading,
    object,
    choices,
    ...(includesUsage ? { usage: counted } : {}),
  });
  const deltas = completion.choices.flatMap(kind === 'chat' ? chatDeltas : textDeltas);
  const events = deltas.map((delta) => JSON.stringify(chunk([delta])));
  const last = includesUsage ? [JSON.stringify(chunk([], usage))] : [];
  return [...events, ...last, '[DONE]'].map((data) => `data: ${data}\n\n`).join('');
}

function chatDeltas({ text, finishReason }: Choice, index: number): object[] {
  const delta = (delta: object, finish_reason: string | null = null) => ({
    index,
    delta,
    logprobs: null,
    finish_reason,
  });
  return [
    delta({ role: 'assistant', content: '', refusal: null }),
    ...wordsOf(text).map((content) => delta({ content })),
    delta({}, finishReason),
  ];
}

function textDeltas({ text, finishReason }: Choice, index: number): object[] {
  const part = (text: string, finish_reason: string | null = null) => ({
    index,
    text,
    logprobs: null,
    finish_reason,
  });
  return [...wordsOf(text).map((word) => part(word)), part('', finishReason)];
}

/** Words with the blanks before them; put together they are the text. */
function wordsOf(text: string): string[] {
  return text.match(/\s*\S+|\s+$/gu) ?? [];
}
