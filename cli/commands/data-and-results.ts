import type { Command } from 'commander';
import type { CommandContext } from '../frame/context.ts';
import { activityCommand } from './activity.ts';
import { appsCommand } from './apps.ts';
import { compareCommand } from './compare.ts';
import { datasetsCommand } from './datasets.ts';
import { estimateCommand } from './estimate.ts';
import { evaluateCommand } from './evaluate.ts';
import { exportCommand } from './export.ts';
import { keysCommand } from './keys.ts';
import { logsCommand } from './logs.ts';
import { predictCommand } from './predict.ts';
import { modelsCommand } from './models.ts';
import { templatesCommand } from './templates.ts';
import { typesCommand } from './types.ts';
import { usageCommand } from './usage.ts';
import { versionsCommand } from './versions.ts';

type MakeCommand = (context: CommandContext) => Command;

/** Commands that look at what there is and use it, in the order of `--help`. */
export const lookCommands: readonly MakeCommand[] = [
  typesCommand,
  templatesCommand,
  datasetsCommand,
  estimateCommand,
  modelsCommand,
  versionsCommand,
  compareCommand,
  evaluateCommand,
  predictCommand,
  logsCommand,
  exportCommand,
];

/** Commands about money, keys and what is under way. */
export const accountCommands: readonly MakeCommand[] = [
  activityCommand,
  usageCommand,
  keysCommand,
  appsCommand,
];
