import type { Command } from 'commander';
import type { EstimatedJob } from '../../core/api/wire/messages.ts';
import type { CommandContext } from '../frame/context.ts';
import type { Column } from '../frame/output/output.ts';
import { findModel } from '../training/find-model.ts';
import { reportLines } from './report-lines.ts';

export interface ReportOptions {
  readonly kind?: string;
  readonly template?: string;
  readonly model?: string;
}

/** `deeptune estimator report`. @throws CommandFailure (3) for what is not there */
export async function printEstimatorReport(
  context: CommandContext,
  command: Command,
  { kind, template, model }: ReportOptions,
): Promise<void> {
  const isOfModel = model !== undefined;
  const { client, app } = await context.connect(command, { app: isOfModel ? 'needed' : 'none' });
  const { app: named } = command.optsWithGlobals<{ readonly app?: string }>();
  if (isOfModel) await findModel(client, model);
  const appId = isOfModel ? app : named;
  const { report } = await client.call('GetEstimatorReport', {
    ...(kind === undefined ? {} : { kind }),
    ...(template === undefined ? {} : { template_id: template }),
    ...(appId === undefined ? {} : { app_id: appId }),
    ...(isOfModel ? { model_id: model } : {}),
  });
  const output = context.output(command);
  const [headline = ''] = report.summary;
  if (output.format === 'csv') output.rows(report.jobs, jobFields);
  else output.text(reportLines(report, Math.min(context.out.columns, widest)), report);
  if (output.format === 'csv') context.say(command, headline);
}

/** A plot that is wider than the tables above it says no more. */
const widest = 80;

/** One line per job, as programs read it: seconds and micro-dollars. */
const jobFields: readonly Column<EstimatedJob>[] = [
  { name: 'endedAt', value: ({ ended_at }) => ended_at },
  { name: 'promisedAt', value: ({ promised_at }) => promised_at },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'app', value: ({ app_id }) => app_id },
  { name: 'model', value: ({ model_id }) => model_id },
  { name: 'version', value: ({ model_version_id }) => model_version_id },
  { name: 'job', value: ({ id }) => id },
  { name: 'modelType', value: ({ model_type_id }) => model_type_id },
  { name: 'template', value: ({ template_id }) => template_id },
  { name: 'instanceType', value: ({ instanceType }) => instanceType },
  { name: 'device', value: ({ device }) => device },
  { name: 'evidence', value: ({ evidence }) => evidence },
  { name: 'jobsKnown', value: ({ jobCount }) => jobCount },
  { name: 'inputs', value: ({ inputCount }) => inputCount },
  { name: 'epochs', value: ({ epochs }) => epochs },
  { name: 'p10Seconds', value: ({ promisedSeconds }) => promisedSeconds.p10 },
  { name: 'p50Seconds', value: ({ promisedSeconds }) => promisedSeconds.p50 },
  { name: 'p90Seconds', value: ({ promisedSeconds }) => promisedSeconds.p90 },
  { name: 'seconds', value: ({ seconds }) => seconds },
  { name: 'p10AmountMicros', value: ({ promisedAmountMicros }) => promisedAmountMicros.p10 },
  { name: 'p50AmountMicros', value: ({ promisedAmountMicros }) => promisedAmountMicros.p50 },
  { name: 'p90AmountMicros', value: ({ promisedAmountMicros }) => promisedAmountMicros.p90 },
  { name: 'amountMicros', value: ({ amountMicros }) => amountMicros },
  { name: 'formulaSeconds', value: ({ formulaSeconds }) => formulaSeconds },
  { name: 'formulaRefittedSeconds', value: ({ formulaRefittedSeconds: refitted }) => refitted },
  { name: 'linearSeconds', value: ({ linearSeconds }) => linearSeconds },
];
