import type { Command } from 'commander';
import type { CommandContext } from '../frame/context.ts';
import { activityCommand } from './account/activity.ts';
import { appsCommand } from './account/apps.ts';
import { budgetsCommand } from './account/budgets.ts';
import { costsCommand } from './account/costs.ts';
import { holdsCommand } from './account/holds.ts';
import { completionCommand } from './account/completion.ts';
import { estimatorCommand } from './account/estimator.ts';
import { invoicesCommand } from './account/invoices.ts';
import { ledgerCommand } from './account/ledger.ts';
import { keysCommand } from './account/keys.ts';
import { notificationsCommand } from './account/notifications.ts';
import { openCommand } from './account/open.ts';
import { profilesCommand } from './account/profiles.ts';
import { ratesCommand } from './account/rates.ts';
import { usageCommand } from './account/usage.ts';
import { compareCommand } from './look/compare.ts';
import { datasetsCommand } from './look/datasets.ts';
import { estimateCommand } from './look/estimate.ts';
import { evaluateCommand } from './look/evaluate.ts';
import { exportCommand } from './look/export.ts';
import { logsCommand } from './look/logs.ts';
import { modelsCommand } from './look/models.ts';
import { predictCommand } from './look/predict.ts';
import { templatesCommand } from './look/templates.ts';
import { typesCommand } from './look/types.ts';
import { versionsCommand } from './look/versions.ts';
import { initCommand } from './train/init.ts';
import { quoteCommand, quotesCommand } from './train/quote.ts';
import { resumeCommand } from './train/resume.ts';
import { dialCommand } from './retrain/dial.ts';
import { gateCommand } from './retrain/gate.ts';
import { lineageCommand } from './retrain/lineage.ts';
import { promoteCommand, promotionsCommand, rollBackCommand } from './retrain/promotions.ts';
import { retrainCommand } from './retrain/retrain.ts';
import { schedulesCommand } from './schedules/schedules.ts';

import { stopCommand } from './train/stop.ts';
import { trainCommand } from './train/train.ts';
import { watchCommand } from './train/watch.ts';

type MakeCommand = (context: CommandContext) => Command;

/** The commands by what they are for, in the order of `--help`. */
export const commandGroups: readonly (readonly [
  title: string,
  commands: readonly MakeCommand[],
])[] = [
  [
    'Train:',
    [
      trainCommand,
      quoteCommand,
      quotesCommand,
      initCommand,
      watchCommand,
      stopCommand,
      resumeCommand,
    ],
  ],
  [
    'Retrain:',
    [
      retrainCommand,
      lineageCommand,
      gateCommand,
      promoteCommand,
      rollBackCommand,
      promotionsCommand,
      dialCommand,
      schedulesCommand,
    ],
  ],
  [
    'Look and use:',
    [
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
    ],
  ],
  [
    'Account:',
    [
      activityCommand,
      usageCommand,
      invoicesCommand,
      ratesCommand,
      ledgerCommand,
      costsCommand,
      holdsCommand,
      budgetsCommand,
      estimatorCommand,
      keysCommand,
      appsCommand,
      notificationsCommand,
      openCommand,
      profilesCommand,
      completionCommand,
    ],
  ],
];
