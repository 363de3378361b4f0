import { join } from 'node:path';
import base from '../../jest.config.mjs';

const transform = join(import.meta.dirname, 'transform.ts');

/** The tests as they always run, on a source in which one bug may be planted. */
export default {
  ...base,
  rootDir: join(import.meta.dirname, '..', '..'),
  reporters: ['<rootDir>/test/mutants/first-failure.ts'],
  testSequencer: '<rootDir>/test/mutants/in-order.ts',
  transform: Object.fromEntries(
    Object.entries(base.transform).map(([pattern, [, options]]) => [pattern, [transform, options]]),
  ),
};
