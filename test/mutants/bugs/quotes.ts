import type { PlantedBug } from '../planted-bug.ts';
import { places } from './places.ts';

const { quotes } = places;

/** Of prices that bind. */
export const quoteBugs: readonly PlantedBug[] = [
  {
    name: 'quote-used-twice',
    file: 'core/job/request/quote/accept-quote.ts',
    replaces: "  if (status !== 'open')\n",
    by: "  if (status === 'void')\n",
    because: 'One price for any number of jobs',
    tests: quotes,
  },
  {
    name: 'expired-quote-accepted',
    file: 'core/job/request/quote/accept-quote.ts',
    replaces: '  if (isExpired(quote, deps.now()))\n',
    by: '  if (isExpired(quote, quote.createdAt))\n',
    because: 'The wrong instant: no quote ever expires',
    tests: quotes,
  },
  {
    name: 'other-settings-under-a-quote',
    file: 'core/billing/quote/compare.ts',
    replaces: '    ...settingsDifferences(quoted.settings, asked.settings),\n',
    by: '',
    because: 'The price of one epoch for a hundred',
    tests: quotes,
  },
  {
    name: 'changed-data-under-a-quote',
    file: 'core/billing/quote/compare.ts',
    replaces: '    ...dataDifferences(quoted.data, asked.data),\n',
    by: '',
    because: 'The price of ten inputs for a million',
    tests: quotes,
  },
  {
    name: 'altered-quote-believed',
    file: 'core/billing/quote/signature.ts',
    replaces:
      "return signed(omit(quote, 'signature'), secret, deps).signature === quote.signature;",
    by: "return signed(omit(quote, 'signature'), secret, deps).signature.length === quote.signature.length;",
    because: 'A signature of the right length',
    tests: quotes,
  },
  {
    name: 'maximum-of-a-group-not-shared',
    file: 'core/billing/quote/quote-books.ts',
    replaces: '  if (!books?.group) return hold;\n',
    by: '  if (books !== undefined) return hold;\n',
    because: 'Each job has a maximum of its own already',
    tests: quotes,
  },
  {
    name: 'group-gets-nothing-back',
    file: 'core/billing/quote/quote-books.ts',
    replaces: 'const change = { heldMicros: -amountMicros, postedMicros: end.billedMicros };',
    by: 'const change = { heldMicros: 0, postedMicros: end.billedMicros };',
    because: 'The hold that ended still counts: the last jobs of a sweep are free',
    tests: quotes,
  },
  {
    name: 'group-of-the-sum-of-maxima',
    file: 'core/billing/quote/group.ts',
    replaces:
      'const above = Math.sqrt(sum((each) => (each.maxPriceMicros - each.priceMicros) ** 2));',
    by: 'const above = sum((each) => each.maxPriceMicros - each.priceMicros);',
    because: 'Simple, and no common maximum at all',
    tests: quotes,
  },
];
