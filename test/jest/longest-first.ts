import sequencer from '@jest/test-sequencer';

// Its types are those of the CommonJS module; an import gets the class itself.
const Sequencer = sequencer as unknown as typeof sequencer.default;
type Tests = Parameters<sequencer.default['sort']>[0];

/**
 * Where the time goes, most first: real trainings, then templates of the whole deployment. On a
 * machine that has run nothing yet jest would go by the length of the files, and the whole journey,
 * twenty lines of a minute and a half, would run last, alone, beside an idle core.
 */
export const long = [
  'test/end-to-end/',
  'test/local/live/upgrade.test.ts',
  'test/cli/import/scale.test.ts',
  'test/local/live/',
  'test/core/api/tenants/tenant-slots.test.ts',
  'test/lib/',
];

const placeOf = (path: string): number => {
  const place = long.findIndex((part) => path.includes(part));
  return place < 0 ? long.length : place;
};

/** The order of jest, which goes by what earlier runs took; of files that never ran, this one. */
export default class LongestFirst extends Sequencer {
  override sort(tests: Tests): Tests {
    const order = [...(super.sort(tests) as Tests)];
    const isKnown = order.every(({ duration }) => duration !== undefined);
    return isKnown ? order : order.sort((a, b) => placeOf(a.path) - placeOf(b.path));
  }
}
