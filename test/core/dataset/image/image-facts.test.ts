import { maxAspectRatio, maxPixels } from '../../../../core/dataset/image/dimensions.ts';
import { isRefusal, readImageFacts } from '../../../../core/dataset/image/image-facts.ts';
import { textProblem } from '../../../../core/dataset/text/text-problem.ts';
import {
  bytesOf,
  height,
  isRefusedAtIntake,
  pictures,
  texts,
  width,
} from '../../../intake/table.ts';

/** A PNG's header that says a size, with next to no pixels. */
function pngOf(wide: number, high: number): Uint8Array {
  const found = pictures.find(({ file }) => file === 'grey8.png');
  const bytes = found ? bytesOf(found) : new Uint8Array();
  const view = new DataView(bytes.buffer);
  view.setUint32(16, wide);
  view.setUint32(20, high);
  return bytes;
}

describe('what a picture says of itself', () => {
  test.each(pictures)('$file: $what', (row) => {
    const facts = readImageFacts(bytesOf(row));

    if (isRefusedAtIntake(row)) expect(facts).toMatchObject({ code: row.refused });
    else expect(facts).toMatchObject({ displayed: { width, height } });
  });

  test.each(['jpg', 'png', 'webp', 'tif', 'avif'])(
    'a turned .%s is stored the other way than it is seen',
    (ending) => {
      const row = { what: '', file: `turned-6.${ending}` };

      expect(readImageFacts(bytesOf(row))).toMatchObject({
        stored: { width: height, height: width },
        orientation: 6,
        displayed: { width, height },
      });
    },
  );

  test.each(pictures.filter((row) => row.rgb))('$file cut off anywhere is never larger', (row) => {
    const whole = bytesOf(row);
    for (let length = 0; length < whole.length; length += 1 + (length >> 4)) {
      const facts = readImageFacts(whole.slice(0, length));
      // The second page, frame or image may be gone: the first is still whole.
      if (!isRefusal(facts)) expect(facts.displayed).toEqual({ width, height });
    }
  });

  test('the limits are the last sizes that are taken', () => {
    expect(readImageFacts(pngOf(maxPixels / 10_000, 10_000))).toHaveProperty('displayed');
    expect(readImageFacts(pngOf(maxPixels / 10_000, 10_001))).toEqual({
      code: 'image-too-large',
      reason: '10000 x 10001 pixels are 100010000; an image has at most 100000000: make it smaller',
    });
    expect(readImageFacts(pngOf(10 * maxAspectRatio, 10))).toHaveProperty('displayed');
    expect(readImageFacts(pngOf(10 * maxAspectRatio + 1, 10))).toMatchObject({
      code: 'image-too-narrow',
    });
    expect(readImageFacts(pngOf(0, 10))).toMatchObject({ code: 'image-truncated' });
  });
});

describe('what is wrong with a text', () => {
  test.each(texts)('$what', ({ text, refused }) => {
    expect(textProblem(text)?.at).toBe(refused);
  });

  test('the reason names the place, what stands before it and what would be right', () => {
    expect(textProblem('a smile \ud83d and more')?.reason).toBe(
      'Character 9 of the text, after "a smile ", is the first half of a surrogate pair alone (U+D83D); send the whole character, or leave it out',
    );
    expect(textProblem('\0')?.reason).toBe(
      'Character 1 of the text is NUL (U+0000), which no text holds; leave it out',
    );
  });
});
