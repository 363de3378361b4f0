import * as z from 'zod';
import { parse } from '../parse.ts';
import { unserved, withoutEffect } from '../unserved.ts';
import { invalid } from '../open-ai-error.ts';
import { message, plainMessage, plainText, promptOf } from './messages.ts';
import type { Generation } from '../../../ports/predictor.ts';

/** Answers to one prompt that may be asked for: each is written on its own. */
const maxChoices = 8;
/** Prompts of one legacy request. */
const maxPrompts = 16;

const stop = z.union(
  [plainText.min(1).transform((text) => [text]), z.array(plainText.min(1)).max(4)],
  { error: 'must be a text, or a list of at most 4 texts' },
);
const count = z.number().int().min(1);

/** Fields of both endpoints that are honoured. */
const served = {
  model: z.string().min(1),
  max_tokens: count.nullish(),
  n: count.max(maxChoices).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  seed: z.number().int().nullish(),
  stop: stop.nullish(),
  stream: z.boolean().nullish(),
  stream_options: z
    .strictObject({ include_usage: z.boolean().optional(), include_obfuscation: withoutEffect })
    .nullish(),
};

const noPenalty = { harmless: [0], why: 'likelihoods are not changed; use temperature and top_p' };
/** Fields of both endpoints that are not. */
const refusedOrIdle = {
  frequency_penalty: unserved(noPenalty),
  presence_penalty: unserved(noPenalty),
  logit_bias: unserved({ harmless: [{}], ...{ why: noPenalty.why } }),
  user: withoutEffect,
};

const noTools = 'the models answer in words and call no tools';
const textOnly = 'the models read and write text';

/** `createChatCompletion`. */
export const chatBody = z.strictObject({
  ...served,
  messages: z.array(message).min(1),
  max_completion_tokens: count.nullish(),
  ...refusedOrIdle,
  logprobs: unserved({ harmless: [false], why: 'likelihoods are not answered' }),
  top_logprobs: unserved({ harmless: [0], why: 'likelihoods are not answered' }),
  tools: unserved({ harmless: [[]], why: noTools }),
  tool_choice: unserved({ harmless: ['none', 'auto'], why: noTools }),
  functions: unserved({ harmless: [[]], why: noTools }),
  function_call: unserved({ harmless: ['none', 'auto'], why: noTools }),
  response_format: unserved({
    harmless: [{ type: 'text' }],
    why: 'the form of an answer is learnt, not forced',
  }),
  modalities: unserved({ harmless: [['text']], why: textOnly }),
  audio: unserved({ why: textOnly }),
  prediction: unserved({ why: 'answers are written token by token' }),
  reasoning_effort: unserved({ harmless: ['none'], why: 'the models do not reason apart' }),
  verbosity: unserved({ why: 'the length of an answer is learnt; max_completion_tokens ends it' }),
  moderation: unserved({ why: 'answers are not moderated' }),
  web_search_options: unserved({ why: 'the models search nothing' }),
  store: unserved({ harmless: [false], why: 'answers are not kept' }),
  service_tier: unserved({ harmless: ['auto', 'default'], why: 'there is one tier' }),
  // Without tools it says nothing.
  parallel_tool_calls: withoutEffect,
  metadata: withoutEffect,
  prompt_cache_key: withoutEffect,
  prompt_cache_options: withoutEffect,
  prompt_cache_retention: withoutEffect,
  safety_identifier: withoutEffect,
});

const prompts = z.union([
  plainText.transform((text) => [text]),
  z.array(plainText).min(1).max(maxPrompts),
]);

/** `createCompletion`: OpenAI's older form, for models of files with prompts and completions. */
export const completionBody = z.strictObject({
  ...served,
  prompt: prompts,
  ...refusedOrIdle,
  best_of: unserved({ harmless: [1], why: 'use n' }),
  echo: unserved({ harmless: [false], why: 'the prompt is not answered' }),
  logprobs: unserved({ why: 'likelihoods are not answered' }),
  suffix: unserved({ harmless: [''], why: 'the models write what follows, not what lies between' }),
});

/** What both endpoints come down to. */
export interface CompletionRequest {
  readonly model: string;
  readonly prompts: readonly string[];
  /** The field that the prompts came in. */
  readonly field: 'messages' | 'prompt';
  /** Answers to each prompt. */
  readonly n: number;
  readonly generation: Generation;
  readonly isStreamed: boolean;
  readonly includesUsage: boolean;
}

/** @throws OpenAiError 400 that names the field */
export function parseChat(body: unknown): CompletionRequest {
  const asked = parse(chatBody, body);
  const { max_tokens: older, max_completion_tokens: newer } = asked;
  if (typeof older === 'number' && typeof newer === 'number')
    throw invalid('max_tokens', 'max_tokens and max_completion_tokens are the same; send one');
  const prompts = [promptOf(asked.messages.map(plainMessage))];
  return request({ ...asked, max_tokens: newer ?? older }, { field: 'messages', prompts });
}

/** @throws OpenAiError 400 that names the field */
export function parseCompletion(body: unknown): CompletionRequest {
  const asked = parse(completionBody, body);
  return request(asked, { field: 'prompt', prompts: asked.prompt });
}

type Asked = {
  readonly [Name in keyof typeof served]?: z.infer<(typeof served)[Name]> | undefined;
} & { readonly model: string };

/** @throws OpenAiError 400 */
function request(
  asked: Asked,
  what: Pick<CompletionRequest, 'field' | 'prompts'>,
): CompletionRequest {
  const isStreamed = asked.stream ?? false;
  if (!isStreamed && asked.stream_options)
    throw invalid('stream_options', 'stream_options is only for stream: true');
  return {
    model: asked.model,
    ...what,
    n: asked.n ?? 1,
    generation: generationOf(asked),
    isStreamed,
    includesUsage: asked.stream_options?.include_usage ?? false,
  };
}

/**
 * Without a temperature the likeliest token is taken, as in evaluations; a `top_p` below 1 asks for
 * drawing, which is then done at OpenAI's default temperature of 1.
 */
function generationOf({ max_tokens, temperature, top_p, seed, stop }: Asked): Generation {
  const draws = typeof top_p === 'number' && top_p < 1;
  const heat = temperature ?? (draws ? 1 : undefined);
  return {
    ...(typeof max_tokens === 'number' ? { max_new_tokens: max_tokens } : {}),
    ...(typeof heat === 'number' ? { temperature: heat } : {}),
    ...(typeof top_p === 'number' ? { top_p } : {}),
    ...(typeof seed === 'number' ? { seed } : {}),
    ...(stop && stop.length > 0 ? { stop } : {}),
  };
}
