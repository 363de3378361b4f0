import { Command } from 'commander';
import type { ActiveFreezing, ActiveJob } from '../../../core/api/wire/messages.ts';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import type { Column } from '../../frame/output/output.ts';
import { overInWords, sourceInWords } from '../../../core/estimate/remaining/remaining-words.ts';
import { dollars, dollarsUp, duration } from '../../frame/output/words.ts';
import { shortId } from '../../frame/output/short-id.ts';

/** A job or a dataset version that is being frozen, in one list. */
interface Row {
  readonly kind: string;
  readonly app: string;
  readonly of: string;
  readonly id: string;
  readonly status: string;
  readonly percent: number | undefined;
  readonly secondsLeft: number | undefined;
  /** How long it will still run, and where that comes from. */
  readonly remaining: ActiveJob['remaining'];
  readonly amountSoFarMicros: number;
  readonly maxAmountMicros: number | undefined;
  readonly why: string;
}

/** `deeptune activity`: what runs, what waits, and why. */
export function activityCommand(context: CommandContext): Command {
  const command = new Command('activity')
    .summary('what runs, what waits and why')
    .description(
      'Lists every training, evaluation and prediction that is not done yet, over all apps (or of --app), with its progress, what it has cost so far, and why it waits.',
    )
    .action(async (_options, own: Command) => {
      const { client } = await context.connect(own, { app: 'none' });
      const { app } = own.optsWithGlobals<{ readonly app?: string }>();
      const asked = app === undefined ? {} : { app_id: app };
      const answer = await client.call('ListActivity', asked);
      const output = context.output(own);
      const rows = [...answer.jobs.map(ofJob), ...answer.dataset_versions.map(ofFreezing)];
      output.rows(rows, output.format === 'table' ? columns : fields, rows);
      const { running, maxRunning } = answer;
      context.say(
        own,
        rows.length === 0
          ? `Nothing runs and nothing waits; ${maxRunning} may run at the same time`
          : `${running} of at most ${maxRunning} run at the same time`,
      );
    });
  return withExamples(command, { line: 'activity', words: 'what runs, what waits and why' });
}

function ofJob(job: ActiveJob): Row {
  const { progress, remaining, wait, reservation } = job;
  return {
    kind: job.kind,
    app: job.app_id,
    of: job.model_id,
    id: job.id,
    status: job.status,
    percent: progress?.percent,
    secondsLeft: remaining?.p50Seconds,
    remaining,
    amountSoFarMicros: job.amountSoFarMicros,
    maxAmountMicros: reservation?.maxAmountMicros,
    why: wait?.message ?? nowWords(job),
  };
}

/** What it is at, and where its time left comes from: `training; measured (40 steps)`. */
function nowWords({ kind, progress, remaining }: ActiveJob): string {
  const left = remaining ? [sourceInWords(remaining, kind), overInWords(remaining)] : [];
  return [progress?.stage ?? 'starting', ...left].filter(Boolean).join('; ');
}

function ofFreezing(version: ActiveFreezing): Row {
  return {
    kind: 'freeze',
    app: version.app_id,
    of: version.dataset_id,
    id: version.id,
    status: version.state,
    percent: undefined,
    secondsLeft: undefined,
    remaining: undefined,
    amountSoFarMicros: 0,
    maxAmountMicros: undefined,
    why: version.lastError ?? '',
  };
}

const fields: readonly Column<Row>[] = [
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'app', value: ({ app }) => app },
  { name: 'of', value: ({ of }) => of },
  { name: 'id', value: ({ id }) => id },
  { name: 'status', value: ({ status }) => status },
  { name: 'percent', value: ({ percent }) => percent },
  { name: 'secondsLeft', value: ({ secondsLeft }) => secondsLeft },
  { name: 'p10SecondsLeft', value: ({ remaining }) => remaining?.p10Seconds },
  { name: 'p90SecondsLeft', value: ({ remaining }) => remaining?.p90Seconds },
  { name: 'leftSource', value: ({ remaining }) => remaining?.source },
  { name: 'measuredSteps', value: ({ remaining }) => remaining?.measuredSteps },
  { name: 'overSeconds', value: ({ remaining }) => remaining?.overSeconds },
  { name: 'amountSoFarMicros', value: (row) => row.amountSoFarMicros },
  { name: 'maxAmountMicros', value: ({ maxAmountMicros }) => maxAmountMicros },
  { name: 'why', value: ({ why }) => why },
];

const columns: readonly Column<Row>[] = [
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'of', value: ({ app, of }) => `${app}/${of}` },
  { name: 'id', value: ({ id }) => shortId(id) },
  { name: 'status', value: ({ status }) => status },
  {
    name: 'done',
    value: ({ percent }) => (percent === undefined ? '' : `${percent} %`),
    align: 'right',
  },
  {
    name: 'left',
    value: ({ secondsLeft: left }) => (left === undefined ? '' : duration(left)),
    align: 'right',
  },
  {
    name: 'so far',
    value: ({ amountSoFarMicros: amount, maxAmountMicros: max }) =>
      `${dollars(amount)}${max === undefined ? '' : ` of ${dollarsUp(max)}`}`,
    align: 'right',
  },
  { name: 'why', value: ({ why }) => why },
];
