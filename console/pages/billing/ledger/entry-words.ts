/** What an entry tells of, in a word or two. */
export const kinds: Readonly<Record<string, string>> = {
  opening: 'Opening: what was there before',
  hold: 'Set aside',
  settle: 'Charged',
  void: 'Given back',
  invoice: 'Invoice issued',
  payment: 'Paid',
  credit: 'Credit note',
  adjustment: 'Correction',
};

/** What an account of the ledger holds. */
export const accounts: Readonly<Record<string, string>> = {
  held: 'set aside for jobs',
  commitments: 'promised by that',
  unbilled: 'charged, on no invoice yet',
  receivable: 'on an invoice, not paid yet',
  cash: 'paid',
  revenue: 'charged',
  credits: 'given back',
};

/** The first digits of a hash, which tell it from others. */
export function shortHash(hash: string): string {
  return hash.slice(0, 12);
}
