import { canonicalJson } from '../../json.ts';
import type { Settings } from '../../ports/host.ts';

/** What an hour of training is charged, and what else decides an amount. Integer micro-dollars. */
export interface RateTerms {
  /** Of the account's default instance type. */
  readonly microsPerHour: number;
  /** Of single instance types; of one that is not here see `rateOf`. */
  readonly ratesMicrosPerHour?: Readonly<Record<string, number>>;
  /** Charged seconds of a tenant's calendar month that cost nothing; 0: none. */
  readonly freeSecondsPerMonth: number;
  /** The least that a job costs that is charged at all; 0: no minimum. */
  readonly minimumMicrosPerJob: number;
}

/**
 * Terms with their version. Never changed: new ones are stored beside them, and count for what is
 * quoted from then on.
 */
export interface RateCard extends RateTerms {
  /** The first 16 hexadecimal digits of the SHA-256 of what follows: the price list's version. */
  readonly version: string;
  /** Absent: of every tenant that has none of his own. */
  readonly userId?: string;
  /** ISO 8601; of the card that the configuration makes: none. */
  readonly createdAt?: string;
}

/** Whose a card is, and since when. */
type Origin = Pick<RateCard, 'userId' | 'createdAt'>;

/** Seals terms into a card: equal ones of equal origin have equal versions. */
export function newCard(
  { microsPerHour, ratesMicrosPerHour, freeSecondsPerMonth, minimumMicrosPerJob }: RateTerms,
  { userId, createdAt }: Origin,
  sha256: (data: string) => string,
): RateCard {
  const content = {
    ...(userId === undefined ? {} : { userId }),
    microsPerHour,
    ...(ratesMicrosPerHour === undefined ? {} : { ratesMicrosPerHour }),
    ...{ freeSecondsPerMonth, minimumMicrosPerJob },
    ...(createdAt === undefined ? {} : { createdAt }),
  };
  return { version: sha256(canonicalJson(content)).slice(0, 16), ...content };
}

/** The card that the configuration makes: in force where none was stored. */
export function configuredCard(
  { microsPerHour, ratesMicrosPerHour }: Pick<Settings, 'microsPerHour' | 'ratesMicrosPerHour'>,
  sha256: (data: string) => string,
): RateCard {
  const hasRates = ratesMicrosPerHour && Object.keys(ratesMicrosPerHour).length > 0;
  const rates = hasRates ? { ratesMicrosPerHour } : {};
  const terms = { microsPerHour, ...rates, freeSecondsPerMonth: 0, minimumMicrosPerJob: 0 };
  return newCard(terms, {}, sha256);
}

/** True where both charge the same, whoever they are of. */
export function hasSameTerms(a: RateTerms, b: RateTerms): boolean {
  return canonicalJson(termsOf(a)) === canonicalJson(termsOf(b));
}

function termsOf(card: RateTerms): object {
  const { microsPerHour, ratesMicrosPerHour = {} } = card;
  const { freeSecondsPerMonth, minimumMicrosPerJob } = card;
  return { microsPerHour, ratesMicrosPerHour, freeSecondsPerMonth, minimumMicrosPerJob };
}
