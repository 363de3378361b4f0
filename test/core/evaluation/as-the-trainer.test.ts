import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { bytesFromBase64 } from '../../../core/dataset/image/base64.ts';
import type { ManifestRow } from '../../../core/dataset/version/dataset-version.ts';
import type { ImageSize } from '../../../core/dataset/image/image-size.ts';
import { decodePng } from '../../../core/dataset/image/png.ts';
import type { Report } from '../../../core/evaluation/figures.ts';
import { scorerOf } from '../../../core/evaluation/measures.ts';
import { polygonPixels } from '../../../core/evaluation/polygon-pixels.ts';
import { maskPixels } from '../../../core/evaluation/region-pixels.ts';
import type { Prediction } from '../../../core/ports/predictor.ts';
import type { ConceptRef, LoadableVersion } from '../../../core/model/model-version.ts';
import { python } from '../../local/live/live-host.ts';

interface Case {
  readonly rows: readonly ManifestRow[];
  readonly predictions: Readonly<Record<string, Prediction>>;
  readonly concepts: readonly ConceptRef[];
  readonly report: Report;
  readonly unseen?: readonly string[];
}

interface Bits extends ImageSize {
  readonly bits: readonly number[];
}

interface Judged {
  readonly detection: readonly Case[];
  readonly segmentation: readonly Case[];
  readonly retrieval: readonly Case[];
  readonly anomaly: readonly Case[];
  readonly generation: readonly Case[];
  readonly masks: readonly (Bits & { readonly mode: string; readonly png: string })[];
  readonly resized: readonly (Bits & { readonly png: string })[];
  readonly polygons: readonly (Bits & {
    readonly points: readonly (readonly [number, number])[];
  })[];
  readonly objects: Readonly<Record<string, string>>;
}

/** What the trainer's own functions measure of random data. */
const judged = JSON.parse(
  execFileSync(python, [join(__dirname, 'judge.py')], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  }),
) as Judged;

const bytesOf = (base64: string) => bytesFromBase64(base64) ?? new Uint8Array();

/** The report of a whole evaluation: rows chosen, boiled down, stored as JSON between, and measured. */
async function reportOf(modelTypeId: string, given: Case): Promise<Report> {
  const { rows, predictions, concepts, unseen = [] } = given;
  const version = {
    training: { concepts },
    metrics: { heldOut: { unseenConcepts: unseen } },
  } as unknown as LoadableVersion;
  const measure = scorerOf(modelTypeId);
  const subject = { version, concepts };
  const read = (digest: string) => Promise.resolve(bytesOf(judged.objects[digest] ?? ''));
  const chosen = measure.rowsOf(rows, subject);
  expect(chosen.map(({ id }) => id)).toEqual(Object.keys(predictions));
  const kept: unknown[] = [];
  for (const row of chosen) {
    const image = row.object === null ? {} : { image: await read(row.object) };
    const prediction = predictions[row.id] ?? {};
    kept.push(await measure.keep({ ...subject, row, prediction, read, ...image }));
  }
  return measure.figuresOf(JSON.parse(JSON.stringify(kept)) as unknown[], subject).report;
}

/** Every number may differ in its last digits. */
function nearly(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isInteger(value)) return expect.closeTo(value, 9);
  if (Array.isArray(value)) return value.map(nearly);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, nearly(each)]));
}

describe.each([
  ['visual-detector', judged.detection],
  ['visual-segmenter', judged.segmentation],
  ['visual-embedder', judged.retrieval],
  ['visual-anomaly-heatmap', judged.anomaly],
  ['text-to-text', judged.generation],
])('%s', (modelTypeId, cases) => {
  test.each(cases.map((given, seed) => [seed, given] as const))(
    'the trainer measures the same, to 1e-9: seed %i',
    async (_, given) => {
      expect(await reportOf(modelTypeId, given)).toEqual(nearly(given.report));
    },
  );
});

test.each(judged.masks.map((mask) => [mask.mode, mask] as const))(
  'a PNG of mode %s marks the same pixels',
  (_, { png, width, height, bits }) => {
    const decoded = decodePng(bytesOf(png));

    expect([decoded.width, decoded.height]).toEqual([width, height]);
    expect([...decoded.values].map((value) => (value === 0 ? 0 : 1))).toEqual(bits);
  },
);

test('a mask is resized to the same pixels', () => {
  for (const { png, width, height, bits } of judged.resized)
    expect([...maskPixels(decodePng(bytesOf(png)), { width, height })]).toEqual(bits);
});

test('a polygon covers the same pixels, but for one in a thousand', () => {
  let [covered, different] = [0, 0];
  for (const { points, bits, ...size } of judged.polygons) {
    const own = polygonPixels(points, size);
    covered += bits.filter((bit) => bit === 1).length;
    different += bits.filter((bit, at) => bit !== own[at]).length;
  }

  expect(covered).toBeGreaterThan(50_000);
  expect(different / covered).toBeLessThan(0.001);
});
