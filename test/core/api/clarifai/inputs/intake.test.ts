import {
  base64Of,
  height,
  isRefusedAtIntake,
  pictures,
  texts,
  width,
} from '../../../../intake/table.ts';
import { AppUnderTest } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

let lab: AppUnderTest;
beforeAll(async () => {
  lab = new AppUnderTest();
  await lab.open();
});
afterAll(() => lab.close());

const post = async (data: readonly object[]): Promise<Body[]> => {
  const inputs = data.map((one) => ({ data: one }));
  return (await lab.send('POST', `${lab.base}/inputs`, { inputs })).body.inputs;
};

test('every picture of the table is taken with its size as people see it, or refused with its code', async () => {
  // An empty base64 is no picture at all, which is another answer.
  const sent = pictures.filter(({ file }) => file !== 'empty.png');

  const answered = await post(sent.map((row) => ({ image: { base64: base64Of(row) } })));

  const told = answered.map(({ data, status }, index) => {
    const { width: wide, height: high } = data.image?.image_info ?? {};
    const code = status.code === 30000 ? undefined : status.details.split(':')[0];
    return { file: sent[index]?.file, size: [wide, high], code };
  });
  expect(told).toEqual(
    sent.map((row) => ({
      file: row.file,
      size: isRefusedAtIntake(row) ? [undefined, undefined] : [width, height],
      code: isRefusedAtIntake(row) ? row.refused : undefined,
    })),
  );
});

test('every text of the table is kept byte for byte, or refused with the place', async () => {
  for (const { text, refused } of texts) {
    const answer = await lab.send('POST', `${lab.base}/inputs`, {
      inputs: [{ data: { text: { raw: text } } }],
    });
    if (refused === undefined) expect(answer.body.inputs[0].data.text.raw).toBe(text);
    else expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
  }
});

test('a region whose mask is a bomb is not taken', async () => {
  const mask = pictures.find(({ file }) => file === 'bomb.png');
  const image = pictures.find(({ file }) => file === 'rgb.png');
  const region_info = { mask: { image: { base64: mask && base64Of(mask) } } };

  const [input] = await post([
    {
      image: { base64: image && base64Of(image) },
      regions: [{ region_info, data: { concepts: [{ id: 'mug' }] } }],
    },
  ]);

  expect(input.status.code).toBe(30101);
  expect(input.status.details).toContain(
    'The mask of region 0 is not a PNG in base64: image-too-large: 50000 x 50000',
  );
});
