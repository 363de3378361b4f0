import { formatDollars, formatDollarsUp } from '../money.ts';
import type { Quantiles } from './phase.ts';
import { formatDuration } from './price.ts';
import { ratedAmount } from './rated-amount.ts';
import type { Rate } from './rated-amount.ts';

/**
 * Above the median at least: a job of seconds is late by seconds for reasons that no forecast knows
 * (a cold disk, a busy machine).
 */
export const leastMarginSeconds = 60;
/** Times the median with all epochs at most: an unsure forecast is no licence for any price. */
export const mostTimes = 3;

/** Seconds that are charged, as forecast. */
export interface ChargedForecast {
  /** With the epochs that are expected. */
  readonly charged: Quantiles;
  /** With all epochs that were asked for; the same where none can be saved. */
  readonly allEpochs: Quantiles;
}

/** What a job should cost and what it can cost. Whole seconds, integer micro-dollars. */
export interface MaxPrice {
  readonly priceMicros: number;
  readonly maxChargedSeconds: number;
  readonly maxPriceMicros: number;
  /** For a person, a line each. */
  readonly explanation: readonly string[];
}

/**
 * Most seconds that a job is charged for: nine of ten need no more with all their epochs; at least
 * a minute above the median, at most three times the median of all epochs and a minute. What it
 * takes beyond that is ours. Independent of the stopping condition, which bounds what we pay.
 */
export function maxChargedSecondsOf({ charged, allEpochs }: ChargedForecast): number {
  const ceiling = mostTimes * Math.ceil(allEpochs.p50) + leastMarginSeconds;
  return Math.max(floorOf(charged), Math.min(ceiling, Math.ceil(allEpochs.p90)));
}

/** The least that the maximum is. */
function floorOf({ p50 }: Quantiles): number {
  return Math.ceil(p50) + leastMarginSeconds;
}

/** The price of the median, and the price that no bill is above. */
export function maxPriceOf(forecast: ChargedForecast, rate: Rate): MaxPrice {
  const seconds = Math.ceil(forecast.charged.p50);
  const maxChargedSeconds = maxChargedSecondsOf(forecast);
  const priceMicros = ratedAmount({ seconds }, rate);
  const maxPriceMicros = ratedAmount({ seconds: maxChargedSeconds }, rate);
  return {
    priceMicros,
    maxChargedSeconds,
    maxPriceMicros,
    explanation: [
      `Price: ${formatDuration(seconds)} charged at ${formatDollars(rate.microsPerHour)} per hour = ${formatDollars(priceMicros)}${minimumWords(priceMicros, rate)}`,
      `Never more than ${formatDollarsUp(maxPriceMicros)}, whatever it takes: ${formatDuration(maxChargedSeconds)} (${whyOf(forecast, maxChargedSeconds)})`,
    ],
  };
}

function minimumWords(priceMicros: number, { minimumMicrosPerJob = 0 }: Rate): string {
  const isLeast = minimumMicrosPerJob > 0 && priceMicros === minimumMicrosPerJob;
  return isLeast ? ', the least that a job costs' : '';
}

/** Which of the three bounds decided. */
function whyOf({ charged, allEpochs }: ChargedForecast, maxSeconds: number): string {
  const bounds = `at least 1 min above the price's, at most ${mostTimes} x the median of all epochs and 1 min`;
  if (maxSeconds === Math.ceil(allEpochs.p90))
    return `nine of ten take no longer with all their epochs; ${bounds}`;
  return maxSeconds === floorOf(charged)
    ? `1 min above the price's, the least; nine of ten should take no longer than ${formatDuration(allEpochs.p90)}`
    : `${mostTimes} x the median of all epochs and 1 min, the most; nine of ten may take ${formatDuration(allEpochs.p90)}, and the rest is ours`;
}
