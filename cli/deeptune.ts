import { Command } from 'commander';
import { commandGroups } from './commands/command-groups.ts';
import type { CommandContext } from './frame/context.ts';
import { withGlobalOptions } from './frame/global-options.ts';
import { scriptCommand } from './frame/script-command.ts';
import type { Script } from './frame/script-command.ts';

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
  for (const [title, commands] of commandGroups)
    for (const make of commands) program.addCommand(make(context).helpGroup(title));
  for (const script of scripts) program.addCommand(scriptCommand(context, script));
  return program;
}
