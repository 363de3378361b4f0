import type { Context } from 'hono';
import type { JsonObject } from '../../json.ts';
import { fail } from '../../errors.ts';
import type { SizeLimits } from './size-limits.ts';
import { assertLengthFits, assertRequestFits } from './size-limits.ts';

/** Objects and lists in one another; as many as protobuf takes. */
const maxLevels = 100;

/**
 * JSON whatever the content type says; an empty body, and a form's (the oldest client sends one),
 * is an empty object.
 * @throws DeeptuneError bad-request-format
 */
export async function readBody({ req }: Context, limits: SizeLimits): Promise<JsonObject> {
  assertLengthFits(req.header('content-length'), limits);
  const text = await req.text();
  assertRequestFits(text, limits);
  if (text.trim() === '' || !text.trimStart().startsWith('{')) {
    if (text.trim() === '' || req.header('content-type')?.includes('x-www-form-urlencoded'))
      return {};
    throw fail('badRequest', 'The body must be a JSON object');
  }
  const body = parsed(text);
  assertPlain(body);
  return body;
}

function parsed(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (error) {
    throw fail('badRequest', `The body is not valid JSON: ${(error as Error).message}`, error);
  }
}

/**
 * What JSON can write and nothing behind can hold: half a character, and nesting without end. Level
 * by level, because recursion would fail on it.
 */
function assertPlain(body: JsonObject): void {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxLevels)
      throw fail('badRequest', `The body is nested deeper than ${maxLevels} levels`);
    const inner: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string') assertWhole(value);
      if (typeof value !== 'object' || value === null) continue;
      for (const name of Object.keys(value)) assertWhole(name);
      for (const each of Object.values(value)) inner.push(each);
    }
    level = inner;
  }
}

function assertWhole(text: string): void {
  if (text.isWellFormed()) return;
  throw fail('badRequest', `The text ${JSON.stringify(text.slice(0, 100))} is not valid Unicode`);
}
