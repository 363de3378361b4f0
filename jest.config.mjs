const swc = (syntax) => [
  '@swc/jest',
  { jsc: { parser: { syntax }, target: 'es2023' }, module: { type: 'commonjs' } },
];

/** Packages that come as ES modules alone, which jest does not load. */
const modules = '/node_modules/temporal-(polyfill|spec|utils)/';

/** TypeScript is stripped by swc; types are checked apart, by `npm run typecheck`. */
export default {
  roots: ['<rootDir>/test'],
  testEnvironment: '<rootDir>/test/jest/environment.ts',
  testSequencer: '<rootDir>/test/jest/longest-first.ts',
  globalSetup: '<rootDir>/test/jest/setup.ts',
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': swc('typescript'), [`${modules}.+\\.js$`]: swc('ecmascript') },
  transformIgnorePatterns: [`/node_modules/(?!${modules.split('/')[2]}/)`],
  // Much of the time a test waits for a training: on two cores jest's own default would be one
  // worker.
  maxWorkers: 2,
  testTimeout: 30_000,
};
