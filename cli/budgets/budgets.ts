import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import { asIfWords } from '../../core/billing/as-if.ts';
import type { BudgetLevel } from '../../core/billing/budget/target.ts';
import type { Budget, BudgetResponse } from '../../core/api/wire/messages.ts';
import type { CommandContext } from '../frame/context.ts';
import { usageFailure } from '../frame/failure.ts';
import { commandLine, counted, dollars } from '../frame/output/words.ts';
import { budgetColumns, budgetName, periodsOf } from './budget-words.ts';

/** Which budget: without any of these, the tenant's own. */
export interface BudgetNamed {
  readonly model?: string;
  readonly account?: boolean;
}

/** What is set. */
export interface BudgetSet extends BudgetNamed {
  readonly micros: number;
  readonly per: 'month' | 'day';
  readonly notifyOnly?: boolean;
  readonly dryRun?: boolean;
}

interface Target {
  readonly level: BudgetLevel;
  readonly appId?: string;
  readonly modelId?: string;
}

/** `deeptune budgets list`. @param period absent: this month, and today */
export async function listBudgets(
  context: CommandContext,
  command: Command,
  period: string | undefined,
): Promise<void> {
  const { client } = await context.connect(command, { app: 'none' });
  const asked = period === undefined ? {} : { period };
  const { budgets, asIfOn } = await client.call('ListBudgets', asked);
  context.output(command).rows(budgets.flatMap(periodsOf), budgetColumns, budgets);
  if (
    budgets.every(
      ({ monthMicros, dayMicros }) => monthMicros === undefined && dayMicros === undefined,
    )
  )
    context.say(command, 'nothing is limited; deeptune budgets set 12.50');
  if (asIfOn) context.say(command, `amounts are ${asIfWords(asIfOn)}`);
}

/** `deeptune budgets set`. */
export async function setBudget(
  context: CommandContext,
  command: Command,
  { micros, per, notifyOnly, dryRun, ...named }: BudgetSet,
): Promise<void> {
  const target = targetOf(command, named);
  const { client } = await context.connect(command, { app: 'none' });
  const before = await storedOf(client, target);
  const budget = {
    ...target,
    ...(before?.monthMicros === undefined ? {} : { monthMicros: before.monthMicros }),
    ...(before?.dayMicros === undefined ? {} : { dayMicros: before.dayMicros }),
    [per === 'month' ? 'monthMicros' : 'dayMicros']: micros,
    atLimit: notifyOnly ? ('notify' as const) : ('stop' as const),
  };
  const would = await client.call('PutBudget', {}, { budget, dry_run: true });
  if (dryRun) return tell(context, command, would, 'would be');
  if (would.stopped.length > 0)
    await context.confirm(
      command,
      `${dollars(micros)} a ${per} is less than what is spent and held of ${budgetName(would.budget)}: ${counted(would.stopped.length, 'job')} will be stopped, and ${would.stopped.length === 1 ? 'keeps its checkpoint' : 'keep their checkpoints'}. Set it?`,
      'The budget is as it was',
    );
  await tell(context, command, await client.call('PutBudget', {}, { budget }), 'is');
}

/** `deeptune budgets remove`. */
export async function removeBudget(
  context: CommandContext,
  command: Command,
  named: BudgetNamed,
): Promise<void> {
  const target = targetOf(command, named);
  const { client } = await context.connect(command, { app: 'none' });
  const at = { budget_id: idOf(target) };
  await tell(context, command, await client.call('DeleteBudget', at), 'is');
}

function tell(
  context: CommandContext,
  command: Command,
  { budget, stopped, resumed, isPending }: BudgetResponse,
  verb: 'is' | 'would be',
): void {
  const rows = periodsOf(budget);
  context.output(command).rows(rows, budgetColumns, [{ budget, stopped, resumed, isPending }]);
  const jobs = (ids: readonly string[]) => `${counted(ids.length, 'job')} (${ids.join(', ')})`;
  const now = verb === 'is';
  if (stopped.length > 0)
    context.say(command, `${now ? 'stopped' : 'would stop'}: ${jobs(stopped)}`);
  if (resumed.length > 0)
    context.say(command, `${now ? 'goes on' : 'would go on'}: ${jobs(resumed)}`);
  if (!now) context.say(command, dryRunWords(stopped.length + resumed.length));
  if (isPending)
    context.say(
      command,
      'not all of it is done yet: the service goes on by itself, within minutes',
    );
}

/** @param jobs that it would stop, or let go on */
function dryRunWords(jobs: number): string {
  return `dry run: the budget is as it was${jobs === 0 ? '; no job would be stopped' : ''}`;
}

/** @throws CommandFailure (2) where what is named fits no budget */
function targetOf(command: Command, { model, account }: BudgetNamed): Target {
  const { app } = command.optsWithGlobals<{ readonly app?: string }>();
  if (account && (app !== undefined || model !== undefined))
    throw usageFailure(
      '--account is the budget of all tenants together: name no app and no model with it',
      commandLine('budgets', 'set', '12.50', '--account'),
    );
  if (account) return { level: 'account' };
  if (model === undefined)
    return app === undefined ? { level: 'tenant' } : { level: 'app', appId: app };
  if (app === undefined)
    throw usageFailure(
      `--model ${model} needs its app: name it with --app <id>`,
      commandLine('budgets', 'set', '12.50', '--model', model, '--app', 'main'),
    );
  return { level: 'model', appId: app, modelId: model };
}

function idOf({ level, appId, modelId }: Target): string {
  return [level, appId, modelId].filter((part) => part !== undefined).join(':');
}

/** As it was set; undefined: it was not, and what is configured need not be sent. */
async function storedOf(client: Client, target: Target): Promise<Budget | undefined> {
  const { budgets } = await client.call('ListBudgets', {});
  return budgets.find(({ id, isDefault }) => id === idOf(target) && !isDefault);
}
