import { Option } from 'commander';
import type { Command } from 'commander';
import { formats } from './output/format.ts';
import type { Format } from './output/format.ts';

/** What every command of `deeptune` takes, before or behind its own words. */
export interface GlobalOptions {
  readonly profile?: string;
  readonly url?: string;
  readonly user?: string;
  readonly app?: string;
  readonly keyFile?: string;
  /** True: the laptop host is started where none answers. */
  readonly local?: boolean;
  readonly format?: Format;
  /** True: every question is answered with yes. */
  readonly yes?: boolean;
  /** True: no words but of what went wrong. */
  readonly quiet?: boolean;
  /** False: `--no-color`. */
  readonly color: boolean;
}

/** The options of a command and of those above it. */
export function globalsOf(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

export function withGlobalOptions(program: Command): Command {
  return program
    .optionsGroup('For every command:')
    .option('--profile <name>', 'which service and key (deeptune profiles; or DEEPTUNE_PROFILE)')
    .option('--url <url>', 'where the service is (or DEEPTUNE_URL; http://127.0.0.1:8420)')
    .option('--user <id>', "whose apps they are (the key's own user)")
    .option('--app <id>', 'the app (or DEEPTUNE_APP; the only one there is)')
    .option('--key-file <path>', 'a file with the key (or DEEPTUNE_KEY; on the laptop its own)')
    .option('--local', 'start the laptop host where none answers, and stop it at the end')
    .addOption(
      new Option('--format <format>', 'of results (or DEEPTUNE_FORMAT; table)').choices(formats),
    )
    .option('--yes', 'answer every question with yes')
    .option('--quiet', 'no words but of what went wrong')
    .option('--no-color', 'no colours (or NO_COLOR)');
}
