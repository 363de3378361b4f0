import { readChoice } from '../../demo/options.ts';

it.each([
  [[], { kind: 'pretrained' }],
  [['--quick'], { kind: 'quick' }],
  [['--all'], { kind: 'all', modelTypeIds: [] }],
  [['--all', 'text-classifier'], { kind: 'all', modelTypeIds: ['text-classifier'] }],
  [['--help'], { kind: 'help' }],
  [['-h'], { kind: 'help' }],
])('%j is understood', (args, expected) => {
  expect(readChoice(args)).toEqual({ ...expected, staysOpen: true });
  expect(readChoice([...args, '--no-open'])).toEqual({ ...expected, staysOpen: false });
});

it.each([
  [['--fast'], "Unknown option '--fast'; see npm run demo -- --help"],
  [['--quick=1'], "Option '--quick' does not take an argument; see npm run demo -- --help"],
  [['--quick', '--all'], '--all and --quick: choose one'],
  [['text-classifier'], 'text-classifier: model types are named after --all'],
])('%j is refused in one line', (args, reason) => {
  expect(() => readChoice(args)).toThrow(new Error(reason));
});
