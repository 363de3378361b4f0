import sharp from 'sharp';
import { emptyAnswer } from '../../../cli/answers/answer.ts';
import type { Answer, AnsweredRegion } from '../../../cli/answers/answer.ts';
import { coloursOf } from '../../../client/drawing/concept-colours.ts';
import { drawAnswer } from '../../../cli/drawing/draw-answer.ts';
import { heatColour } from '../../../client/drawing/heat-colours.ts';
import { heatAlpha } from '../../../cli/drawing/heat.ts';
import { decodePicture } from '../../../cli/drawing/picture.ts';

const colours = coloursOf(['cat', 'dog']);
const cat = colours.get('cat')!;

const region: AnsweredRegion = {
  box: { top: 0.5, left: 0.25, bottom: 1, right: 0.75 },
  mask: undefined,
  polygon: undefined,
  concepts: [{ id: 'cat', name: 'cat', value: 0.9 }],
  value: 0.9,
};

/** A grey picture of 800 x 400 pixels. */
const grey = () =>
  sharp({ create: { width: 800, height: 400, channels: 3, background: '#808080' } });

async function pixelAt(png: Buffer, left: number, top: number): Promise<number[]> {
  const one = sharp(png).extract({ left, top, width: 1, height: 1 }).removeAlpha().raw();
  return [...(await one.toBuffer())];
}

async function draw(bytes: Buffer, answer: Partial<Answer>, minValue = 0.5) {
  return drawAnswer(bytes, { ...emptyAnswer, ...answer }, { colours, minValue });
}

describe('what is drawn into a picture', () => {
  test('is a box in the colour of its concept, where it was answered', async () => {
    const { png, drawn, scale } = await draw(await grey().png().toBuffer(), { regions: [region] });
    expect(await sharp(png).metadata()).toMatchObject({ width: 800, height: 400 });
    expect({ drawn, scale }).toEqual({ drawn: 1, scale: 1 });
    // The left edge of the box at 0.25 of the width, and the ground beside it.
    expect(await pixelAt(png, 200, 350)).toEqual([...cat.rgb]);
    expect(await pixelAt(png, 300, 350)).toEqual([128, 128, 128]);
    expect(await pixelAt(png, 180, 350)).toEqual([128, 128, 128]);
  });

  // Where the black left half of the stored picture is seen.
  test.each([
    [1, 'left'],
    [2, 'right'],
    [3, 'right'],
    [4, 'left'],
    [5, 'top'],
    [6, 'top'],
    [7, 'bottom'],
    [8, 'bottom'],
  ] as const)(
    'lies where people see it, with the EXIF orientation %i',
    async (orientation, side) => {
      const black = {
        create: { width: 400, height: 400, channels: 3, background: '#000' },
      } as const;
      const left = await sharp(black).png().toBuffer();
      const stored = grey().composite([{ input: left, left: 0, top: 0 }]);
      const bytes = await stored.withMetadata({ orientation }).jpeg().toBuffer();
      const { png } = await draw(bytes, { regions: [region] });
      const { width, height } = await sharp(png).metadata();
      expect([width, height]).toEqual(orientation < 5 ? [800, 400] : [400, 800]);
      const spots = { left: [0.1, 0.5], right: [0.9, 0.5], top: [0.5, 0.1], bottom: [0.5, 0.9] };
      const darkest = Object.entries(spots).map(async ([name, [x, y]]) => {
        const [value] = await pixelAt(png, Math.round(x! * width), Math.round(y! * height));
        return [name, value! < 10];
      });
      expect(Object.fromEntries(await Promise.all(darkest))[side]).toBe(true);
      expect(await pixelAt(png, width * 0.25, Math.round(height * 0.9))).toEqual([...cat.rgb]);
    },
  );

  test('leaves out what is below the least value, counts it and says so below', async () => {
    const bytes = await grey().png().toBuffer();
    const { png, drawn, left } = await draw(bytes, { regions: [region] }, 0.95);
    expect({ drawn, left }).toEqual({ drawn: 0, left: 1 });
    expect((await sharp(png).metadata()).height).toBeGreaterThan(400);
    expect(await pixelAt(png, 200, 350)).toEqual([128, 128, 128]);
  });

  test('is a mask as a translucent area with an edge', async () => {
    const half = Buffer.alloc(8 * 4).fill(255, 0, 16);
    const mask = await sharp(half, { raw: { width: 8, height: 4, channels: 1 } })
      .png()
      .toBuffer();
    const bytes = await grey().png().toBuffer();
    const masked = { ...region, mask: mask.toString('base64'), box: undefined };
    const { png } = await draw(bytes, { regions: [masked] });
    const inside = await pixelAt(png, 600, 100);
    const mixed = cat.rgb.map((value) => Math.round((value * 110 + 128 * 145) / 255));
    inside.forEach((value, at) => expect(Math.abs(value - mixed[at]!)).toBeLessThanOrEqual(1));
    expect(await pixelAt(png, 600, 199)).toEqual([...cat.rgb]);
    expect(await pixelAt(png, 600, 210)).toEqual([128, 128, 128]);
  });

  test('is a polygon as an area', async () => {
    const triangle = [
      [0, 0],
      [0, 1],
      [1, 0],
    ] as const;
    const bytes = await grey().png().toBuffer();
    const { png } = await draw(bytes, {
      regions: [{ ...region, box: undefined, polygon: triangle }],
    });
    expect(await pixelAt(png, 150, 150)).not.toEqual([128, 128, 128]);
    expect(await pixelAt(png, 700, 350)).toEqual([128, 128, 128]);
  });

  test('is a heat map, with its legend below', async () => {
    const heat = await sharp(Buffer.alloc(8 * 4, 255), {
      raw: { width: 8, height: 4, channels: 1 },
    })
      .png()
      .toBuffer();
    const bytes = await grey().png().toBuffer();
    const concepts = [{ id: 'anomaly', name: 'anomaly', value: 1 }];
    const { png } = await draw(bytes, { heatmap: heat.toString('base64'), concepts });
    const [red, , blue] = heatColour(1);
    const mix = (part: number) => (part * heatAlpha(1) + 128 * (255 - heatAlpha(1))) / 255;
    const [r, , b] = await pixelAt(png, 400, 200);
    expect(Math.abs(r! - mix(red))).toBeLessThanOrEqual(1.5);
    expect(Math.abs(b! - mix(blue))).toBeLessThanOrEqual(1.5);
    expect((await sharp(png).metadata()).height).toBeGreaterThan(440);
  });

  test('are bars below for concepts, the longest for the likeliest', async () => {
    const concepts = [
      { id: 'cat', name: 'cat', value: 1 },
      { id: 'dog', name: 'dog', value: 0.1 },
    ];
    const { png } = await draw(await grey().png().toBuffer(), { concepts });
    expect(await pixelAt(png, 700, 400 + 8 + 10)).not.toEqual([255, 255, 255]);
    expect(await pixelAt(png, 700, 400 + 8 + 29 + 10)).toEqual([255, 255, 255]);
  });

  test.each([
    ['markup', '<b>&"\'</b>'],
    ['a turned direction', '\u202egnp.exe'],
    ['5,000 letters', 'a'.repeat(5000)],
    ['emoji', '😀'.repeat(100)],
    ['half a character', '\ud800'],
    ['nothing', ''],
  ])('takes a concept whose name is %s as words', async (_, name) => {
    const hostile = [{ ...region, concepts: [{ id: 'cat', name, value: 0.9 }] }];
    const { drawn } = await draw(await grey().png().toBuffer(), { regions: hostile });
    expect(drawn).toBe(1);
  });

  test('has room for labels on a picture of one pixel, and on a narrow one', async () => {
    for (const [width, height] of [
      [1, 1],
      [4, 200],
      [2000, 32],
    ] as const) {
      const bytes = await sharp({ create: { width, height, channels: 3, background: '#000' } })
        .png()
        .toBuffer();
      const { drawn } = await draw(bytes, { regions: [region, region, region] });
      expect(drawn).toBe(3);
    }
  });
});

describe('a picture that is drawn on', () => {
  test('is white where it is transparent', async () => {
    const bytes = await sharp({
      create: { width: 700, height: 10, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    expect([...(await decodePicture(bytes)).pixels.subarray(0, 3)]).toEqual([255, 255, 255]);
  });

  test('of 12 bits is as bright as it should be', async () => {
    const values = new Uint16Array(700 * 2).fill(2048);
    values[0] = 4095;
    const bytes = await sharp(values, { raw: { width: 700, height: 2, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    const { pixels } = await decodePicture(bytes);
    expect(Math.abs((pixels[30 * 3] ?? 0) - 127)).toBeLessThanOrEqual(1);
  });

  test('is no text', async () => {
    await expect(decodePicture(Buffer.from('hello'))).rejects.toThrow();
  });
});
