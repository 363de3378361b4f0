import type { Command } from 'commander';
import type { JsonObject } from '../../core/json.ts';
import type { CommandContext } from '../frame/context.ts';
import { usageFailure } from '../frame/failure.ts';
import { commandLine, counted, dollars } from '../frame/output/words.ts';
import { versionOrPromoted } from '../training/promoted.ts';
import { scheduleColumns } from './schedules.ts';

export interface NewSchedule {
  readonly model: string;
  readonly dataset?: string;
  readonly every?: string;
  readonly cron?: string;
  readonly timezone: string;
  readonly minNewInputs: number;
  readonly drift?: number;
  readonly worthPerPoint?: number;
  readonly maxPrice?: number;
  readonly doneBy?: string;
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
  const dataset =
    asked.dataset ??
    (await versionOrPromoted(client, model, undefined)).train_info?.dataset.id ??
    '';
  await context.confirm(command, questionOf({ ...asked, dataset }, expression));
  const schedule = {
    ...{ dataset_id: dataset, expression, timezone, min_new_inputs: minNewInputs, params },
    ...rulesOf(asked),
    ...(id === undefined ? {} : { id }),
  };
  const answer = await client.call('PostSchedule', { model_id: model }, { schedule });
  context.output(command).record(answer.schedule, scheduleColumns, answer.schedule);
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

/** What is asked of a firing beside new inputs, as the API names it. */
function rulesOf({ drift, worthPerPoint, maxPrice, doneBy }: NewSchedule) {
  return {
    ...(drift === undefined ? {} : { drift_threshold: drift }),
    ...(worthPerPoint === undefined ? {} : { worth_per_point_micros: worthPerPoint }),
    ...(maxPrice === undefined ? {} : { max_price_micros: maxPrice }),
    ...(doneBy === undefined ? {} : { done_by: doneBy }),
  };
}

function questionOf(asked: NewSchedule & { readonly dataset: string }, expression: string): string {
  const { model, dataset, minNewInputs, drift, worthPerPoint, maxPrice, doneBy } = asked;
  const when = `at least ${counted(minNewInputs, 'new input')} came into dataset '${dataset}'`;
  const shift = drift === undefined ? '' : `, or the data shifted by ${drift} or more`;
  const rules = [
    ...(worthPerPoint === undefined
      ? []
      : [`and what it should gain is worth it at ${dollars(worthPerPoint)} a point`]),
    ...(maxPrice === undefined ? [] : [`for ${dollars(maxPrice)} at most each time`]),
    ...(doneBy === undefined ? [] : [`done by ${doneBy}, as cheap as that allows`]),
  ];
  const only = rules.length === 0 ? '' : `, ${rules.join(', ')}`;
  return `Retrain '${model}' by itself, by ${expression}, where ${when}${shift}${only}? Each retraining is billed`;
}
