import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../../console');

/** Files of the console with one of these endings, and their texts. */
function texts(endings: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

const css = texts(/\.css$/)
  .join('\n')
  .replaceAll(/\/\*[^]*?\*\//g, '');
const source = texts(/\.tsx?$/).join('\n');
const isNamed = (word: string) =>
  new RegExp(`(?<![\\w-])${word}(?![\\w-])`).test(source.replaceAll(/^import .*$/gm, ''));

test('every class of the style sheet is used', () => {
  const selectors = [...css.matchAll(/([^{};]+)\{/g)].map(([, selector]) => selector!);
  const classes = selectors.flatMap((one) => [...one.matchAll(/\.([a-z][\w-]*)/gi)]);
  // Those of uPlot are its own.
  const names = [...new Set(classes.map(([, name]) => name!))].filter((one) => !/^u-/.test(one));

  expect(names.length).toBeGreaterThan(50);
  expect(names.filter((name) => !isNamed(name))).toEqual([]);
});

test('every colour and length of the style sheet is used, and none that is not there', () => {
  const defined = new Set([...css.matchAll(/(--[\w-]+):/g)].map(([, name]) => name!));
  const used = new Set(
    [...`${css}${source}`.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name!),
  );

  expect([...defined].filter((name) => !used.has(name))).toEqual([]);
  expect([...used].filter((name) => !defined.has(name))).toEqual([]);
});
