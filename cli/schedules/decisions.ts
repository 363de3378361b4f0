import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { Schedule, ScheduleDecision, ScheduleFiring } from '../../core/api/wire/messages.ts';
import { numbersInWords, reasonInWords } from '../../core/training/words/decision-words.ts';
import type { CommandContext } from '../frame/context.ts';
import { notFoundFailure } from '../frame/failure.ts';
import type { Column } from '../frame/output/output.ts';
import { commandLine } from '../frame/output/words.ts';
import { minuteOf } from '../models/version-facts.ts';
import { shortId } from '../frame/output/short-id.ts';
import type { NamedSchedule } from './schedules.ts';

/** Columns for programs: each number that was looked at. */
const decisionColumns: readonly Column<ScheduleFiring>[] = [
  { name: 'at', value: ({ scheduled_at: at }) => at },
  { name: 'decision', value: ({ result }) => result },
  { name: 'reason', value: ({ reason }) => reason },
  { name: 'version', value: ({ model_version_id: version }) => version },
  { name: 'newInputs', value: newInputsOf },
  { name: 'relabelledInputs', value: ({ numbers }) => numbers?.relabelledInputs },
  { name: 'drift', value: ({ numbers }) => numbers?.drift?.score },
  { name: 'gainPoints', value: ({ numbers }) => numbers?.expectedGain?.points },
  { name: 'gainLow', value: ({ numbers }) => numbers?.expectedGain?.low },
  { name: 'gainHigh', value: ({ numbers }) => numbers?.expectedGain?.high },
  { name: 'priceMicros', value: ({ numbers }) => numbers?.quote?.priceMicros },
  { name: 'maxPriceMicros', value: ({ numbers }) => numbers?.quote?.maxPriceMicros },
  { name: 'purchase', value: ({ numbers }) => numbers?.purchase },
  { name: 'detail', value: ({ detail }) => detail },
];

/** `deeptune schedules decisions`: what one decided each time it fired, and by which numbers. */
export async function listDecisions(
  context: CommandContext,
  command: Command,
  named: NamedSchedule,
): Promise<void> {
  const { client } = await context.connect(command);
  const { firings, id } = await findSchedule(client, named);
  const output = context.output(command);
  if (output.format === 'csv') output.rows(firings, decisionColumns);
  else output.text(firings.flatMap(firingLines), firings);
  if (firings.length === 0) context.say(command, `schedule '${id}' has not fired yet`);
}

/** A firing, its reason and its numbers, a line each. */
export function firingLines(firing: ScheduleFiring): string[] {
  const { scheduled_at: at, model_version_id: version } = firing;
  const trained = version === undefined ? '' : `, version ${shortId(version)}`;
  return [`${minuteOf(at)}  ${firing.result}${trained}${why(firing)}`, ...indented(firing)];
}

/** `deeptune schedules preview`: what it would decide now; nothing is started. */
export async function previewDecision(
  context: CommandContext,
  command: Command,
  named: NamedSchedule,
): Promise<void> {
  const { client } = await context.connect(command);
  const { id } = await findSchedule(client, named);
  const at = { model_id: named.model, schedule_id: id };
  const { decision } = await client.call('GetScheduleDecision', at);
  const word = decision.result === 'started' ? 'it would retrain' : 'it would not retrain';
  const lines = [`${word}${why(decision)}`, ...indented(decision)];
  context.output(command).text(lines, decision);
  context.say(command, 'dry run: nothing was started, and nothing is recorded');
}

/** `deeptune schedules fire`: decides now, as if it were time. */
export async function fireSchedule(
  context: CommandContext,
  command: Command,
  named: NamedSchedule,
): Promise<void> {
  const { client } = await context.connect(command);
  const { id } = await findSchedule(client, named);
  await context.confirm(
    command,
    `Let schedule '${id}' of model '${named.model}' decide now? Where it retrains, that is billed`,
  );
  const at = { model_id: named.model, schedule_id: id };
  const { firing } = await client.call('FireSchedule', at);
  context.output(command).text(firingLines(firing), firing);
  const next = commandLine('schedules', 'decisions', named.model, id);
  context.say(command, `${next} says what came of it`);
}

/** @throws CommandFailure (3) with those that there are */
async function findSchedule(client: Client, { model, id }: NamedSchedule): Promise<Schedule> {
  const { schedules } = await client.call('ListSchedules', { model_id: model });
  const found = schedules.find((each) => each.id === id);
  if (found) return found;
  throw notFoundFailure(
    `Model '${model}' has no schedule '${id}'; it has: ${schedules.map((each) => each.id).join(', ') || 'none'}`,
    commandLine('schedules', 'list', model),
  );
}

function why({ reason }: Pick<ScheduleDecision, 'reason'>): string {
  return reason === undefined ? '' : `: ${reasonInWords(reason)}`;
}

function indented({ result, detail, numbers }: ScheduleDecision): string[] {
  // Of one that trained the detail is the version, which stands above.
  const said = result === 'started' ? '' : detail;
  return [said, ...(numbers ? numbersInWords(numbers) : [])]
    .filter((line) => line !== '')
    .map((line) => `    ${line}`);
}

function newInputsOf({ numbers, new_inputs: before }: ScheduleFiring): number | undefined {
  return numbers?.newInputs ?? before;
}
