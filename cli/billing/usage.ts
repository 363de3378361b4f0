import type { Command } from 'commander';
import type { UsageGroup, UsageRecord, UsageTotal } from '../../core/api/wire/messages.ts';
import { asIfWords } from '../../core/billing/as-if.ts';
import { everyPage } from '../every-page.ts';
import type { CommandContext } from '../frame/context.ts';
import { usageFailure } from '../frame/failure.ts';
import type { Column } from '../frame/output/output.ts';
import { counted, dollars, duration } from '../frame/output/words.ts';
import { isWide } from '../models/wide.ts';
import { recordColumns, recordFields } from './usage-columns.ts';

export interface UsageOptions {
  /** Names separated by commas; `record`: nothing is summed up. */
  readonly by: string;
  readonly period?: string;
  readonly from?: string;
  readonly to?: string;
  readonly tenant?: string;
  readonly allTenants?: true;
}

/** What was charged, summed up or job by job, and what the budget has left. */
export async function showUsage(
  context: CommandContext,
  own: Command,
  options: UsageOptions,
): Promise<void> {
  const { period, from, to } = options;
  if (period !== undefined && (from !== undefined || to !== undefined))
    throw usageFailure('--period is a whole month; name it, or --from and --to');
  if (options.by === 'record') await showRecords(context, own, options);
  else await showSums(context, own, options);
}

async function showSums(
  context: CommandContext,
  own: Command,
  options: UsageOptions,
): Promise<void> {
  const { client } = await context.connect(own, { app: 'none' });
  const { usage_summary: summary } = await client.call('GetUsageSummary', {
    ...whoseOf(own, options),
    ...daysOf(options, context.now()),
    group_by: options.by.split(','),
    ...(options.allTenants ? { all_tenants: true } : {}),
  });
  const { groups, total, from, to } = summary;
  const output = context.output(own);
  const by = options.by.split(',');
  const columns = [...by.map(nameColumn), ...sumColumns];
  const isTable = output.format === 'table';
  output.rows(groups, isTable ? [...by.map(nameColumn), ...shownColumns(total)] : columns);
  context.say(own, `total ${totalWords(total)} from ${from} to ${to}${ofApp(own)}`);
  sayAsIf(context, own, summary.asIfOn);
  const isMonth = options.from === undefined && options.to === undefined && !options.allTenants;
  if (isMonth) context.say(own, (await budgetOf(context, own, options)).words);
}

/** What is set aside, and the budget, of the month. */
async function budgetOf(
  context: CommandContext,
  own: Command,
  options: UsageOptions,
): Promise<{ readonly words: string; readonly asIfOn: string | undefined }> {
  const { client } = await context.connect(own, { app: 'none' });
  const period = options.period ?? context.now().toISOString().slice(0, 7);
  const { amount, asIfOn } = await client.call('GetAmount', { ...whoseOf(own, options), period });
  const { heldMicros, budgetMicros } = amount;
  const budget =
    budgetMicros === undefined
      ? 'no budget of the month'
      : `budget of the month ${dollars(budgetMicros)}`;
  return { words: `${dollars(heldMicros)} set aside for jobs under way; ${budget}`, asIfOn };
}

function sayAsIf(context: CommandContext, own: Command, on: string | undefined): void {
  if (on !== undefined) context.say(own, `amounts are ${asIfWords(on)}`);
}

async function showRecords(
  context: CommandContext,
  own: Command,
  options: UsageOptions,
): Promise<void> {
  if (options.from !== undefined || options.to !== undefined || options.allTenants)
    throw usageFailure('--by record is of one user and month: name it with --period');
  const { client } = await context.connect(own, { app: 'none' });
  const period = options.period ?? context.now().toISOString().slice(0, 7);
  const asked = { ...whoseOf(own, options), period };
  const records: UsageRecord[] = [];
  const pages = everyPage(
    async (page) => (await client.call('ListUsageRecords', { ...asked, ...page })).usage_records,
  );
  for await (const record of pages) records.push(record);
  const output = context.output(own);
  const isTable = output.format === 'table';
  output.rows(records, isTable ? recordColumns(isWide(context.out)) : recordFields, records);
  const sum = records.reduce((micros, { amountMicros }) => micros + amountMicros, 0);
  context.say(
    own,
    `total ${dollars(sum)} for ${counted(records.length, 'job')} in ${period}${ofApp(own)}`,
  );
  const { words, asIfOn } = await budgetOf(context, own, options);
  sayAsIf(context, own, asIfOn);
  context.say(own, words);
}

function ofApp(own: Command): string {
  const { app } = own.optsWithGlobals<{ readonly app?: string }>();
  return app === undefined ? '' : `, app '${app}'`;
}

function whoseOf(own: Command, { tenant }: UsageOptions) {
  const { app } = own.optsWithGlobals<{ readonly app?: string }>();
  return {
    ...(tenant === undefined ? {} : { user_id: tenant }),
    ...(app === undefined ? {} : { app_id: app }),
  };
}

/** Without any of them the month that runs. */
function daysOf({ period, from, to }: UsageOptions, now: Date) {
  const month = period ?? now.toISOString().slice(0, 7);
  if (from === undefined && to === undefined) {
    const [year = 0, number = 0] = month.split('-').map(Number);
    const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
    return { from: `${month}-01`, to: last };
  }
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

function nameColumn(name: string): Column<UsageGroup> {
  const values: Readonly<Record<string, (group: UsageGroup) => string | undefined>> = {
    tenant: ({ userId }) => userId,
    app: ({ appId }) => appId,
    model: ({ appId, modelId }) => `${appId}/${modelId}`,
    day: ({ day }) => day,
    kind: ({ kind }) => kind,
  };
  return { name, value: values[name] ?? (() => undefined) };
}

const money = (
  name: string,
  value: (sum: UsageTotal) => number,
  field = `${name}Micros`,
): Column<UsageTotal> => ({
  name: field,
  value,
  shown: (sum) => dollars(value(sum)),
  align: 'right',
});

const counts: readonly Column<UsageTotal>[] = [
  { name: 'jobs', value: ({ jobs }) => jobs, align: 'right' },
  {
    name: 'billableSeconds',
    value: ({ seconds }) => seconds,
    shown: ({ seconds }) => duration(seconds),
    align: 'right',
  },
];
const amount = money('amount', ({ amountMicros }) => amountMicros);
const costs = [
  money('list', ({ listMicros }) => listMicros),
  money('discount', ({ discountMicros }) => discountMicros),
  money('cost', ({ costMicros }) => costMicros),
  money('margin', ({ marginMicros }) => marginMicros),
];

/** For tools: everything. */
const sumColumns: readonly Column<UsageTotal>[] = [
  ...counts,
  amount,
  money('quoted', ({ quotedMicros }) => quotedMicros),
  ...costs,
  money('asIfCost', ({ asIfCostMicros }) => asIfCostMicros),
  { name: 'jobsWithoutCost', value: ({ jobsWithoutCost }) => jobsWithoutCost, align: 'right' },
];

/** For people: what AWS was paid where it was paid anything. */
function shownColumns({ costMicros, listMicros }: UsageTotal): readonly Column<UsageTotal>[] {
  return costMicros + listMicros > 0
    ? [...counts, ...costs.slice(0, 3), amount, ...costs.slice(3)]
    : [...counts, amount];
}

function totalWords(total: UsageTotal): string {
  const { jobs, amountMicros, listMicros, discountMicros, costMicros, marginMicros } = total;
  const charged = `${dollars(amountMicros)} for ${counted(jobs, 'job')}`;
  const paid =
    listMicros > 0
      ? `: list price ${dollars(listMicros)}, discount ${dollars(discountMicros)}, cost ${dollars(costMicros)}, margin ${dollars(marginMicros)}`
      : '';
  const asIf =
    total.asIfCostMicros > 0
      ? `; the same seconds would cost ${dollars(total.asIfCostMicros)} at AWS`
      : '';
  const missing =
    paid !== '' && total.jobsWithoutCost > 0
      ? `; of ${counted(total.jobsWithoutCost, 'job')} the cost is not known`
      : '';
  return charged + paid + asIf + missing;
}
