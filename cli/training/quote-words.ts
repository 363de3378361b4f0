import type { Quote } from '../../core/api/wire/messages.ts';
import { asIfWords } from '../../core/billing/as-if.ts';
import type { Column } from '../frame/output/output.ts';
import { counted, dollars, dollarsUp, duration } from '../frame/output/words.ts';

/** Price and maximum of a quote, and what an amount means here, a line each. */
export function quoteLines(quote: Quote): string[] {
  const { group } = quote;
  return [
    `price: about ${dollars(quote.priceMicros)}, for ${duration(quote.chargedP50Seconds)} that are charged at ${dollars(quote.microsPerHour)} an hour`,
    neverAbove(quote),
    ...(group
      ? [
          `together with the other quotes of its request: never above ${dollarsUp(group.maxPriceMicros)}`,
        ]
      : []),
    ...asIfLines(quote),
  ];
}

/** What quotes of one request have together, and until when they count, a line each. */
export function requestLines(quotes: readonly Quote[]): string[] {
  const [first] = quotes;
  if (!first) return [];
  const { group } = first;
  const sum = quotes.reduce((total, { maxPriceMicros }) => total + maxPriceMicros, 0);
  return [
    group
      ? `maximum: ${dollarsUp(group.maxPriceMicros)} for all ${counted(quotes.length, 'training')} together, which are never billed above it (their own maxima sum up to ${dollarsUp(sum)})`
      : neverAbove(first),
    ...asIfLines(first),
    `each can be used once, until ${instant(first.expiresAt)}:`,
  ];
}

function neverAbove({ maxPriceMicros }: Quote): string {
  return `maximum: ${dollarsUp(maxPriceMicros)}; it is never billed above that, however long it takes`;
}

function asIfLines({ asIfOn }: Quote): string[] {
  return asIfOn === undefined ? [] : [`amounts are ${asIfWords(asIfOn)}`];
}

/** `2026-11-30 16:45 UTC` */
function instant(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Quotes as rows: with the settings that tell them apart, or where they start from. */
export function quoteColumns(quotes: readonly Quote[]): readonly Column<Quote>[] {
  const names = differing(quotes);
  return [
    { name: 'id', value: ({ id }) => id },
    { name: 'settings', value: ({ settings }) => inWords(settings, names) },
    { name: 'typicalSeconds', ...timed(({ p50Seconds }) => p50Seconds) },
    { name: 'slowSeconds', ...timed(({ p90Seconds }) => p90Seconds) },
    { name: 'priceMicros', ...priced(({ priceMicros }) => priceMicros) },
    { name: 'maxPriceMicros', ...priced(({ maxPriceMicros }) => maxPriceMicros, dollarsUp) },
    { name: 'status', value: ({ status }) => status },
    {
      name: 'billedMicros',
      value: ({ billedMicros }) => billedMicros,
      shown: ({ billedMicros }) => (billedMicros === undefined ? '' : dollars(billedMicros)),
      align: 'right',
    },
  ];
}

function timed(of: (quote: Quote) => number): Omit<Column<Quote>, 'name'> {
  return { value: of, shown: (quote) => duration(of(quote)), align: 'right' };
}

function priced(of: (quote: Quote) => number, words = dollars): Omit<Column<Quote>, 'name'> {
  return { value: of, shown: (quote) => words(of(quote)), align: 'right' };
}

function differing(quotes: readonly Quote[]): string[] {
  const names = new Set(quotes.flatMap(({ settings }) => Object.keys(settings)));
  const differ = [...names].filter(
    (name) => new Set(quotes.map(({ settings }) => JSON.stringify(settings[name]))).size > 1,
  );
  return differ.length > 0 ? differ : ['template'];
}

function inWords(settings: Quote['settings'], names: readonly string[]): string {
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return names
    .flatMap((name) => (settings[name] === undefined ? [] : [`${name}=${shown(settings[name])}`]))
    .join(' ');
}
