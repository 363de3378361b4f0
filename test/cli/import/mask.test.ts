import { execFileSync } from 'node:child_process';
import { bitmapOfPolygons, bitmapOfRuns, pngOf } from '../../../cli/import/layouts/mask.ts';
import type { Bitmap } from '../../../cli/import/layouts/mask.ts';
import { imageFormat } from '../../../core/dataset/image/image-format.ts';
import { python } from '../../local/live/live-host.ts';

/**
 * Runs Python with the libraries of the trainer; what it is given is `given`, what it answers
 * `answer`.
 */
function judge<T>(code: string, given: unknown): T {
  const program = `import base64, io, json, sys
import numpy as np
from PIL import Image
from pycocotools import mask
given = json.load(sys.stdin)
${code}
print(json.dumps(answer))`;
  const answer = execFileSync(python, ['-c', program], { input: JSON.stringify(given) });
  return JSON.parse(answer.toString()) as T;
}

const bits = ({ pixels }: Bitmap) => [...pixels].map((pixel) => (pixel === 0 ? 0 : 1));

test('run lengths are read as the reference code reads them, as characters and as numbers', () => {
  const made = judge<{ size: [number, number]; counts: string; bits: number[] }[]>(
    `answer = []
for seed, density in ((0, 0.5), (1, 0.02), (2, 0.98), (3, 0.0), (4, 1.0)):
    pixels = (np.random.RandomState(seed).rand(40, 53) < density).astype(np.uint8)
    pixels[5:30, 7:44] = seed % 2
    runs = mask.encode(np.asfortranarray(pixels))
    answer.append({"size": runs["size"], "counts": runs["counts"].decode(), "bits": pixels.flatten().tolist()})`,
    null,
  );

  expect(made.map((runs) => bits(bitmapOfRuns(runs)))).toEqual(made.map((runs) => runs.bits));
  expect(bits(bitmapOfRuns({ counts: [1, 2, 3], size: [2, 3] }))).toEqual([0, 1, 0, 1, 0, 0]);
});

test('polygons cover what the reference code has them cover, but for pixels on their edges', () => {
  const polygons = [
    [2, 1, 20.5, 3, 12, 17.5],
    [22, 10, 29, 10, 29, 19, 22, 19],
  ];
  const reference = judge<number[]>(
    `parts = mask.frPyObjects(given, 20, 30)
answer = mask.decode(mask.merge(parts)).flatten().tolist()`,
    polygons,
  );

  const own = bits(bitmapOfPolygons(polygons, { width: 30, height: 20 }));

  const differing = own.filter((bit, index) => bit !== reference[index]).length;
  expect(reference.filter((bit) => bit === 1).length).toBeGreaterThan(190);
  expect(differing).toBeLessThanOrEqual(12);
});

test('a mask is a PNG that others read back', () => {
  const bitmap = bitmapOfRuns({ counts: [7, 20, 3, 30], size: [6, 10] });

  const png = Buffer.from(pngOf(bitmap));

  expect(imageFormat(png)).toBe('png');
  const read = judge<{ size: number[]; mode: string; pixels: number[] }>(
    `image = Image.open(io.BytesIO(base64.b64decode(given)))
answer = {"size": list(image.size), "mode": image.mode, "pixels": np.asarray(image).flatten().tolist()}`,
    Buffer.from(png).toString('base64'),
  );
  expect(read).toEqual({ size: [10, 6], mode: 'L', pixels: [...bitmap.pixels] });
});
