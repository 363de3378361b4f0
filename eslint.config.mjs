import tseslint from 'typescript-eslint';

/**
 * Who may NOT import whom: folder -> forbidden import patterns, and the reason shown to the
 * developer.
 */
const boundaries = {
  core: [
    [
      'aws-cdk-lib*',
      'constructs',
      '@aws-sdk/*',
      'node:*',
      '**/lambda/**',
      '**/local/**',
      '**/lib/**',
      '**/cli/**',
      '**/client/**',
      '**/net/**',
    ],
    'core is pure: no cloud, no file system, no clock. Take a port or an argument instead.',
  ],
  lambda: [
    ['aws-cdk-lib*', 'constructs', '**/lib/**', '**/local/**', '**/cli/**', '**/client/**'],
    'lambda is the AWS host: it may use core, net and the AWS SDK only.',
  ],
  local: [
    ['aws-cdk-lib*', 'constructs', '@aws-sdk/*', '**/lib/**', '**/lambda/**'],
    'local is the laptop host: it may use core, net and Node only.',
  ],
  net: [
    [
      ...['aws-cdk-lib*', 'constructs', '@aws-sdk/*'],
      ...['**/lib/**', '**/local/**', '**/lambda/**', '**/cli/**', '**/client/**'],
    ],
    'net is what both hosts have of the network: it may use core and Node only.',
  ],
  lib: [
    ['@aws-sdk/*', '**/local/**', '**/cli/**', '**/client/**', '**/lambda/*/**'],
    'lib describes infrastructure: from lambda it may read environment.ts only.',
  ],
  operator: [
    ['**/local/**', '**/cli/**', '**/client/**', '**/lambda/handlers/**'],
    'operator works on an account: it may use core, the AWS SDK, the adapters of lambda and what lib says of a deployment.',
  ],
  cli: [
    ['aws-cdk-lib*', 'constructs', '@aws-sdk/*', '**/lib/**', '**/lambda/**', '**/net/**'],
    'cli speaks to the API and to nothing else.',
  ],
  console: [
    [
      ...['aws-cdk-lib*', 'constructs', '@aws-sdk/*', 'node:*'],
      ...['**/lib/**', '**/local/**', '**/lambda/**', '**/net/**', '**/operator/**'],
      ...['**/cli/*', '!**/cli/import', '**/cli/import/command/**'],
    ],
    'console runs in a browser: it speaks to the API by client/, and may use what core says of the wire, of money and of JSON, and of cli how sources of an import are read.',
  ],
  client: [
    [],
    'client runs in a browser too: it may use fetch, and of core the types of the wire.',
  ],
};

/** What of the importer needs Node: files, journals, archives, the terminal. The rest does without. */
const importerOfNode = [
  'cli/import/command/**',
  'cli/import/{folder-files,import}.ts',
  'cli/import/sending/journal.ts',
  'cli/import/layouts/archive/**',
];

/**
 * The floors of core, lowest first: a room may import what stands on a lower floor, and of its own
 * floor what does not import it. `json.ts`, `errors.ts`, `words.ts`, `money.ts` and `hmac.ts`
 * are rooms of one file.
 */
const floors = [
  ['json', 'csv'],
  ['errors'],
  ['words'],
  ['money'],
  ['hmac'],
  ['ports'],
  ['records'],
  ['catalog'],
  ['estimate'],
  ['dataset'],
  ['access', 'model'],
  ['billing'],
  ['notification'],
  ['training'],
  ['prediction', 'evaluation'],
  ['job'],
  ['deletion'],
  ['recovery'],
  ['activity'],
  ['api'],
];

/** What a room of core may not import: the rooms beside it and those above. */
function above(room) {
  const floor = floors.findIndex((rooms) => rooms.includes(room));
  const others = floors.slice(floor).flat();
  return others.filter((other) => other !== room).flatMap((other) => patternsOf(other));
}

/**
 * `../model/x.ts` from any depth; what leaves core or names a folder within a room begins with
 * another word.
 */
function patternsOf(room) {
  const ups = ['..', '../..', '../../..', '../../../..'];
  return ups.flatMap((up) => [`${up}/${room}/**`, `${up}/${room}.ts`]);
}

/**
 * The client names what it may import. A folder of core is called `http`, so that Node's own
 * modules without `node:` are told apart by their whole name.
 */
function patternsOfBoundary(folder) {
  const [group, message] = boundaries[folder];
  if (folder === 'client')
    return [{ regex: '^(?!\\./|\\.\\./core/(api/wire/[\\w-]+|json)\\.ts$)', message }];
  const bare = { regex: '^(fs|http|https|net)(/promises)?$', message };
  return folder === 'core' ? [{ group, message }, bare] : [{ group, message }];
}

function floorRules() {
  const belowTheTop = floors.slice(0, -1).flat();
  return belowTheTop.map((room) => ({
    files: [`core/${room}/**/*.ts`, `core/${room}.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...patternsOfBoundary('core'),
            {
              group: above(room),
              message: `core/${room} stands below or beside this room: move what both need to a lower floor (eslint.config.mjs lists them).`,
            },
          ],
        },
      ],
    },
  }));
}

const clockAndChance = [
  { object: 'Date', property: 'now', message: 'Take the clock as an argument.' },
  { object: 'Math', property: 'random', message: 'Take randomness as an argument.' },
];

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', '.venv', '.venv-*', 'coverage'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 400 }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      // Prettier holds the width of code; of comments nobody else does.
      'max-len': [
        'error',
        { code: 1000, comments: 100, ignoreUrls: true, ignorePattern: 'eslint-disable' },
      ],
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
  // Generated: types and tables.
  {
    files: ['core/api/wire/*.ts', 'core/api/reference/published-messages.ts'],
    rules: { 'max-lines': 'off', 'max-len': 'off' },
  },
  { files: ['test/**/*.ts'], rules: { 'max-lines-per-function': 'off', 'max-params': 'off' } },
  ...Object.keys(boundaries).map((folder) => ({
    files: [`${folder}/**/*.{ts,tsx}`],
    ignores: ['console/build/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: patternsOfBoundary(folder) }] },
  })),
  {
    files: ['cli/import/**/*.ts'],
    ignores: importerOfNode,
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ...patternsOfBoundary('cli'),
            {
              group: ['node:*'],
              message:
                'The console reads sources too, in a browser: take what cli/import/bytes.ts and paths.ts have.',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'process', 'Buffer'],
    },
  },
  ...floorRules(),
);
