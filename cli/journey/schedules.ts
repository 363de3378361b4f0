import type { Command } from 'commander';
import type { Schedule, ScheduleFiring } from '../../core/api/wire/messages.ts';
import type { JsonObject } from '../../core/json.ts';
import type { CommandContext } from '../frame/context.ts';
import { notFoundFailure, usageFailure } from '../frame/failure.ts';
import type { Column } from '../frame/output/output.ts';
import { commandLine } from '../frame/output/words.ts';
import { findModel } from '../training/find-model.ts';
import { versionWith } from '../training/find-version.ts';
import { appWords } from '../training/named-app.ts';

const columns: readonly Column<Schedule>[] = [
  { name: 'id', value: ({ id }) => id },
  { name: 'model', value: ({ model_id: model }) => model },
  { name: 'dataset', value: ({ dataset_id: dataset }) => dataset },
  {
    name: 'when',
    value: ({ expression }) => expression,
    shown: ({ expression, timezone }) => `${expression}${timezone === 'UTC' ? '' : ` ${timezone}`}`,
  },
  {
    name: 'state',
    value: ({ paused }) => (paused ? 'paused' : 'active'),
  },
  { name: 'minNewInputs', value: ({ min_new_inputs: count }) => count, align: 'right' },
  { name: 'lastAt', value: ({ last_firing: last }) => last?.scheduled_at },
  {
    name: 'lastDecision',
    value: ({ last_firing: last }) => last?.result,
    shown: ({ last_firing: last }) => last?.result ?? 'has not fired yet',
  },
  { name: 'reason', value: ({ last_firing: last }) => last?.detail },
];

/** `deeptune schedules list`. */
export async function listSchedules(
  context: CommandContext,
  command: Command,
  model: string | undefined,
): Promise<void> {
  const session = await context.connect(command);
  const { client } = session;
  if (model !== undefined) await findModel(client, model);
  const at = model === undefined ? {} : { model_id: model };
  const { schedules: found } = await client.call('ListSchedules', at);
  context.output(command).rows(found, columns, found);
  if (found.length === 0) {
    const create = commandLine('schedules', 'create', model ?? '<model>', '--every', '1d');
    context.say(command, `no schedules; ${[create, ...appWords(command, session)].join(' ')}`);
  }
}

const decisionColumns: readonly Column<ScheduleFiring>[] = [
  { name: 'at', value: ({ scheduled_at: at }) => at },
  { name: 'decision', value: ({ result }) => result },
  { name: 'reason', value: ({ reason }) => reason },
  { name: 'newInputs', value: ({ new_inputs: count }) => count, align: 'right' },
  { name: 'version', value: ({ model_version_id: version }) => version },
  { name: 'detail', value: ({ detail }) => detail },
];

/** `deeptune schedules decisions`: what one decided each time it fired, and why. */
export async function listDecisions(
  context: CommandContext,
  command: Command,
  { model, id }: NamedSchedule,
): Promise<void> {
  const { client } = await context.connect(command);
  const { schedules } = await client.call('ListSchedules', { model_id: model });
  const found = schedules.find((each) => each.id === id);
  if (found === undefined)
    throw notFoundFailure(
      `Model '${model}' has no schedule '${id}'; it has: ${schedules.map((each) => each.id).join(', ') || 'none'}`,
      commandLine('schedules', 'list', model),
    );
  context.output(command).rows(found.firings, decisionColumns, found.firings);
  if (found.firings.length === 0) context.say(command, `schedule '${id}' has not fired yet`);
}

/** `deeptune schedules pause` and `go-on`. */
export async function pauseSchedule(
  context: CommandContext,
  command: Command,
  { model, id, paused }: NamedSchedule & { readonly paused: boolean },
): Promise<void> {
  const { client } = await context.connect(command);
  const at = { model_id: model, schedule_id: id };
  const { schedule } = await client.call('PatchSchedule', at, { schedule: { paused } });
  context.output(command).record(schedule, columns, schedule);
}

interface NamedSchedule {
  readonly model: string;
  readonly id: string;
}

interface NewSchedule {
  readonly model: string;
  readonly dataset?: string;
  readonly every?: string;
  readonly cron?: string;
  readonly timezone: string;
  readonly minNewInputs: number;
  readonly id?: string;
  readonly params: JsonObject;
}

/** `deeptune schedules create`. @throws CommandFailure (2) where no time is said */
export async function createSchedule(
  context: CommandContext,
  command: Command,
  asked: NewSchedule,
): Promise<void> {
  const { model, timezone, minNewInputs, params, id } = asked;
  const expression = expressionOf(asked);
  const { client } = await context.connect(command);
  const trained = () => versionWith(client, { model, version: undefined }, ['trained']);
  const dataset = asked.dataset ?? (await trained()).train_info?.dataset.id ?? '';
  await context.confirm(
    command,
    `Retrain '${model}' by itself, ${expression}, where ${minNewInputs} inputs or more were added to '${dataset}'? Each retraining is billed`,
  );
  const schedule = {
    ...{ dataset_id: dataset, expression, timezone, min_new_inputs: minNewInputs, params },
    ...(id === undefined ? {} : { id }),
  };
  const answer = await client.call('PostSchedule', { model_id: model }, { schedule });
  context.output(command).record(answer.schedule, columns, answer.schedule);
}

/** `12h` is `rate(12 hours)`. */
function expressionOf({ every, cron, model }: NewSchedule): string {
  const next = commandLine('schedules', 'create', model, '--every', '1d');
  if (cron !== undefined && every !== undefined)
    throw usageFailure('Both --every and --cron say when: name one of them', next);
  if (cron !== undefined) return cron.startsWith('cron(') ? cron : `cron(${cron})`;
  if (every === undefined) throw usageFailure('It is not said when: --every or --cron', next);
  if (every.startsWith('rate(')) return every;
  const [, number = '', unit = ''] = /^(\d+)\s*(m|min|h|d)$/.exec(every) ?? [];
  const word = { m: 'minute', min: 'minute', h: 'hour', d: 'day' }[unit];
  if (word === undefined || Number(number) < 1)
    throw usageFailure(`--every is '${every}' but must be such as 30m, 12h or 1d`, next);
  return `rate(${Number(number)} ${word}${Number(number) === 1 ? '' : 's'})`;
}

/** `deeptune schedules delete`. */
export async function deleteSchedule(
  context: CommandContext,
  command: Command,
  { model, id }: NamedSchedule,
): Promise<void> {
  const { client } = await context.connect(command);
  await context.confirm(command, `End schedule '${id}' of model '${model}'?`);
  await client.call('DeleteSchedule', { model_id: model, schedule_id: id });
  context.output(command).text([`schedule '${id}' was ended`], { id, model, deleted: true });
}
