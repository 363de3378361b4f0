import * as z from 'zod';
import { message, plainMessage, plainText } from '../chat/messages.ts';
import type { ChatMessage } from '../chat/messages.ts';
import { unserved } from '../unserved.ts';

/** A message of a training file. */
export interface TrainingMessage extends ChatMessage {
  /** True: the assistant's words here are learnt; other messages are what they answer. */
  readonly isTarget: boolean;
}

const weight = z.union([z.literal(0), z.literal(1)], { error: 'must be 0 or 1' }).nullish();

const trainingMessage = message
  .extend({ weight })
  .superRefine(({ role, weight: given, name }, context) => {
    const isAssistant = role === 'assistant';
    if (!isAssistant && typeof given === 'number')
      context.addIssue({
        code: 'custom',
        path: ['weight'],
        message: 'only messages of the assistant have a weight: the others are never learnt',
      });
    if (isAssistant && given !== 0 && name !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['name'],
        message: 'a model always answers as the assistant; leave the name out, or set weight to 0',
      });
  })
  .transform((read): TrainingMessage => ({
    ...plainMessage(read),
    isTarget: read.role === 'assistant' && read.weight !== 0,
  }));

const noTools = 'calls of tools cannot be learnt here; leave it out';
const preference = 'preferences (method "dpo") are not served; write messages';

/** A chat. */
export const chatLine = z.strictObject({
  messages: z.array(trainingMessage).min(1),
  tools: unserved({ harmless: [[]], why: noTools }),
  functions: unserved({ harmless: [[]], why: noTools }),
  parallel_tool_calls: unserved({ why: noTools }),
  input: unserved({ why: preference }),
  preferred_output: unserved({ why: preference }),
  non_preferred_output: unserved({ why: preference }),
});

const filled = plainText.refine((text) => text.trim() !== '', 'must not be empty');

/** A prompt with its completion: OpenAI's older form, for `/v1/completions`. */
export const pairLine = z.strictObject({ prompt: filled, completion: filled });
