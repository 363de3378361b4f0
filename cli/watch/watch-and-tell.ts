import type { Command } from 'commander';
import type { ModelVersion } from '../../core/api/wire/messages.ts';
import type { CommandContext } from '../frame/context.ts';
import { globalsOf } from '../frame/global-options.ts';
import type { Column } from '../frame/output/output.ts';
import type { Session } from '../frame/connection/session.ts';
import { commandLine } from '../frame/output/words.ts';
import { failureOfStanding, standingInWords, standingOf } from '../training/standing.ts';
import type { Standing } from '../training/standing.ts';
import { failureOfEnd } from '../training/start-training.ts';
import { nextLines } from './next-words.ts';
import { resultLines } from './result-words.ts';
import type { Watched } from '../training/training-state.ts';
import { comparedLines, comparedTimes } from './forecast-beside-actual.ts';
import { isEnded, statusOf } from '../training/training-state.ts';
import { watchTraining } from './watch.ts';

export interface ToldTraining {
  readonly session: Session;
  readonly modelId: string;
  readonly versionId: string;
  /** Words that every command of it needs: the app, where it was named. */
  readonly named: readonly string[];
}

/**
 * Watches a training to its end, and tells what it is worth and what to do next. Ctrl-C leaves it
 * running and says how it is watched and stopped.
 * @throws CommandFailure by how it ended
 */
export async function watchAndTell(
  context: CommandContext,
  command: Command,
  { session, modelId, versionId, named }: ToldTraining,
): Promise<void> {
  const { client } = session;
  const words = [modelId, '--version', versionId, ...named];
  let waiting = '';
  const undo = context.onInterrupt(() => [
    'The training goes on.',
    `  ${commandLine('watch', ...words)}   shows how it goes`,
    `  ${commandLine('stop', ...words)}    ends it and keeps what it has learnt`,
  ]);
  const { version, times } = await watchTraining({ client, modelId, versionId }, context, {
    isQuiet: globalsOf(command).quiet === true,
    onChange: ({ status, detail, stage }) => {
      // Without a terminal each phase is a line; on one the line that is drawn over says it.
      const now = status === 'queued' ? `queued: ${detail}` : (stage ?? status);
      if (now !== waiting && !context.err.isTerminal && !isEnded({ status }))
        context.say(command, now);
      waiting = now;
    },
  }).finally(undo);
  const failure = failureOfEnd(version, modelId, named);
  if (failure) throw failure;
  const standing = await standingOf(client, modelId, version);
  tell(context, command, { version, modelId, session, standing, ...(times ? { times } : {}) });
  const notPromoted = failureOfStanding(standing, { modelId, versionId, named });
  if (notPromoted) throw notPromoted;
  for (const line of nextLines({ session, modelId, versionId, named, version }))
    context.say(command, line);
}

function tell(context: CommandContext, command: Command, of: Told): void {
  const output = context.output(command);
  const { bold, green, yellow } = context.out.style;
  const { standing } = of;
  const colour = ['promoted', 'trained'].includes(standing.word) ? green : yellow;
  const row = { ...of, facts: of.version.metadata?.deeptune };
  if (output.format === 'csv') output.record(row, columns);
  else
    output.text(
      [
        bold(
          colour(`model '${of.modelId}', version ${of.version.id}: ${standingInWords(standing)}`),
        ),
        ...standing.reasons.map((reason) => `- ${reason}`),
        ...resultLines(of.version),
        ...comparedLines(of.version, of.times),
      ],
      {
        ...Object.fromEntries(columns.map(({ name, value }) => [name, value(row) ?? null])),
        gate: of.version.metadata?.deeptune.gate ?? null,
        times: comparedTimes(of.version, of.times),
      },
    );
}

interface Told {
  readonly standing: Standing;
  readonly version: ModelVersion;
  readonly modelId: string;
  readonly session: Session;
  readonly times?: NonNullable<Watched['times']>;
}

interface Result extends Told {
  readonly facts: NonNullable<ModelVersion['metadata']>['deeptune'] | undefined;
}

const bound = ({ facts }: Result, at: 0 | 1) => {
  const interval = facts?.verdict?.interval;
  return Array.isArray(interval) ? Number(interval[at]) : undefined;
};

const columns: readonly Column<Result>[] = [
  { name: 'app', value: ({ session }) => session.app },
  { name: 'model', value: ({ modelId }) => modelId },
  { name: 'version', value: ({ version }) => version.id },
  { name: 'status', value: ({ version }) => statusOf(version) },
  { name: 'standing', value: ({ standing }) => standing.word },
  { name: 'metric', value: ({ facts }) => facts?.verdict?.metric },
  { name: 'heldOut', value: ({ facts }) => facts?.verdict?.heldOut },
  { name: 'low', value: (row) => bound(row, 0) },
  { name: 'high', value: (row) => bound(row, 1) },
  { name: 'heldOutInputs', value: ({ facts }) => facts?.verdict?.count },
  { name: 'trivial', value: ({ facts }) => facts?.verdict?.trivial },
  { name: 'untrained', value: ({ facts }) => facts?.verdict?.untrained },
  { name: 'isBetterThanTrivial', value: ({ facts }) => facts?.verdict?.isBetterThanTrivial },
  { name: 'amountMicros', value: ({ facts }) => facts?.settlement?.amountMicros },
  { name: 'jobSeconds', value: ({ facts }) => facts?.settlement?.jobSeconds },
  { name: 'billableSeconds', value: ({ facts }) => facts?.settlement?.billableSeconds },
  { name: 'p10Seconds', value: ({ times }) => times?.estimate?.p10Seconds },
  { name: 'p50Seconds', value: ({ times }) => times?.estimate?.seconds },
  { name: 'p90Seconds', value: ({ times }) => times?.estimate?.p90Seconds },
];
