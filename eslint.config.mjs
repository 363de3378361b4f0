import tseslint from 'typescript-eslint';

/** Who may NOT import whom: folder -> forbidden import patterns, and the reason shown to the developer. */
const boundaries = {
  core: [
    [
      'aws-cdk-lib*',
      'constructs',
      '@aws-sdk/*',
      'node:*',
      'fs',
      'http',
      '**/lambda/**',
      '**/local/**',
      '**/lib/**',
      '**/cli/**',
      '**/net/**',
    ],
    'core is pure: no cloud, no file system, no clock. Take a port or an argument instead.',
  ],
  lambda: [
    ['aws-cdk-lib*', 'constructs', '**/lib/**', '**/local/**', '**/cli/**'],
    'lambda is the AWS host: it may use core, net and the AWS SDK only.',
  ],
  local: [
    ['aws-cdk-lib*', 'constructs', '@aws-sdk/*', '**/lib/**', '**/lambda/**'],
    'local is the laptop host: it may use core, net and Node only.',
  ],
  net: [
    [
      ...['aws-cdk-lib*', 'constructs', '@aws-sdk/*'],
      ...['**/lib/**', '**/local/**', '**/lambda/**', '**/cli/**'],
    ],
    'net is what both hosts have of the network: it may use core and Node only.',
  ],
  lib: [
    ['@aws-sdk/*', '**/local/**', '**/cli/**', '**/lambda/adapters/**', '**/lambda/handlers/**'],
    'lib describes infrastructure: from lambda it may read environment.ts only.',
  ],
  operator: [
    ['**/local/**', '**/cli/**', '**/lambda/handlers/**'],
    'operator works on an account: it may use core, the AWS SDK, lambda/adapters and what lib says of a deployment.',
  ],
  cli: [
    ['aws-cdk-lib*', 'constructs', '@aws-sdk/*', '**/lib/**', '**/lambda/**', '**/net/**'],
    'cli speaks to the API and to nothing else.',
  ],
};

const clockAndChance = [
  { object: 'Date', property: 'now', message: 'Take the clock as an argument.' },
  { object: 'Math', property: 'random', message: 'Take randomness as an argument.' },
];

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', '.venv', '.venv-*', 'coverage'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', { max: 4 }],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['core/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', ...clockAndChance],
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch'],
    },
  },
  { files: ['test/**/*.ts'], rules: { 'max-lines-per-function': 'off', 'max-params': 'off' } },
  ...Object.entries(boundaries).map(([folder, [group, message]]) => ({
    files: [`${folder}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
  })),
);
