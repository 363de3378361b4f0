import { Command } from 'commander';
import { completionCommand } from './commands/completion.ts';
import { accountCommands, lookCommands } from './commands/data-and-results.ts';
import { initCommand } from './commands/init.ts';
import { notificationsCommand } from './commands/notifications.ts';
import { openCommand } from './commands/open.ts';
import { profilesCommand } from './commands/profiles.ts';
import { resumeCommand } from './commands/resume.ts';
import { retrainCommand } from './commands/retrain.ts';
import { schedulesCommand } from './commands/schedules.ts';
import { stopCommand } from './commands/stop.ts';
import { trainCommand } from './commands/train.ts';
import { watchCommand } from './commands/watch.ts';
import type { CommandContext } from './frame/context.ts';
import { withGlobalOptions } from './frame/global-options.ts';
import { scriptCommand } from './frame/script-command.ts';
import type { Script } from './frame/script-command.ts';

type MakeCommand = (context: CommandContext) => Command;

/** The commands by what they are for, in the order of `--help`. */
const groups: readonly (readonly [title: string, commands: readonly MakeCommand[]])[] = [
  [
    'Train:',
    [
      trainCommand,
      initCommand,
      watchCommand,
      stopCommand,
      resumeCommand,
      retrainCommand,
      schedulesCommand,
    ],
  ],
  ['Look and use:', lookCommands],
  [
    'Account:',
    [...accountCommands, notificationsCommand, openCommand, profilesCommand, completionCommand],
  ],
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
