import { InvalidArgumentError } from 'commander';
import type { Json, JsonObject } from '../../../core/json.ts';

/** `num_epochs=3`: the value as JSON where it is some, else as text. */
export function setting(text: string, before: JsonObject): JsonObject {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Wanted name=value, such as num_epochs=3.');
  return { ...before, [text.slice(0, at)]: valueOf(text.slice(at + 1)) };
}

function valueOf(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
