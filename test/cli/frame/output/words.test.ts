import {
  commandLine,
  counted,
  dollars,
  duration,
  shellWord,
} from '../../../../cli/frame/output/words.ts';

test.each([
  [0, '$0.00'],
  [12, '<$0.0001'],
  [50, '$0.0001'],
  [3_333, '$0.0033'],
  [9_999, '$0.0100'],
  [10_000, '$0.01'],
  [1_005_000, '$1.00'],
  [28_206_667, '$28.21'],
  [-3_333, '-$0.0033'],
])('%s micro-dollars are %s', (micros, words) => expect(dollars(micros)).toBe(words));

test.each([
  [0.4, '0 s'],
  [59.6, '1 min'],
  [200, '3 min 20 s'],
  [7500, '2 h 5 min'],
  [86_400, '24 h'],
])('%s s are %s', (seconds, words) => expect(duration(seconds)).toBe(words));

test.each([
  ['pictures', 'pictures'],
  ['my pictures', "'my pictures'"],
  ["it's", String.raw`'it'\''s'`],
  ['$(rm)', "'$(rm)'"],
  ['', "''"],
])('%j is %s in a shell', (word, quoted) => expect(shellWord(word)).toBe(quoted));

test('a command can be pasted', () => {
  expect(commandLine('train', './Bilder Übung')).toBe("deeptune train './Bilder Übung'");
});

test('counts say what they count', () => {
  expect([counted(1, 'input'), counted(1200, 'input')]).toEqual(['1 input', '1,200 inputs']);
});
