import * as z from 'zod';
import { invalid } from '../open-ai-error.ts';

const message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.string(),
});
const messages = z.array(message).min(1);
/** A chat, or a prompt with its completion (OpenAI's older form). */
const line = z.union([
  z.object({ messages }),
  z.object({ prompt: z.string().min(1), completion: z.string().min(1) }),
]);

export type ChatMessage = z.infer<typeof message>;

/** One example: what is given, and what should follow. */
export interface Example {
  readonly prompt: string;
  readonly completion: string;
}

/** Wrong lines that are told; one is rarely alone, and a thousand help nobody. */
const maxProblems = 5;
/** A file is read within one request. */
export const maxLines = 50_000;

/**
 * The examples of a fine-tuning file (JSON Lines).
 * @throws OpenAiError 400 invalid_training_file that names the lines, with what stands there
 */
export function examplesOf(text: string): Example[] {
  const lines = text.split('\n').map((content, index) => ({ content, number: index + 1 }));
  const filled = lines.filter(({ content }) => content.trim() !== '');
  if (filled.length > maxLines)
    throw wrong(`The file has ${filled.length} lines; at most ${maxLines} are taken`);
  const results = filled.map(({ content, number }) => readLine(content, number));
  const problems = results.flatMap((result) => ('problem' in result ? [result.problem] : []));
  if (problems.length > 0) {
    const more = problems.length > maxProblems ? `; and ${problems.length - maxProblems} more` : '';
    throw wrong(`${problems.slice(0, maxProblems).join('; ')}${more}`);
  }
  return results.flatMap((result) => ('example' in result ? [result.example] : []));
}

function wrong(text: string) {
  return invalid('file', text, 'invalid_training_file');
}

type Result = { readonly example: Example } | { readonly problem: string };

function readLine(content: string, number: number): Result {
  const problem = (text: string): Result => ({ problem: `Line ${number}: ${text}` });
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return problem(`not JSON (it begins with ${JSON.stringify(content.slice(0, 20))})`);
  }
  const read = line.safeParse(value);
  if (!read.success) return problem(whatIsWrong(value));
  if ('prompt' in read.data) return { example: read.data };
  const example = exampleOf(read.data.messages);
  return example ? { example } : problem('the last message must be the assistant’s, and not empty');
}

/** The chat's own complaint, not the union's: it is the form that almost everybody sends. */
function whatIsWrong(value: unknown): string {
  const issue = z.object({ messages }).safeParse(value).error?.issues[0];
  return `${issue?.path.join('.') || 'the line'}: ${issue?.message ?? 'invalid'}`;
}

function exampleOf(chat: readonly ChatMessage[]): Example | undefined {
  const last = chat.at(-1);
  if (last?.role !== 'assistant' || last.content.trim() === '') return undefined;
  return { prompt: promptOf(chat.slice(0, -1)), completion: last.content };
}

/**
 * A chat as text to continue: one line for each role, then the assistant's turn. The same for
 * training and for prediction.
 */
export function promptOf(chat: readonly ChatMessage[]): string {
  return [...chat.map(({ role, content }) => `${role}: ${content}`), 'assistant:'].join('\n');
}
