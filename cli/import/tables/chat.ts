import { examplesOf } from '../../../core/api/openai/files/chat-lines.ts';
import type { Json, JsonObject } from '../../../core/json.ts';
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
  try {
    for (const { prompt, completion } of examplesOf(JSON.stringify(row)))
      yield {
        where,
        content: { kind: 'text', text: prompt },
        concepts: [],
        metadata: { completion } satisfies Record<string, Json>,
        ...(split === undefined ? {} : { split }),
      };
  } catch (error) {
    yield failed(where, (error as Error).message.replace(/^Line 1: /, ''));
  }
}
