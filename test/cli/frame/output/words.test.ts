import { commandLine, shellWord } from '../../../../cli/frame/output/words.ts';

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
