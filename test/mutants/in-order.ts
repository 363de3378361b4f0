import sequencer from '@jest/test-sequencer';

// Its types are those of the CommonJS module; an import gets the class itself.
const Sequencer = sequencer as unknown as typeof sequencer.default;
type Tests = Parameters<sequencer.default['sort']>[0];

/** The test files of a run in their order, as JSON, absolute. */
export const orderVariable = 'DEEPTUNE_PLANTED_BUG_TESTS';

/** The order in which a bug names its tests: the quick ones first, as the first failure ends it. */
export default class InOrder extends Sequencer {
  override sort(tests: Tests): Tests {
    const order = JSON.parse(process.env[orderVariable] ?? '[]') as string[];
    return [...tests].sort((a, b) => order.indexOf(a.path) - order.indexOf(b.path));
  }
}
