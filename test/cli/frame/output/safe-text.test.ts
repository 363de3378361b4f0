import { csvLine } from '../../../../core/csv.ts';
import { safeJson, safeLines, safeText } from '../../../../cli/frame/output/safe-text.ts';

describe('a stored text on a terminal', () => {
  test.each([
    ['clears the screen', '\u001b[2Ja', '\\u001b[2Ja'],
    ['sets the title', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
    ['uses a control of one byte', '\u009b2J', '\\u009b2J'],
    ['writes over the line', 'good\rbad', 'good\\u000dbad'],
    ['turns the direction', 'a\u202eb\u061cc\u2067d', 'a\\u202eb\\u061cc\\u2067d'],
    ['breaks the line', 'a\u2028b', 'a\\u2028b'],
    ['imitates another name', 'ad\u200bmin\u2060\ufeff', 'ad\\u200bmin\\u2060\\ufeff'],
    ['joins where nothing joins', 'sh\u200dop\u200c\u200d', 'sh\\u200dop\\u200c\\u200d'],
    ['hides words in tags', 'a\u{e0041}', 'a\\udb40\\udc41'],
  ])('that %s is shown as it is written', (_what, text, shown) => {
    expect(safeText(text)).toBe(shown);
    expect(JSON.parse(safeJson(JSON.stringify({ text })))).toEqual({ text });
    expect(safeJson(JSON.stringify(text))).not.toMatch(/[\u007f-\u009f\u202e\u200b]/);
  });

  test.each(['größe 日本', '👩‍🔬', 'می‌خواهم', 'क्‍ष', '葛\u{e0100}'])('of people stays: %s', (text) =>
    expect(safeText(text)).toBe(text),
  );

  test('of lines keeps their ends and our own styles, and nothing else', () =>
    expect(safeLines('\u001b[1ma\u001b[22m\nb\u001b[8mc\u001b[2K\r')).toBe(
      '\u001b[1ma\u001b[22m\nb\\u001b[8mc\\u001b[2K\\u000d',
    ));
});

test.each([
  ['=cmd|"/c calc"!A1', `"'=cmd|""/c calc""!A1"`],
  ['+1+1', "'+1+1"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['  =1', "'  =1"],
  ['＝1', "'＝1"],
  ['\t=1', "'\t=1"],
  ['\r\n=1', `"'\r\n=1"`],
  ['-1.5', '-1.5'],
  ['+4e-3', '+4e-3'],
  ['a=b', 'a=b'],
])('a spreadsheet reckons nothing from %j', (cell, written) => {
  expect(csvLine([cell, -1, null, true])).toBe(`${written},-1,,true`);
});
