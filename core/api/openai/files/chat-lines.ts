import { maxTextLength } from '../../../dataset/input/ingest.ts';
import { maxInputBytes } from '../../../dataset/record/store-input.ts';
import { answerBegins, turn } from '../chat/messages.ts';
import { invalid } from '../open-ai-error.ts';
import { read, shown } from '../parse.ts';
import { duplicateName } from '../../http/body/duplicate-name.ts';
import type { FileLine } from './file-lines.ts';
import { foreignEncoding, linesOf } from './file-lines.ts';
import type { TrainingMessage } from './training-line.ts';
import { chatLine, pairLine } from './training-line.ts';

/** One example: what is given, and what should follow. */
export interface Example {
  readonly prompt: string;
  readonly completion: string;
}

/** Wrong lines that are told; one is rarely alone, and a thousand help nobody. */
const maxProblems = 5;
/** A file is read within one request. */
export const maxLines = 50_000;
/** Answers that are learnt, of all lines together: each is an input. */
const maxExamples = 50_000;
/**
 * Characters of all prompts: an answer is learnt with all that precedes it, so a long chat counts
 * many times.
 */
const maxCharacters = 200_000_000;
/** Room in an input's record for what is not its text. */
const recordBytes = 2_000;

/**
 * The examples of each line of a fine-tuning file (JSON Lines): of a chat every message of the
 * assistant whose weight is not 0, with what precedes it; of a prompt with its completion that one.
 * @throws OpenAiError 400 invalid_training_file that names the lines, with what stands there
 */
export function examplesByLine(bytes: Uint8Array): Example[][] {
  const encoding = foreignEncoding(bytes);
  if (encoding) throw wrong(`The file is ${encoding}; save it as UTF-8`);
  const lines = linesOf(bytes);
  if (lines.length === 0) throw wrong('The file has no lines');
  if (lines.length > maxLines)
    throw wrong(`The file has ${lines.length} lines; at most ${maxLines} are taken`);
  if (lines[0]?.content?.trimStart().startsWith('[')) throw wrong(arrayInstead);
  const reader = new LineReader();
  const results = lines.map((line) => reader.read(line));
  if (reader.problems.length > 0) throw wrong(toldOf(reader.problems));
  return results;
}

function toldOf(problems: readonly string[]): string {
  const more = problems.length > maxProblems ? `; and ${problems.length - maxProblems} more` : '';
  return `${problems.slice(0, maxProblems).join('; ')}${more}`;
}

function wrong(text: string) {
  return invalid('file', text, 'invalid_training_file');
}

/** Reads lines and keeps count of what they come to. */
class LineReader {
  readonly problems: string[] = [];
  #examples = 0;
  #characters = 0;

  /** The line's examples; none where it is wrong, which is then among the problems. */
  read({ number, content }: FileLine): Example[] {
    const examples = content === undefined ? notUtf8 : examplesOfLine(content);
    if (typeof examples === 'string') {
      this.problems.push(`Line ${number}: ${examples}`);
      return [];
    }
    this.#count(examples);
    // Once a line is wrong the examples of the others are of no use.
    return this.problems.length > 0 ? [] : examples;
  }

  /** @throws OpenAiError 400 */
  #count(examples: readonly Example[]): void {
    this.#examples += examples.length;
    for (const { prompt } of examples) this.#characters += prompt.length;
    if (this.#examples > maxExamples)
      throw wrong(`The file has more than ${maxExamples} answers to learn, which is the most`);
    if (this.#characters > maxCharacters)
      throw wrong(
        `The file’s answers, each with what precedes it in its chat, come to more than ${maxCharacters} characters, which is the most; split long chats`,
      );
  }
}

const notUtf8 = 'not valid UTF-8; save the file as UTF-8';

/** The examples of one line, or what is wrong with it, as a sentence. */
export function examplesOfLine(content: string): Example[] | string {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return `not JSON (it begins with ${JSON.stringify(content.slice(0, 20))})`;
  }
  const twice = duplicateName(content);
  if (twice) return `${shown(twice.name)} stands twice in one object; which one counts?`;
  const isPair = typeof value === 'object' && value !== null && 'prompt' in value;
  const examples = isPair ? pairOf(value) : chatOf(value);
  return typeof examples === 'string' ? examples : (tooLong(examples) ?? examples);
}

const arrayInstead =
  'The file is a JSON array; write each example as an object on a line of its own';

function pairOf(value: unknown): Example[] | string {
  const found = read(pairLine, value);
  return 'wrong' in found ? sentence(found.wrong) : [found.data];
}

function chatOf(value: unknown): Example[] | string {
  const found = read(chatLine, value);
  if ('wrong' in found) return sentence(found.wrong);
  const { messages } = found.data;
  if (messages.at(-1)?.role !== 'assistant')
    return `the last message must be the assistant’s; it is of the ${messages.at(-1)?.role}`;
  const empty = messages.findIndex((each) => each.isTarget && each.content.trim() === '');
  if (empty !== -1)
    return `messages.${empty}.content: the assistant’s answer must not be empty; received ${shown(messages[empty]?.content)}`;
  const examples = targetsOf(messages);
  return examples.length > 0 ? examples : 'nothing to learn: every answer has the weight 0';
}

function sentence({ path, reason }: { readonly path: string; readonly reason: string }): string {
  return path === '' ? reason : `${path}: ${reason}`;
}

/** Each answer that is to be learnt, with all that precedes it. */
function targetsOf(messages: readonly TrainingMessage[]): Example[] {
  const examples: Example[] = [];
  let before = '';
  for (const each of messages) {
    if (each.isTarget) examples.push({ prompt: before + answerBegins, completion: each.content });
    before += `${turn(each)}\n`;
  }
  return examples;
}

/** What does not fit into an input. */
function tooLong(examples: readonly Example[]): string | undefined {
  for (const { prompt, completion } of examples) {
    if (prompt.length > maxTextLength)
      return `${prompt.length} characters stand before an answer; at most ${maxTextLength} are taken`;
    const bytes = bytesOf(prompt, completion);
    if (bytes > maxInputBytes)
      return `an answer and what precedes it have ${bytes} bytes; at most ${maxInputBytes} are taken`;
  }
  return undefined;
}

/** Bytes of a character in JSON, at most: an escaped one. */
const maxBytesPerCharacter = 6;

/** Bytes of an input's record; the most there can be where that is few enough. */
function bytesOf(prompt: string, completion: string): number {
  const most = (prompt.length + completion.length) * maxBytesPerCharacter + recordBytes;
  if (most <= maxInputBytes) return most;
  return recordBytes + new TextEncoder().encode(JSON.stringify([prompt, completion])).length;
}
