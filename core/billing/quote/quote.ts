import type { JsonObject } from '../../json.ts';

/** What a quote prices: one job, as it was asked for. */
export type QuotedKind = 'train' | 'evaluate' | 'predict';

/**
 * A price that binds: the job that it is for is never billed above `maxPriceMicros`. Seconds and
 * integer micro-dollars.
 */
export interface Quote {
  /** 32 hexadecimal digits; of an implicit one those of its job. */
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
  /** The least that it costs, if it is charged at all; absent: no minimum. */
  readonly minimumMicrosPerJob?: number;
  /** SHA-256 of what the job reads, see `QuotedJob.data`. */
  readonly dataHash: string;
  /** SHA-256 of all its settings, defaults filled in, as canonical JSON. */
  readonly settingsHash: string;
  /** `RateCard.version`; empty: of a job that an earlier release had queued. */
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
 * `open`: can be used. `used`: a job was started under it. `void`: its job ended without a charge.
 * Past `expiresAt` an open one can no longer be used.
 */
export type QuoteStatus = 'open' | 'used' | 'void';

/** What a job is, as far as its price depends on it. */
export interface QuotedJob {
  readonly kind: QuotedKind;
  /** By the name that a request has for each, defaults filled in. */
  readonly settings: JsonObject;
  readonly data: QuotedData;
}

/** What a job reads. */
export interface QuotedData {
  readonly datasetId: string;
  /** Absent: it was no stored version. */
  readonly datasetVersionId?: string;
  /** SHA-256 of its content. */
  readonly datasetDigest: string;
  /** Inputs that the job reads of it and of its parent's, without those that were deleted since. */
  readonly inputCount: number;
  /** The version that it starts from, or that answers. Its artifact never changes. */
  readonly modelVersionId?: string;
}

/** A quote as it is stored, with what became of it. */
export interface QuoteRecord {
  readonly quote: Quote;
  readonly status: QuoteStatus;
  /** True: nobody asked for it; it was made and accepted with its job. */
  readonly isImplicit?: true;
  readonly job: QuotedJob;
  /** What a request under it leaves out is as in this one; an implicit one is used already. */
  readonly request?: JsonObject;
  /** How it was reckoned, for a person; an implicit one's stands with its job. */
  readonly explanation?: readonly string[];
  /** The job that was started under it, and when. */
  readonly jobId?: string;
  readonly usedAt?: string;
  /** Once its job is settled. */
  readonly billedMicros?: number;
  readonly endedAt?: string;
}
