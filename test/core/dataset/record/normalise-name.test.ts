import { normaliseName } from '../../../../core/dataset/concept/concept-names.ts';

describe('a name that a person gave', () => {
  test.each([
    ['plain', 'dog', 'dog'],
    ['decomposed, as macOS writes it', 'cafe\u0301', 'caf\u00e9'],
    ['composed already', 'caf\u00e9', 'caf\u00e9'],
    ['Hangul in parts', '\u1112\u1161\u11ab', '\ud55c'],
    ['white space around it', '  hot dog \r\n', 'hot dog'],
    ['no-break space around it', '\u00a0dog\u3000', 'dog'],
    ['what is not seen around it', '\u200f\ufeffdog\u200b\u00ad \u2060', 'dog'],
    ['joiners inside it are kept', '\u0645\u06cc\u200c\u062e', '\u0645\u06cc\u200c\u062e'],
    ['joined emoji', '👨\u200d👩\u200d👧', '👨\u200d👩\u200d👧'],
    ['white space inside it is kept', 'hot  dog', 'hot  dog'],
    ['look-alikes that NFC keeps apart', '\ufb01sh', '\ufb01sh'],
    ['128 characters beyond the basic plane', '🐕'.repeat(128), '🐕'.repeat(128)],
  ])('%s', (_, given, kept) => {
    expect(normaliseName(given)).toBe(kept);
    expect(normaliseName(kept)).toBe(kept);
  });

  test.each([
    ['', 'not white space'],
    [' \t\n', 'not white space'],
    ['\u200b\u200e', 'not white space'],
    ['a\u0000b', 'control characters'],
    ['a\nb', 'control characters'],
    ['a\u0085b', 'control characters'],
    ['\ud83d', 'half a surrogate pair'],
    ['x'.repeat(129), 'has 129'],
  ])('%j is refused', (given, why) => {
    expect(() => normaliseName(given)).toThrow(why);
  });
});

test('a long name costs no more than its length', () => {
  const begun = performance.now();
  expect(() => normaliseName(`a${' '.repeat(200_000)}b`)).toThrow('has 200002');
  expect(performance.now() - begun).toBeLessThan(1_000);
});
