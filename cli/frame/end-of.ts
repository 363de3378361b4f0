import { CommanderError } from 'commander';
import { exitStatusOf, isOfDeeptune } from '../command-line.ts';
import { errorInWords } from '../connection.ts';
import { failureOf } from './failure.ts';
import { hasColour, styleOf } from './output/stream.ts';
import { writeFailure } from './output/write-failure.ts';

/**
 * Says what ended a command that is a file of its own, but where commander has said it already.
 * As a command of `deeptune` it ends by whose fault it was, as the others do.
 * @param url of the service
 * @returns the exit status
 */
export function endOf(error: unknown, url: string): number {
  if (error instanceof CommanderError) return exitStatusOf(error);
  if (!isOfDeeptune()) {
    process.stderr.write(`${errorInWords(error, url)}\n`);
    return 1;
  }
  const { stderr, env: environment } = process;
  const isTerminal = stderr.isTTY === true;
  const style = styleOf(hasColour(isTerminal, environment));
  const write = (text: string) => void stderr.write(text);
  const failure = failureOf(error, url);
  writeFailure({ err: { write, isTerminal, columns: 80, style }, environment }, failure, {});
  return failure.exitStatus;
}
