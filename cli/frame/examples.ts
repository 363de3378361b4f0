import type { Command } from 'commander';

/** A command line that `--help` shows, and that a test runs. */
export interface Example {
  /** Without `deeptune`. */
  readonly line: string;
  readonly words: string;
}

const examples = new WeakMap<Command, readonly Example[]>();

/** Shows examples below a command's help. */
export function withExamples(command: Command, ...shown: readonly Example[]): Command {
  examples.set(command, shown);
  const text = shown.map(({ line, words }) => `  # ${words}\n  deeptune ${line}`).join('\n');
  return command.addHelpText('after', `\nExamples:\n${text}`);
}

/** The examples of a command's help; none where it has none. */
export function examplesOf(command: Command): readonly Example[] {
  return examples.get(command) ?? [];
}
