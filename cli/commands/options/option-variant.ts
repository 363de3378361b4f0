import { InvalidArgumentError } from 'commander';
import type { JsonObject } from '../../../core/json.ts';
import { setting } from './option-setting.ts';

/** `num_epochs=3,image_size=64`: the settings of one of several quotes. */
export function variant(text: string, before: readonly JsonObject[]): JsonObject[] {
  const parts = text.split(',').filter((part) => part !== '');
  if (parts.length === 0)
    throw new InvalidArgumentError('Wanted name=value, several with commas between them.');
  const settings = parts.reduce<JsonObject>((known, part) => setting(part, known), {});
  return [...before, settings];
}
