import { Command } from 'commander';
import type { CommandContext } from './context.ts';
import { globalsOf } from './global-options.ts';
import type { GlobalOptions } from './global-options.ts';
import { placeOf } from './connection/place.ts';

/** A command that is a file of its own, also started by `npm run <name>`. */
export interface Script {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  /** Options of every command that it takes as its own. */
  readonly takes: readonly (keyof GlobalOptions)[];
  /** True for words with which it asks no service; absent: it asks one if it takes `url`. */
  readonly isOffline?: (words: readonly string[]) => boolean;
  /** Runs it on `process.argv`. */
  readonly run: () => Promise<unknown>;
}

/**
 * Hands all words on to the file, `--help` among them. What the frame has read of them already
 * goes along, and what a profile says where the file asks for a service.
 */
export function scriptCommand(context: CommandContext, script: Script): Command {
  return new Command(script.name)
    .summary(script.summary)
    .helpGroup(script.group)
    .helpOption(false)
    .allowUnknownOption()
    .allowExcessArguments()
    .argument('[words...]')
    .usage('[options]')
    .action(async (_words, _options, command: Command) => {
      const { args } = command;
      const isAsked = args.some((word) => word === '--help' || word === '-h');
      const globals = globalsOf(command);
      const own = isAsked
        ? []
        : [...wordsOf(script, globals), ...serviceOf(context, script, { globals, args })];
      process.argv.splice(2, Infinity, ...args, ...own);
      await script.run();
    });
}

interface Called {
  readonly globals: GlobalOptions;
  readonly args: readonly string[];
}

function wordsOf({ takes }: Script, globals: GlobalOptions): string[] {
  const flags = (['yes', 'local'] as const).filter((name) => takes.includes(name) && globals[name]);
  const { format } = globals;
  const formatted = takes.includes('format') && format !== undefined ? ['--format', format] : [];
  return [...flags.map((name) => `--${name}`), ...formatted];
}

function serviceOf(
  context: CommandContext,
  { takes, isOffline }: Script,
  { globals, args }: Called,
): string[] {
  if (!takes.includes('url') || isOffline?.(args)) return [];
  const { url, user, app, key } = placeOf(globals, context);
  process.env['DEEPTUNE_KEY'] = key;
  return [
    ...['--url', url],
    ...(takes.includes('user') ? ['--user', user] : []),
    ...(takes.includes('app') && app !== undefined ? ['--app', app] : []),
  ];
}
