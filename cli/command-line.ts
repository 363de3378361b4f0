import { basename } from 'node:path';
import { Command, CommanderError } from 'commander';

/** Tells what is wrong about the arguments; `reason` is a sentence, `right` the right form. */
export type TellMistake = (reason: string, right: string) => void;

/** Exit status of a command that was called wrongly; 1 is one that could not do its work. */
export const usageError = 2;

/** Whether this process is the command `deeptune`, and not a script of npm's. */
export function isOfDeeptune(): boolean {
  return /^deeptune(\.[jt]s)?$/.test(basename(process.argv[1] ?? ''));
}

/** A command as a person starts it: `npm run <script> -- …`, or `deeptune <script> …`. */
export function commandName(script: string): string {
  return isOfDeeptune() ? `deeptune ${script}` : `npm run ${script} --`;
}

export function npmCommand(script: string, description: string): Command {
  return new Command(commandName(script)).description(description);
}

/**
 * The folder that relative paths start from: where the person stands. npm changes the folder for
 * its script, and says which it was.
 */
export function whereThePersonStands(script: string, environment: NodeJS.ProcessEnv): string {
  const isOfNpm = environment['npm_lifecycle_event'] === script;
  return (isOfNpm && environment['INIT_CWD']) || process.cwd();
}

/** What a mistake in the arguments ends with; 0 where `--help` ended them. */
export function exitStatusOf({ exitCode }: CommanderError): number {
  return exitCode === 0 ? 0 : usageError;
}

/**
 * Reads the arguments of this process and runs the command's action, or that of the one below it
 * that they name. A wrong argument is told with the right form, and makes exit status 2; `--help`
 * ends with 0.
 * @param tell absent: in one line on stderr
 * @throws what the action throws
 */
export async function runCommand(
  command: Command,
  args: readonly string[] = process.argv.slice(2),
  tell: TellMistake = inOneLine,
): Promise<void> {
  let called = command;
  for (const each of withAllBelow(command))
    each.configureOutput({ writeErr: () => undefined }).exitOverride((error) => {
      called = each;
      throw error;
    });
  try {
    await command.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = exitStatusOf(error);
    if (error.exitCode !== 0) tell(reasonOf(error), rightForm(called));
  }
}

/** As a command of `deeptune` it looks like its other errors. */
const inOneLine: TellMistake = (reason, right) => {
  const [before, behind] = isOfDeeptune() ? ['error: ', ' [usage]'] : ['', ''];
  process.stderr.write(`${before}${reason}; use: ${right}, or --help${behind}\n`);
};

/** A command and those below it, to the last. */
export function withAllBelow(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withAllBelow)];
}

function reasonOf({ message, code }: CommanderError): string {
  const isWithoutCommand = code === 'commander.help';
  return (isWithoutCommand ? 'a command is missing' : message)
    .replace(/^error: /, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/\.$/, '');
}

const rightForm = (command: Command) => `${namesOf(command).join(' ')} ${command.usage()}`;

function namesOf(command: Command): string[] {
  return [...(command.parent ? namesOf(command.parent) : []), command.name()];
}
