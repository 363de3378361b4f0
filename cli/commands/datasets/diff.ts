import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';

/** `deeptune datasets diff`. */
export function datasetsDiffCommand(_context: CommandContext): Command {
  return new Command('diff');
}
