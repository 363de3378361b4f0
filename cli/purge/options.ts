import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { commandName } from '../command-line.ts';

/** What the command line of a purge says. */
export interface PurgeOptions {
  readonly app: string;
  readonly url: string;
  readonly user: string;
  readonly ids: readonly string[];
  /** True: nobody is asked. */
  readonly yes: boolean;
}

interface Parsed extends Omit<PurgeOptions, 'ids'> {
  readonly ids?: string;
  readonly fromFile?: string;
}

/**
 * Reads a command line. @param args without node and the script
 * @param openFile a path as the person means it
 * @throws CommanderError: what is wrong is written already
 */
export function readPurgeOptions(
  args: readonly string[],
  openFile: (path: string) => string,
): PurgeOptions {
  const program = new Command(commandName('purge'))
    .description(
      'Erases inputs: also from dataset versions, archives, the files of jobs and answers. Shows first what would be erased, and asks.',
    )
    .requiredOption('--app <id>', 'the app whose inputs they are')
    .option('--ids <ids>', 'ids of inputs, separated by commas')
    .option('--from-file <path>', 'a file with one id a line')
    .option('--yes', 'erase without asking', false)
    .option('--url <url>', 'where the service is', 'http://127.0.0.1:8420')
    .option('--user <id>', 'whose app it is', 'local')
    .addHelpText('after', help)
    .allowExcessArguments(false)
    .exitOverride();
  program.parse([...args], { from: 'user' });
  const { ids: list, fromFile, ...options } = program.opts<Parsed>();
  const ids = [
    ...(list === undefined ? [] : list.split(',')),
    ...(fromFile === undefined ? [] : linesOf(program, openFile(fromFile))),
  ].map((id) => id.trim());
  const distinct = [...new Set(ids)].filter((id) => id !== '');
  if (distinct.length === 0)
    program.error('error: no id is given: --ids a,b or --from-file ids.txt, one id a line');
  return { ...options, ids: distinct };
}

function linesOf(program: Command, path: string): string[] {
  try {
    return readFileSync(path, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/);
  } catch (error) {
    return program.error(`error: --from-file ${path} cannot be read: ${(error as Error).message}`);
  }
}

const help = `
Examples:
  DEEPTUNE_KEY=… ${commandName('purge')} --app shop --ids photo-17,photo-18
  DEEPTUNE_KEY=… ${commandName('purge')} --app shop --from-file ids.txt --yes
`;
