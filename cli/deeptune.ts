import { Command } from 'commander';
import { accountCommands, lookCommands } from './commands/data-and-results.ts';
import { trainCommand } from './commands/train.ts';
import type { CommandContext } from './frame/context.ts';
import { withGlobalOptions } from './frame/global-options.ts';
import { scriptCommand } from './frame/script-command.ts';
import type { Script } from './frame/script-command.ts';

type MakeCommand = (context: CommandContext) => Command;

/** The commands by what they are for, in the order of `--help`. */
const groups: readonly (readonly [title: string, commands: readonly MakeCommand[]])[] = [
  ['Train:', [trainCommand]],
  ['Look and use:', lookCommands],
  ['Account:', accountCommands],
];

/**
 * The command `deeptune`.
 * @param scripts commands that are files of their own
 */
export function deeptuneProgram(context: CommandContext, scripts: readonly Script[]): Command {
  const program = withGlobalOptions(
    new Command('deeptune').description(
      'Fine-tune models on your own pictures and texts: deeptune train ./pictures',
    ),
  )
    .helpOption('-h, --help', 'how a command is called')
    .helpCommand('help [command]', 'how a command is called')
    .commandsGroup('More:')
    .configureHelp({ subcommandTerm: (command) => command.name() });
  for (const [title, commands] of groups)
    for (const make of commands) program.addCommand(make(context).helpGroup(title));
  for (const script of scripts) program.addCommand(scriptCommand(context, script));
  return program;
}
