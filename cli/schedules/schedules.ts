import type { Command } from 'commander';
import type { Schedule } from '../../core/api/wire/messages.ts';
import type { CommandContext } from '../frame/context.ts';
import type { Column } from '../frame/output/output.ts';
import { commandLine } from '../frame/output/words.ts';
import { findModel } from '../training/find-model.ts';
import { appWords } from '../training/named-app.ts';

export const scheduleColumns: readonly Column<Schedule>[] = [
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
  context.output(command).rows(found, scheduleColumns, found);
  if (found.length === 0) {
    const create = commandLine('schedules', 'create', model ?? '<model>', '--every', '1d');
    context.say(command, `no schedules; ${[create, ...appWords(command, session)].join(' ')}`);
  }
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
  context.output(command).record(schedule, scheduleColumns, schedule);
}

export interface NamedSchedule {
  readonly model: string;
  readonly id: string;
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
