/** What a quote prices: one job, as it was asked for. */
export type QuotedKind = 'train' | 'evaluate' | 'predict';

/**
 * A price that binds: the job that it is for is never billed above `maxPriceMicros`. Seconds and
 * integer micro-dollars.
 */
export interface Quote {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly userId: string;
  readonly appId: string;
  readonly modelId: string;
  readonly kind: QuotedKind;
  /** Of the whole job. */
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  /** Of what is charged: the price is theirs. */
  readonly chargedP50Seconds: number;
  readonly maxChargedSeconds: number;
  readonly priceMicros: number;
  readonly maxPriceMicros: number;
  readonly instanceType: string;
  readonly microsPerHour: number;
  /** SHA-256 of what the job learns from: its dataset version's digest, and its parent's. */
  readonly dataHash: string;
  /** SHA-256 of all its settings, defaults filled in, as canonical JSON. */
  readonly settingsHash: string;
  /** `RateCard.version`. */
  readonly priceListVersion: string;
  /** ISO 8601 UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Of several that share one maximum; absent: it stands alone. */
  readonly group?: QuoteGroup;
  /** HMAC-SHA-256 of all the fields above, as canonical JSON, hexadecimal. */
  readonly signature: string;
}

/** Quotes that were asked for at once: all their jobs together are never billed above this. */
export interface QuoteGroup {
  readonly id: string;
  readonly maxPriceMicros: number;
}

/**
 * `open`: can be used. `used`: a job was started under it. `void`: what it was for has changed, or
 * its job ended without a charge. Past `expiresAt` an open one can no longer be used.
 */
export type QuoteStatus = 'open' | 'used' | 'void';
