import type { Command } from 'commander';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Client } from '../../client/client.ts';
import type { UsageRecord } from '../../core/api/wire/messages.ts';
import { costLineReader } from '../../core/billing/cost/cost-export.ts';
import type { CostLineReader } from '../../core/billing/cost/cost-export.ts';
import { costSumOf, sumCosts } from '../../core/billing/cost/cost-sums.ts';
import type { CostGroup, CostSum } from '../../core/billing/cost/cost-sums.ts';
import { ExportSummer, isReconciled, reconcileCosts } from '../../core/billing/cost/reconcile.ts';
import type { ComparedJob, ExportSums } from '../../core/billing/cost/reconcile.ts';
import { everyPage } from '../every-page.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure, exitStatus, usageFailure } from '../frame/failure.ts';
import type { Column } from '../frame/output/output.ts';
import { counted, dollars } from '../frame/output/words.ts';
import { csvRecords } from '../import/tables/csv.ts';
import { shortId } from '../frame/output/short-id.ts';

interface CostsAsked {
  readonly by: CostGroup;
  readonly period?: string;
  /** Another tenant; for operators. */
  readonly tenant?: string;
}

/** What AWS charges beside what is charged: of each job, model, app or month. */
export async function showCosts(
  context: CommandContext,
  own: Command,
  { by, period, tenant }: CostsAsked,
): Promise<void> {
  const { client } = await context.connect(own, { app: 'none' });
  const months = period === undefined ? [thisMonth(context)] : [period];
  const records = await usageOf(client, months, tenant);
  const sums = sumCosts(records, by);
  context.output(own).rows(sums, sumColumns(by));
  context.say(own, totalWords(costSumOf('all', records)));
}

function totalWords(all: CostSum): string {
  const { jobs, listMicros, discountMicros, costMicros, amountMicros, marginMicros } = all;
  const asIf =
    all.asIf > 0
      ? `; ${counted(all.asIf, 'job')} on your own machine: as if on an instance type, nothing is paid or charged`
      : '';
  const without =
    all.withoutCost > 0 ? `; of ${counted(all.withoutCost, 'job')} no cost is known` : '';
  return (
    `${counted(jobs, 'job')}: list price ${dollars(listMicros)}, discount ${dollars(discountMicros)}, cost ${dollars(costMicros)}, ` +
    `charged ${dollars(amountMicros)}, margin ${dollars(marginMicros)}${asIf}${without}`
  );
}

const money = (name: keyof CostSum & `${string}Micros`): Column<CostSum> => ({
  name,
  value: (sum) => sum[name],
  shown: (sum) => dollars(sum[name]),
  align: 'right',
});

function sumColumns(by: CostGroup): readonly Column<CostSum>[] {
  return [
    { name: by, value: ({ key }) => key },
    { name: 'jobs', value: ({ jobs }) => jobs, align: 'right' },
    ...(
      ['listMicros', 'discountMicros', 'costMicros', 'amountMicros', 'marginMicros'] as const
    ).map(money),
    // Said where there are any: such figures are of another kind, or less than all.
    { name: 'asIf', value: ({ asIf }) => asIf, shown: ({ asIf: n }) => (n > 0 ? `${n}` : '') },
    {
      name: 'withoutCost',
      value: ({ withoutCost }) => withoutCost,
      shown: ({ withoutCost: n }) => (n > 0 ? `${n}` : ''),
    },
  ];
}

/**
 * Compares with a Cost and Usage export. @throws CommandFailure where something differs, or is not
 * known on one of the sides
 */
export async function reconcile(
  context: CommandContext,
  own: Command,
  { file, tenants }: { readonly file: string; readonly tenants: readonly string[] },
): Promise<void> {
  const sums = await sumsOf(file);
  if (sums.firstDay === undefined && sums.otherLines.lines === 0)
    throw usageFailure(`${file} has no line of SageMaker training`);
  const { client } = await context.connect(own, { app: 'none' });
  const asked = tenants.length === 0 ? [undefined] : tenants;
  const records: UsageRecord[] = [];
  for (const tenant of asked) records.push(...(await usageOf(client, monthsOf(sums), tenant)));
  const found = reconcileCosts(records, sums);
  context.output(own).rows(found.jobs, jobColumns);
  const { untagged, otherLines, otherTenants, withoutCost } = found;
  const notes = [
    `by us ${dollars(found.ourCostMicros)}, by AWS ${dollars(found.awsCostMicros)} for ${counted(found.jobs.length, 'job')}, ${sums.firstDay} to ${sums.lastDay}`,
    ...(untagged.lines > 0
      ? [
          `${counted(untagged.lines, 'line')} of training without our tags: ${dollars(untagged.costMicros)}`,
        ]
      : []),
    ...(otherLines.lines > 0
      ? [
          `${counted(otherLines.lines, 'line')} of taxes, credits and refunds are not compared: ${dollars(otherLines.costMicros)}`,
        ]
      : []),
    ...(otherTenants.jobs > 0
      ? [
          `${counted(otherTenants.jobs, 'job')} of other tenants are not compared: ${dollars(otherTenants.costMicros)} (--tenant <id>, for operators)`,
        ]
      : []),
    ...(withoutCost > 0
      ? [
          `${counted(withoutCost, 'usage record')} without a cost of AWS's are left out (of a laptop, of an earlier release, or nothing began)`,
        ]
      : []),
  ];
  for (const note of notes) context.say(own, note);
  if (isReconciled(found)) return;
  const odd = found.jobs.filter(({ comparison }) => comparison !== 'equal');
  throw new CommandFailure(
    `not reconciled: ${counted(odd.length, 'job')} differ or are known to one side only, ${counted(untagged.lines, 'line')} without our tags`,
    { exitStatus: exitStatus.refused, code: 'costs-not-reconciled' },
  );
}

const jobColumns: readonly Column<ComparedJob>[] = [
  { name: 'job', value: ({ jobId }) => jobId, shown: ({ jobId }) => shortId(jobId) },
  { name: 'tenant', value: ({ userId }) => userId },
  { name: 'model', value: ({ appId, modelId }) => (appId ? `${appId}/${modelId}` : undefined) },
  {
    name: 'ourCostMicros',
    value: ({ ourCostMicros }) => ourCostMicros,
    shown: ({ ourCostMicros: micros }) => (micros === undefined ? '–' : dollars(micros)),
    align: 'right',
  },
  {
    name: 'awsCostMicros',
    value: ({ awsCostMicros }) => awsCostMicros,
    shown: ({ awsCostMicros: micros }) => (micros === undefined ? '–' : dollars(micros)),
    align: 'right',
  },
  {
    name: 'differenceMicros',
    value: ({ differenceMicros }) => differenceMicros,
    shown: ({ differenceMicros }) => dollars(differenceMicros),
    align: 'right',
  },
  { name: 'comparison', value: ({ comparison }) => comparison },
];

/** Line by line: exports have gigabytes. */
async function sumsOf(file: string): Promise<ExportSums> {
  const bytes = createReadStream(file);
  const text = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  // What a pipe reads from does not tell the reader of its own end.
  bytes.on('error', (error) => text.destroy(error));
  const summer = new ExportSummer();
  let read: CostLineReader | undefined;
  for await (const { fields } of csvRecords(text)) {
    if (!read) {
      read = costLineReader(fields);
      continue;
    }
    const line = read(fields);
    if (line) summer.add(line);
  }
  if (!read) throw usageFailure(`${file} is empty`);
  return summer.sums();
}

/** Of the export’s days, and the month before: a job counts in the month of its request. */
function monthsOf({ firstDay, lastDay = '' }: ExportSums): string[] {
  if (firstDay === undefined) return [];
  const months: string[] = [];
  const date = new Date(`${firstDay.slice(0, 7)}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - 1);
  while (date.toISOString().slice(0, 7) <= lastDay.slice(0, 7)) {
    months.push(date.toISOString().slice(0, 7));
    date.setUTCMonth(date.getUTCMonth() + 1);
  }
  return months;
}

function thisMonth(context: CommandContext): string {
  return context.now().toISOString().slice(0, 7);
}

async function usageOf(
  client: Client,
  months: readonly string[],
  tenant: string | undefined,
): Promise<UsageRecord[]> {
  const of = tenant === undefined ? {} : { user_id: tenant };
  const records: UsageRecord[] = [];
  for (const period of months) {
    const pages = everyPage(
      async (page) =>
        (await client.call('ListUsageRecords', { ...of, period, ...page })).usage_records,
    );
    for await (const record of pages) records.push(record);
  }
  return records;
}
