import { refusalOfPicture, refusalOfText } from '../../../console/pages/model/predict/intake.ts';

const file = (name: string, size = 1000, type = '') => ({ name, size, type });

test.each([
  [file('a.png'), undefined],
  [file('A.JPG'), undefined],
  [file('scan.tiff', 20_000_000), undefined],
  [file('pasted', 10, 'image/png'), undefined],
  [file('no-ending', 10), /not a picture/],
  [file('page.pdf', 10, 'application/pdf'), /PDF is not read: save the page as PNG/],
  [file('IMG_1.HEIC', 10, 'image/heic'), /HEIC is not read/],
  [file('drawing.svg', 10, 'image/svg+xml'), /SVG is not read/],
  [file('a.png', 0), /empty/],
  [file('a.png', 20_000_001), /20\.0 MB, at most 20 MB/],
  [file('pictures.zip', 10), /import it into a dataset/],
])('a picture %j', (dropped, expected) => {
  const refusal = refusalOfPicture(dropped);

  if (expected === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toMatch(expected);
});

test.each([
  ['a', undefined],
  ['😀'.repeat(100_000), undefined],
  ['x'.repeat(100_001), /100,001 characters/],
  [' \n\t', /no text/],
])('a text', (text, expected) => {
  const refusal = refusalOfText(text);

  if (expected === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toMatch(expected);
});
