/** What verification can find, each by a code that stays. */
export const findingCodes = [
  // The chain.
  'entry-changed',
  'chain-broken',
  'entry-missing',
  'head-differs',
  'ledger-shorter',
  'ledger-rewritten',
  // An entry by itself.
  'record-unreadable',
  'record-twice',
  'postings-unbalanced',
  'postings-wrong',
  'entry-id-wrong',
  'entry-twice',
  'correction-without-entry',
  // Holds.
  'end-without-hold',
  'end-differs-from-hold',
  'charge-above-hold',
  'hold-without-entry',
  'entry-without-hold',
  'hold-differs-from-entry',
  'held-balance-wrong',
  // Usage.
  'usage-without-entry',
  'entry-without-usage',
  'usage-changed',
  'usage-amount-differs',
  'usage-rated-wrong',
  'opening-differs',
  // Budgets.
  'counter-differs',
  'counter-missing',
  // Invoices.
  'invoice-total-wrong',
  'invoice-lines-changed',
  'invoice-line-differs',
  'invoice-line-twice',
  'invoice-without-entry',
  'entry-without-invoice',
  'invoice-entry-differs',
  'invoice-status-differs',
  'credit-differs',
  'credit-above-total',
  'unbilled-balance-wrong',
] as const;

export type FindingCode = (typeof findingCodes)[number];

/** One thing that is not as it should be. */
export interface Finding {
  readonly code: FindingCode;
  /** Absent: of the account, not of one tenant. */
  readonly userId?: string;
  /** For a person: what was found, and what it should be. */
  readonly message: string;
  /** `sequence` of the entry that it is about. */
  readonly entry?: number;
  readonly jobId?: string;
  readonly trainingJobName?: string;
  readonly invoiceId?: string;
}

/** Takes a finding down. */
export type Report = (
  code: FindingCode,
  message: string,
  about?: Omit<Finding, 'code' | 'userId' | 'message'>,
) => void;
