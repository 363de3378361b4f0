import type { Command } from 'commander';
import type { RateCard } from '../../core/api/wire/messages.ts';
import { price } from '../frame/option-price.ts';
import type { CommandContext } from '../frame/context.ts';
import { usageFailure } from '../frame/failure.ts';
import type { Column, Output } from '../frame/output/output.ts';
import { dollars, duration } from '../frame/output/words.ts';
import { minuteOf } from '../models/version-facts.ts';

export interface RateOptions {
  readonly tenant?: string;
  /** `ml.g5.2xlarge=5` */
  readonly instance?: readonly string[];
  readonly freeSeconds?: number;
  /** Micro-dollars. */
  readonly minimum?: number;
}

type Tenant = Pick<RateOptions, 'tenant'>;

const userOf = ({ tenant }: Tenant) => (tenant === undefined ? {} : { user_id: tenant });
const levelOf = ({ tenant }: Tenant) =>
  tenant === undefined ? ('account' as const) : ('tenant' as const);
const connect = (context: CommandContext, own: Command) => context.connect(own, { app: 'none' });

export async function showRates(
  context: CommandContext,
  own: Command,
  options: Tenant,
): Promise<void> {
  const { client } = await connect(context, own);
  const answer = await client.call('ListRateCards', userOf(options));
  const { current, rate_cards: all } = answer;
  const others = all.filter(({ version }) => version !== current.version);
  const output = context.output(own);
  if (output.format === 'json') output.text([], { current, rate_cards: all });
  else output.rows([current, ...others], columnsOf(output));
  say(context, own, current);
}

export async function setRates(
  context: CommandContext,
  own: Command,
  options: RateOptions & { readonly dollars: number },
): Promise<void> {
  const { dollars: microsPerHour, freeSeconds, minimum, tenant } = options;
  const rates = Object.fromEntries((options.instance ?? []).map(rateOf));
  const { client } = await connect(context, own);
  const whom = tenant === undefined ? 'every tenant without a card of his own' : `'${tenant}'`;
  await context.confirm(
    own,
    `Charge ${whom} ${dollars(microsPerHour)} an hour for what is quoted from now on?`,
  );
  const card = {
    ...{ level: levelOf(options), microsPerHour, ratesMicrosPerHour: rates },
    ...(freeSeconds === undefined ? {} : { freeSecondsPerMonth: freeSeconds }),
    ...(minimum === undefined ? {} : { minimumMicrosPerJob: minimum }),
  };
  const answer = await client.call('PutRateCard', userOf(options), { rate_card: card });
  const output = context.output(own);
  output.record(answer.rate_card, columnsOf(output), answer.rate_card);
}

export async function withdrawRates(
  context: CommandContext,
  own: Command,
  options: Tenant,
): Promise<void> {
  const { client } = await connect(context, own);
  const whose = options.tenant === undefined ? "the account's" : `the one of '${options.tenant}'`;
  await context.confirm(own, `Take the rate card away, ${whose}?`);
  const asked = { ...userOf(options), level: levelOf(options) };
  const { current } = await client.call('DeleteRateCard', asked);
  const output = context.output(own);
  output.record(current, columnsOf(output), current);
  say(context, own, current);
}

/** @throws CommandFailure (2) */
function rateOf(text: string): [string, number] {
  const [, type = '', amount = ''] = /^([^=]+)=\$?(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (type !== '') return [type, price(amount)];
  throw usageFailure(`--instance is '${text}' but must be such as ml.g5.2xlarge=5.20`);
}

function say(context: CommandContext, own: Command, card: RateCard): void {
  context.say(
    own,
    `in force: ${dollars(card.microsPerHour)} an hour, of the ${card.level}, price list ${card.version}`,
  );
}

/** People read other names than tools. */
function columnsOf({ format }: Output): readonly Column<RateCard>[] {
  if (format !== 'table') return columns;
  return columns.map((column) => ({ ...column, name: shownNames[column.name] ?? column.name }));
}

const shownNames: Readonly<Record<string, string>> = {
  microsPerHour: 'perHour',
  freeSecondsPerMonth: 'freePerMonth',
  minimumMicrosPerJob: 'minimum',
  createdAt: 'since',
};

const columns: readonly Column<RateCard>[] = [
  { name: 'version', value: ({ version }) => version },
  { name: 'level', value: ({ level }) => level },
  {
    name: 'microsPerHour',
    value: ({ microsPerHour }) => microsPerHour,
    shown: ({ microsPerHour }) => dollars(microsPerHour),
    align: 'right',
  },
  {
    name: 'instances',
    value: ({ ratesMicrosPerHour }) => JSON.stringify(ratesMicrosPerHour),
    shown: ({ ratesMicrosPerHour }) =>
      Object.entries(ratesMicrosPerHour)
        .map(([type, micros]) => `${type} ${dollars(Number(micros))}`)
        .join(', '),
  },
  {
    name: 'freeSecondsPerMonth',
    value: (card) => card.freeSecondsPerMonth,
    shown: (card) => (card.freeSecondsPerMonth === 0 ? '' : duration(card.freeSecondsPerMonth)),
    align: 'right',
  },
  {
    name: 'minimumMicrosPerJob',
    value: (card) => card.minimumMicrosPerJob,
    shown: (card) => (card.minimumMicrosPerJob === 0 ? '' : dollars(card.minimumMicrosPerJob)),
    align: 'right',
  },
  { name: 'createdAt', value: (card) => card.createdAt, shown: (card) => minuteOf(card.createdAt) },
];
