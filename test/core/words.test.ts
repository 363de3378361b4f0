import { formatDollarsDown, formatDollarsUp } from '../../core/money.ts';
import * as words from '../../core/words.ts';

test.each([
  [0, '$0.00'],
  [12, 'under $0.0001'],
  [50, '$0.0001'],
  [3_333, '$0.0033'],
  [9_999, '$0.0100'],
  [10_000, '$0.01'],
  [12_222, '$0.012'],
  [50_200, '$0.05'],
  [99_400, '$0.099'],
  [99_600, '$0.10'],
  [100_000, '$0.10'],
  [-12_222, '-$0.012'],
  [1_005_000, '$1.00'],
  [28_206_667, '$28.21'],
  [1_234_500_000, '$1,234.50'],
  [-3_333, '-$0.0033'],
])('%s micro-dollars are %s', (micros, text) => expect(words.dollars(micros)).toBe(text));

test.each([
  [340_000, 510_000, '$0.34 to $0.51'],
  [340_000, 340_400, '$0.34'],
  [4_400, 6_100, 'under 1 cent ($0.0044 to $0.0061)'],
  [4_400, 12_000, '$0.0044 to $0.012'],
  [0, 6_100, 'under 1 cent (up to $0.0061)'],
  [0, 0, '$0.00'],
  [10, 20, 'under $0.0001'],
])('%s to %s micro-dollars are %s', (low, high, text) =>
  expect(words.dollarRange(low, high)).toBe(text),
);

test.each([
  [0, '0 s'],
  [0.4, 'under 1 s'],
  [59.6, '1 min'],
  [200, '3 min 20 s'],
  [3_599.6, '1 h'],
  [7500, '2 h 5 min'],
  [86_400, '1 d'],
  [90_000, '1 d 1 h'],
])('%s s are %s', (seconds, text) => expect(words.duration(seconds)).toBe(text));

test.each([
  [9, 14, '9 to 14 s'],
  [9, 9.2, '9 s'],
  [50, 65, '50 s to 1 min 5 s'],
  [60, 300, '1 to 5 min'],
  [0.2, 3, 'up to 3 s'],
  [0.2, 0.6, 'under 1 s'],
  [3900, 7500, '1 h 5 min to 2 h 5 min'],
])('%s to %s s are %s', (low, high, text) => expect(words.durationRange(low, high)).toBe(text));

test.each([
  [0, 0, '0.0 s'],
  [0.41, 1.24, '0.4 to 1.2 s'],
  [0.01, 0.02, 'under 0.1 s'],
  [0.01, 1.2, 'up to 1.2 s'],
  [12.34, 12.31, '12.3 s'],
  [59.96, 61, '1 min to 1 min 1 s'],
])('phases of %s to %s s take %s', (low, high, text) =>
  expect(words.fineRange(low, high)).toBe(text),
);

test.each([
  [0, '0 inputs'],
  [1, '1 input'],
  [1200, '1,200 inputs'],
])('%s is %s', (count, text) => expect(words.counted(count, 'input')).toBe(text));

test.each([
  [1, '1 picture repeats'],
  [2, '2 pictures repeat'],
])('a verb goes with its count: %s', (count, text) =>
  expect(words.counted(count, 'picture repeats', 'pictures repeat')).toBe(text),
);

test.each([
  [72_222, '$0.073'],
  [72_000, '$0.072'],
  [4_441, '$0.0045'],
  [99_001, '$0.10'],
  [105_392, '$0.11'],
  [100_000, '$0.10'],
  [0, '$0.00'],
])('a maximum of %s micro-dollars is never read as less: %s', (micros, text) =>
  expect(words.dollarsUp(micros)).toBe(text),
);

test.each([
  [4_444, '$0.004444'],
  [20_000, '$0.020000'],
  [-22_222, '-$0.022222'],
  [1_234_500_001, '$1,234.500001'],
])('%s micro-dollars exactly: %s', (micros, text) => expect(words.exactDollars(micros)).toBe(text));

test.each([
  [80_700, 80_300, '$0.081', '$0.08'],
  [4_445, 4_444, '$0.004445', '$0.004444'],
  [123_400, 123_300, '$0.13', '$0.12'],
])('%s that are asked for never read as the %s that are left', (asked, left, up, down) =>
  expect([formatDollarsUp(asked), formatDollarsDown(left)]).toStrictEqual([up, down]),
);
