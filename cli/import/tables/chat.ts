import { examplesOfLine } from '../../../core/api/openai/files/chat-lines.ts';
import { sideOfLine } from '../../../core/api/openai/files/training-data.ts';
import type { JsonObject } from '../../../core/json.ts';
import { failed } from '../entry.ts';
import type { Entry, Problem } from '../entry.ts';
import type { RowPlace } from './row.ts';

/** A line of OpenAI's fine-tuning files, and not a row with columns of its own. */
export function isChat(row: JsonObject): boolean {
  return Array.isArray(row['messages']);
}

/**
 * The examples of a chat, by the same function as files that come over `/v1`: what is given is the
 * text, what should follow its completion.
 */
export function* entriesOfChat(
  row: JsonObject,
  { where, split }: RowPlace,
): Generator<Entry | Problem> {
  const examples = examplesOfLine(JSON.stringify(row));
  if (typeof examples === 'string') return yield failed(where, examples);
  // Each answer knows those before it: they stay on one side.
  const side = examples.length > 1 ? (split ?? sideOfLine(examples, where)) : split;
  for (const { prompt, completion } of examples)
    yield {
      where,
      content: { kind: 'text', text: prompt },
      concepts: [],
      metadata: { completion },
      ...(side === undefined ? {} : { split: side }),
    };
}
