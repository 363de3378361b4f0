import type { ActiveJob } from '../../../core/api/wire/messages.ts';
import {
  leftInWords,
  overInWords,
  sourceInWords,
} from '../../../core/estimate/remaining/remaining-words.ts';

/** An item of `KeyValues`. */
interface Item {
  readonly name: string;
  readonly value: string | undefined;
  readonly hint?: string;
}

/** How long a job will still run, and where that comes from; undefined: nobody knows. */
export function remainingItem(remaining: ActiveJob['remaining'], kind?: string): Item {
  const name = 'Time left';
  if (!remaining) return { name, value: 'not known yet' };
  const over = overInWords(remaining);
  const source = sourceInWords(remaining, kind);
  const left = leftInWords(remaining);
  if (left === undefined) return { name, value: over, hint: source };
  return { name, value: left, hint: over === undefined ? source : `${source}; ${over}` };
}
