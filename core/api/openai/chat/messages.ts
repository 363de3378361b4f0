import * as z from 'zod';
import { textProblem } from '../../../dataset/text/text-problem.ts';
import { unserved } from '../unserved.ts';

/** A turn of a chat, its content as one text. */
export interface ChatMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant';
  readonly content: string;
  readonly name?: string;
}

/** A text that can be kept and tokenised as it is. */
export const plainText = z.string().superRefine((text, context) => {
  const problem = textProblem(text);
  if (problem) context.addIssue({ code: 'custom', message: problem.reason });
});

const notText = 'only parts of the type "text" are served: the models read text';
const textPart = z
  .strictObject({
    type: z.string().refine((type) => type === 'text', {
      params: { code: 'unsupported_value' },
      error: notText,
      abort: true,
    }),
    text: plainText,
  })
  .transform(({ text }) => text);

/** A text, or a list of parts that are texts: those are read one below the other. */
const content = z.union(
  [
    plainText,
    z
      .array(textPart)
      .min(1)
      .transform((parts) => parts.join('\n')),
  ],
  { error: 'must be a text, or a list of parts of the type "text"' },
);

const noTools = 'calls of tools can be neither learnt nor made; put the words into content';
const noRole =
  'must be system, developer, user or assistant; what tools and functions answer is not served';

/** What OpenAI's clients send with a message besides; null and an empty list say nothing. */
const besides = {
  tool_calls: unserved({ harmless: [[]], why: noTools }),
  function_call: unserved({ why: noTools }),
  tool_call_id: unserved({ why: noTools }),
  refusal: unserved({ why: 'a refusal is not learnt apart; put its words into content' }),
  audio: unserved({ why: 'the models read and write text' }),
  annotations: unserved({ harmless: [[]], why: 'the models write plain text' }),
};

/** A message as OpenAI's clients write it. */
export const message = z.strictObject({
  role: z.enum(['system', 'developer', 'user', 'assistant'], { error: noRole }),
  content,
  name: z
    .string()
    .regex(
      /^[^\s<|\\/>:]{1,64}$/,
      '1 to 64 characters without blanks, "<", "|", "\\", "/", ">", ":"',
    )
    .nullish()
    .transform((name) => name ?? undefined),
  ...besides,
});

/** A message without what says nothing. */
export function plainMessage({ role, content, name }: z.infer<typeof message>): ChatMessage {
  return { role, content, ...(name === undefined ? {} : { name }) };
}

/**
 * A chat as text to continue: one line for each role, with the name of who speaks if there is one,
 * then the assistant's turn. The same for training and for prediction.
 */
export function promptOf(chat: readonly ChatMessage[]): string {
  return [...chat.map(turn), answerBegins].join('\n');
}

/** How a chat asks for the assistant's answer. */
export const answerBegins = 'assistant:';

/** One turn of a chat in a prompt. */
export function turn({ role, name, content }: ChatMessage): string {
  return `${name === undefined ? role : `${role} ${name}`}: ${content}`;
}
