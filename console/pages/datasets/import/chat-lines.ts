import type { JsonObject } from '../../../../core/json.ts';
import { ForCommandLineError } from './for-command-line.ts';

/** A line of OpenAI's fine-tuning files, and not a row with columns of its own. */
export function isChat(row: JsonObject): boolean {
  return Array.isArray(row['messages']);
}

/**
 * Stands in a browser for what reads chats, whose schemas are larger than all else of the importer.
 * @throws ForCommandLineError
 */
export function entriesOfChat(): never {
  throw new ForCommandLineError(
    "It holds OpenAI's chats (lines with messages), which the command line imports",
  );
}
