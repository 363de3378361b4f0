import type { PlantedBug } from '../planted-bug.ts';
import { places } from './places.ts';

const { invoices } = places;

/** Of what is owed, and given back. */
export const invoiceBugs: readonly PlantedBug[] = [
  {
    name: 'invoice-twice-in-a-month',
    file: 'core/billing/invoice/issue.ts',
    replaces: '    if (standing !== undefined) return getInvoice(deps.table, userId, standing);\n',
    by: "    if (standing === '') return getInvoice(deps.table, userId, standing);\n",
    because: 'Asked for again after a lost answer it is issued anew',
    tests: invoices,
  },
  {
    name: 'month-that-is-not-over-invoiced',
    file: 'core/billing/invoice/issue.ts',
    replaces: '  if (period >= periodOf(deps.now()))\n',
    by: '  if (period > periodOf(deps.now()))\n',
    because: 'Off by one at the month that runs',
    tests: invoices,
  },
  {
    name: 'invoiced-records-invoiced-again',
    file: 'core/billing/invoice/unbilled.ts',
    replaces: '    .filter(({ trainingJobName }) => !billed.has(trainingJobName))\n',
    by: '',
    because: 'A record that comes late brings all of its month along',
    tests: invoices,
  },
  {
    name: 'credit-above-the-total',
    file: 'core/billing/invoice/change.ts',
    replaces: 'const left = totalMicros - creditedMicros(creditNotes);',
    by: 'const left = totalMicros - creditedMicros(creditNotes.slice(1));',
    because: 'The first credit note is not counted against the second',
    tests: invoices,
  },
  {
    name: 'credit-given-twice',
    file: 'core/billing/invoice/change.ts',
    replaces: '    if (same) return sameNote(same, asked);\n',
    by: '    if (same && asked.name === undefined) return sameNote(same, asked);\n',
    because: 'A named credit note that is asked for again after a lost answer',
    tests: invoices,
  },
  {
    name: 'free-tier-below-zero',
    file: 'core/billing/invoice/lines.ts',
    replaces: 'const left = Math.max(0, secondsPerMonth - (taken[period] ?? 0));',
    by: 'const left = secondsPerMonth - (taken[period] ?? 0);',
    because: 'A card with fewer free seconds than were taken already charges them back',
    tests: invoices,
  },
  {
    name: 'free-tier-of-each-invoice',
    file: 'core/billing/invoice/lines.ts',
    replaces: 'const left = Math.max(0, secondsPerMonth - (taken[period] ?? 0));',
    by: 'const left = Math.max(0, secondsPerMonth);',
    because: 'What comes late gets the month’s free seconds once more',
    tests: invoices,
  },
  {
    name: 'more-free-than-it-took',
    file: 'core/billing/invoice/lines.ts',
    replaces: 'Math.min(billableSeconds, left - seconds)',
    by: 'Math.max(0, left - seconds)',
    because: 'min and max are easily exchanged',
    tests: invoices,
  },
  {
    name: 'void-keeps-what-was-on-it',
    file: 'core/billing/invoice/invoice-book.ts',
    replaces: '...counted(book, lines, -1), standing',
    by: '...counted(book, lines, 1), standing',
    because: 'What a void invoice had is never owed again',
    tests: invoices,
  },
  {
    name: 'paid-invoice-voided',
    file: 'core/billing/invoice/change.ts',
    replaces:
      "if (value.status !== 'issued' || value.creditNotes.length > 0) throw refused(value, 'voided');",
    by: "if (value.creditNotes.length > 0) throw refused(value, 'voided');",
    because: 'Money that came in would be owed to nobody',
    tests: invoices,
  },
];
