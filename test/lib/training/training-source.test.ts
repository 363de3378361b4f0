import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureVendoredPackages } from '../../../local/python/vendored-packages.ts';
import { deployment, rootOf } from '../synthesized.ts';

jest.setTimeout(120_000);

/** The files of the asset that has train.py at its top. */
async function trainerFiles(): Promise<readonly string[]> {
  await ensureVendoredPackages(() => undefined);
  const outdir = mkdtempSync(join(tmpdir(), 'deeptune-synth-'));
  try {
    rootOf(deployment({}, { outdir })).synth();
    const folders = readdirSync(outdir).filter((name) => /^asset\.[0-9a-f]+$/.test(name));
    const assets = folders.map((name) => filesBelow(join(outdir, name)));
    return assets.find((files) => files.includes('train.py')) ?? [];
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

test('what is deployed is the trainer, its versions and what the image lacks, and nothing else', async () => {
  const files = await trainerFiles();

  expect(files).toEqual(
    expect.arrayContaining([
      ...['train.py', 'inference.py', 'image.json', 'deeptune_trainer/entry.py'],
      ...['vendor/pycocotools/mask.py', 'vendor/pycocotools-2.0.11.dist-info/METADATA'],
    ]),
  );
  const tops = new Set(files.map((file) => file.split('/')[0]));
  expect([...tops].sort()).toEqual([
    ...['deeptune_trainer', 'device.py', 'image.json', 'inference.py', 'serve.py', 'train.py'],
    'vendor',
  ]);
  expect(files.filter((file) => /__pycache__|\.pyc$|(^|\/)\.|(^|\/)test_/.test(file))).toEqual([]);
});
