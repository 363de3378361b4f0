import { Command, CommanderError } from 'commander';

/** Exit status of a command that was called wrongly; 1 is one that could not do its work. */
export const usageError = 2;

/** A command as a person starts it: `npm run <script> -- …`. */
export function npmCommand(script: string, description: string): Command {
  return new Command(`npm run ${script} --`).description(description);
}

/**
 * Reads the arguments of this process and runs the command's action. A wrong argument is told in
 * one line with the right form, and makes exit status 2; `--help` ends with 0.
 * @throws what the action throws
 */
export async function runCommand(
  command: Command,
  args: readonly string[] = process.argv.slice(2),
): Promise<void> {
  command.exitOverride().configureOutput({ writeErr: () => undefined });
  try {
    await command.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    process.stderr.write(`${usageProblem(error, command)}\n`);
    process.exitCode = usageError;
  }
}

function usageProblem({ message }: CommanderError, command: Command): string {
  const reason = message
    .replace(/^error: /, '')
    .replaceAll(/\s+/g, ' ')
    .replace(/\.$/, '');
  return `${reason}; use: ${command.name()} ${command.usage()}, or --help`;
}
