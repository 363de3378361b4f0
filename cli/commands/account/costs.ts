import { Command, Option } from 'commander';
import { costGroups } from '../../../core/billing/cost/cost-sums.ts';
import type { CostGroup } from '../../../core/billing/cost/cost-sums.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { month } from '../options/option-values.ts';

/** `deeptune costs`: what AWS charges, beside what is charged. */
export function costsCommand(context: CommandContext): Command {
  return new Command('costs')
    .summary('what AWS charges beside what is charged: list price, discount, cost, margin')
    .description(
      "Shows list price, spot discount, AWS's cost, charge and margin in one line; compares them with AWS's own Cost and Usage export.",
    )
    .addCommand(listCommand(context), { isDefault: true })
    .addCommand(reconcileCommand(context));
}

const load = () => import('../../costs/costs.ts');

interface ListOptions {
  readonly by: CostGroup;
  readonly period?: string;
  readonly tenant?: string;
}

function listCommand(context: CommandContext): Command {
  const command = new Command('list')
    .summary('list price, discount, cost, charge and margin of a month')
    .description(
      'Shows what AWS charges for the jobs of a month beside what was charged. On the laptop nothing is paid: as if on an instance type.',
    )
    .addOption(new Option('--by <what>', 'what to sum up by').choices(costGroups).default('model'))
    .option('--period <month>', 'such as 2026-11 (this month, UTC)', month)
    .option('--tenant <id>', 'of another tenant (operators only)')
    .action(async (options: ListOptions, own: Command) =>
      (await load()).showCosts(context, own, options),
    );
  return withExamples(
    command,
    { line: 'costs', words: 'this month by model' },
    { line: 'costs --by job --format csv', words: 'one line per job, for finance' },
  );
}

function reconcileCommand(context: CommandContext): Command {
  const command = new Command('reconcile')
    .summary("compare with AWS's Cost and Usage export")
    .description(
      'Compares the cost of each job with a Cost and Usage Report, or a Data Export (CUR 2.0), as CSV with resource tags; .gz too. Exit code 1 where something differs by more than a cent and 1 %, is known to one side only, or has none of our tags.',
    )
    .argument('<file>', 'the export: .csv or .csv.gz')
    .option(
      '--tenant <id>',
      'of this tenant; may be repeated (operators only)',
      (id: string, before: readonly string[]) => [...before, id],
      [] as readonly string[],
    )
    .action(
      async (file: string, { tenant }: { readonly tenant: readonly string[] }, own: Command) =>
        (await load()).reconcile(context, own, { file, tenants: tenant }),
    );
  return withExamples(command, {
    line: 'costs reconcile november.csv.gz',
    words: 'your jobs of the export',
  });
}
