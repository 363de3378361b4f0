import { readFileSync } from 'node:fs';
import { drawPicture, pictureNames } from '../../docs/pictures/draw.ts';

const read = (file: string) =>
  readFileSync(new URL(`../../docs/pictures/${file}`, import.meta.url), 'utf8');

test.each(pictureNames)(
  '%s.svg is what `npm run docs:pictures` makes of its text',
  async (name) => {
    expect(await drawPicture(read(`${name}.dot`))).toBe(read(`${name}.svg`));
  },
);

test("a text that is not valid is refused with Graphviz's own words", async () => {
  await expect(drawPicture('digraph { a -> }')).rejects.toThrow(/syntax error/);
});

test('a character whose width is not known is refused, not drawn too narrow', async () => {
  await expect(drawPicture('digraph { a [fontname=Helvetica label="…"] }')).rejects.toThrow(
    /no value for width/,
  );
});
