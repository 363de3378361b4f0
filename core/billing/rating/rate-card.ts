/**
 * What an hour of training is charged, and what else decides an amount. Never changed: a new one is
 * stored, and counts for what is quoted from then on.
 */
export interface RateCard {
  /** The first 16 hexadecimal digits of the SHA-256 of what follows: the price list's version. */
  readonly version: string;
  /** Absent: every tenant's that has none of his own. */
  readonly userId?: string;
  /** Of the account's default instance type. */
  readonly microsPerHour: number;
  /** Of single instance types; of one that is not here see `rateOf`. */
  readonly ratesMicrosPerHour?: Readonly<Record<string, number>>;
  /** Charged seconds of a tenant's calendar month that cost nothing; 0: none. */
  readonly freeSecondsPerMonth: number;
  /** The least that a job costs that is charged at all; 0: no minimum. */
  readonly minimumMicrosPerJob: number;
  /** ISO 8601; of the card that the configuration makes: none. */
  readonly createdAt?: string;
}
