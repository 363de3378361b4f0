/** TypeScript is stripped by swc; types are checked apart, by `npm run typecheck`. */
export default {
  roots: ['<rootDir>/test'],
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  // Much of the time a test waits for a training: on two cores jest's own default would be one worker.
  maxWorkers: 2,
  testTimeout: 30_000,
};
