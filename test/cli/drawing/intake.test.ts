import { decodePicture } from '../../../cli/drawing/picture.ts';
import { bytesOf, height, pictures, width } from '../../intake/table.ts';

const points = [
  [12, 8],
  [36, 8],
  [12, 24],
  [36, 24],
] as const;

/** Drawn otherwise, as docs/cli-reference.md says; the answers are those of the whole picture. */
const others: Readonly<Record<string, string>> = {
  'cmyk.jpg': 'its colours go through a profile',
  'float-inverted.tif': 'zero is black',
  'frame-inside.gif': 'around the first frame it is black',
  'turned-two-prefixes.jpg': 'it is not turned',
};
const tolerance = 12;

const drawable = pictures.filter(
  ({ rgb, file }) => rgb !== undefined && !file.endsWith('.bmp') && !(file in others),
);

describe('a picture that is drawn on is seen as training sees it', () => {
  test.each(drawable.map((row) => [row.what, row] as const))('%s', async (_, row) => {
    const picture = await decodePicture(bytesOf(row));
    expect(picture.width / picture.scale).toBeCloseTo(width);
    expect(picture.height / picture.scale).toBeCloseTo(height);
    const seen = points.map(([x, y]) => {
      const [column, line] = [x, y].map((at) => Math.floor((at + 0.5) * picture.scale));
      const at = (line! * picture.width + column!) * 3;
      return [...picture.pixels.subarray(at, at + 3)];
    });
    const farthest = Math.max(
      ...seen.flatMap((pixel, index) =>
        pixel.map((value, part) => Math.abs(value - row.rgb![index]![part]!)),
      ),
    );
    expect({ seen, isNear: farthest <= tolerance }).toEqual({ seen, isNear: true });
  });
});
