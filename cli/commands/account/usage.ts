import { Command, Option } from 'commander';
import type { UsageRecord } from '../../../core/api/wire/messages.ts';
import { everyPage } from '../../every-page.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { Column } from '../../frame/output/output.ts';
import { counted, dollars, duration } from '../../frame/output/words.ts';
import { minuteOf, shortId } from '../../models/version-facts.ts';
import { sumBy, usageGroups } from '../../models/usage-sums.ts';
import type { UsageGroup, UsageSum } from '../../models/usage-sums.ts';
import { isWide } from '../../models/wide.ts';
import { month } from '../options/option-values.ts';

interface Options {
  readonly by: UsageGroup | 'record';
  readonly period?: string;
}

/** `deeptune usage`: what was charged, and what the budget has left. */
export function usageCommand(context: CommandContext): Command {
  const command = new Command('usage')
    .summary('what was charged: by day, model or app, and what the budget has left')
    .description(
      'Shows what was charged in a month, and what the budget has left. --by record --format csv is for finance: one line per job, amounts in dollars and micro-dollars.',
    )
    .addOption(
      new Option('--by <what>', 'what to sum up by')
        .choices([...usageGroups, 'record'])
        .default('day'),
    )
    .option('--period <month>', 'such as 2026-11 (this month, UTC)', month)
    .action(async ({ by, period }: Options, own: Command) => {
      const { client } = await context.connect(own, { app: 'none' });
      const { app } = own.optsWithGlobals<{ readonly app?: string }>();
      const asked = {
        period: period ?? context.now().toISOString().slice(0, 7),
        ...(app === undefined ? {} : { app_id: app }),
      };
      const records: UsageRecord[] = [];
      const pages = everyPage(
        async (page) =>
          (await client.call('ListUsageRecords', { ...asked, ...page })).usage_records,
      );
      for await (const record of pages) records.push(record);
      const { amount } = await client.call('GetAmount', asked);
      const output = context.output(own);
      const people = recordColumns(isWide(context.out));
      const isTable = output.format === 'table';
      if (by === 'record') output.rows(records, isTable ? people : recordFields, records);
      else output.rows(sumBy(records, by), sumColumns(by));
      const { amountMicros, heldMicros, budgetMicros } = amount;
      const budget =
        budgetMicros === undefined
          ? 'no budget of the month'
          : `budget of the month ${dollars(budgetMicros)}`;
      const of = `${asked.period}${app === undefined ? '' : `, app '${app}'`}`;
      context.say(
        own,
        `total ${dollars(amountMicros)} for ${counted(records.length, 'job')} in ${of}; ` +
          `${dollars(heldMicros)} set aside for jobs under way; ${budget}`,
      );
    });
  return withExamples(
    command,
    { line: 'usage', words: 'this month by day' },
    { line: 'usage --by model', words: 'what each model has cost' },
    { line: 'usage --by record --format csv', words: 'one line per job, for finance' },
  );
}

function sumColumns(by: UsageGroup): readonly Column<UsageSum>[] {
  return [
    { name: by, value: ({ key }) => key },
    { name: 'jobs', value: ({ jobs }) => jobs, align: 'right' },
    {
      name: 'billableSeconds',
      value: ({ billableSeconds }) => billableSeconds,
      shown: ({ billableSeconds }) => duration(billableSeconds),
      align: 'right',
    },
    {
      name: 'amountMicros',
      value: ({ amountMicros }) => amountMicros,
      shown: ({ amountMicros }) => dollars(amountMicros),
      align: 'right',
    },
  ];
}

const wideColumns: readonly Column<UsageRecord>[] = [
  { name: 'version', value: ({ versionId }) => shortId(versionId) },
  { name: 'on', value: ({ instanceType }) => instanceType },
];

/** For people. */
const recordColumns = (hasRoom: boolean): readonly Column<UsageRecord>[] => [
  { name: 'at', value: ({ recordedAt }) => minuteOf(recordedAt).slice(5) },
  { name: 'model', value: ({ appId, modelId }) => `${appId}/${modelId}` },
  ...(hasRoom ? wideColumns : []),
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'ended', value: ({ endReason }) => endReason },
  { name: 'charged', value: ({ billableSeconds }) => duration(billableSeconds), align: 'right' },
  { name: 'amount', value: ({ amountMicros }) => dollars(amountMicros), align: 'right' },
];

/** For finance: amounts in micro-dollars, which add up, and in dollars. */
const recordFields: readonly Column<UsageRecord>[] = [
  { name: 'recordedAt', value: ({ recordedAt }) => recordedAt },
  { name: 'app', value: ({ appId }) => appId },
  { name: 'model', value: ({ modelId }) => modelId },
  { name: 'version', value: ({ versionId }) => versionId },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'instanceType', value: ({ instanceType }) => instanceType },
  { name: 'endReason', value: ({ endReason }) => endReason },
  { name: 'billableSeconds', value: ({ billableSeconds }) => billableSeconds },
  { name: 'microsPerHour', value: ({ microsPerHour }) => microsPerHour },
  { name: 'amountMicros', value: ({ amountMicros }) => amountMicros },
  { name: 'amountDollars', value: ({ amountMicros }) => (amountMicros / 1_000_000).toFixed(6) },
  { name: 'job', value: ({ trainingJobName }) => trainingJobName },
];
