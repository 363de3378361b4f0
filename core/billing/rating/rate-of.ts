import { findInstanceType } from '../../catalog/instance-types.ts';
import type { InstanceType } from '../../catalog/instance-types.ts';
import { formatDollars, roundHalfEven } from '../../money.ts';
import type { RateCard } from './rate-card.ts';

/** What an hour on one instance type is charged. Integer micro-dollars. */
export interface HourlyRate {
  readonly microsPerHour: number;
  /** How it came about, for a person; absent: it is the card's own. */
  readonly derivation?: string;
}

/** What a job on one instance type is charged by. */
export interface Rate extends HourlyRate {
  /** The least that the job costs, if it is charged at all; 0: no minimum. */
  readonly minimumMicrosPerJob: number;
  /** `RateCard.version`. */
  readonly priceListVersion: string;
}

const centMicros = 10_000;

/** What a job on an instance type is charged by: see `hourlyRateOf`. */
export function rateOf(name: string, card: RateCard, defaultType: string): Rate {
  const { minimumMicrosPerJob, version: priceListVersion } = card;
  return { ...hourlyRateOf(name, card, defaultType), minimumMicrosPerJob, priceListVersion };
}

/**
 * What an hour on an instance type is charged: the card's rate for it, else the card's rate of the
 * account's default instance type times the ratio of list prices, in whole cents (a half goes to
 * the even one).
 * @param defaultType the account's default instance type
 */
export function hourlyRateOf(
  name: string,
  { microsPerHour, ratesMicrosPerHour }: Pick<RateCard, 'microsPerHour' | 'ratesMicrosPerHour'>,
  defaultType: string,
): HourlyRate {
  const own = ratesMicrosPerHour?.[name];
  if (own !== undefined) return { microsPerHour: own };
  const [type, reference] = [name, defaultType].map(findInstanceType);
  if (!type || !reference || type === reference) return { microsPerHour };
  return scaledRate(type, reference, microsPerHour);
}

function scaledRate(type: InstanceType, reference: InstanceType, rate: number): HourlyRate {
  const price = (each: InstanceType) => `$${each.listPriceMicrosPerHour / 1e6}`;
  const exact = (rate * type.listPriceMicrosPerHour) / reference.listPriceMicrosPerHour;
  const microsPerHour = centMicros * roundHalfEven(exact / centMicros);
  return {
    microsPerHour,
    derivation:
      `Rate of ${type.name}: ${formatDollars(rate)} x ${price(type)} / ${price(reference)} (list prices of ${type.name} and ` +
      `${reference.name}), in whole cents = ${formatDollars(microsPerHour)} per hour`,
  };
}
