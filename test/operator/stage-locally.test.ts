import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveHub } from './hub-server.ts';
import { folderWith, smallModel } from './model-files.ts';

const hubId = 'microsoft/resnet-50';
const pickled = { 'config.json': '{}', 'pytorch_model.bin': 'a pickle' };

/** As a person does it on a laptop: no account, a hub of our own in place of the real one. */
describe('deeptune stage-model … --local', () => {
  let folder: string;
  let hub: Awaited<ReturnType<typeof serveHub>>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stage-locally-'));
    hub = await serveHub({ [hubId]: smallModel, 'microsoft/resnet-101': pickled });
  });
  afterEach(async () => {
    await hub.close();
    rmSync(folder, { recursive: true });
  });

  const stage = (...words: string[]) => {
    const env = {
      ...process.env,
      DEEPTUNE_FOLDER: join(folder, 'data'),
      HF_HOME: join(folder, 'cache'),
      HF_ENDPOINT: hub.url,
      HF_HUB_DISABLE_XET: '1',
      HF_HUB_ETAG_TIMEOUT: '2',
    };
    return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
      execFile(
        process.execPath,
        ['bin/stage-model.ts', ...words, '--local'],
        { env },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      ),
    );
  };
  const place = () => join(folder, 'data', 'objects', 'base-models', hubId);

  test('fetches from the hub and stages under the keys of a bucket', async () => {
    const done = await stage(hubId);

    expect(done).toMatchObject({
      code: 0,
      stdout: `${hubId} is staged in ${join(folder, 'data')}; 3 files written\n`,
      stderr: expect.stringContaining('MMClassification_ResNet_50_RSB_A1 (visual-classifier)'),
    });
    expect(readdirSync(place()).sort()).toEqual([
      'config.json',
      'deeptune-manifest.json',
      'model.safetensors',
      'preprocessor_config.json',
    ]);
    expect(readFileSync(join(place(), 'model.safetensors'))).toEqual(
      smallModel['model.safetensors'],
    );
  });

  test('where the hub is away, its cache on this machine is enough', async () => {
    await stage(hubId);
    rmSync(join(folder, 'data'), { recursive: true });
    await hub.close();

    expect(await stage(hubId)).toMatchObject({ code: 0 });

    hub = await serveHub({});
  });

  test('where neither has it, says so and what else there is', async () => {
    await hub.close();

    expect(await stage(hubId)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/base-model-unavailable: .*cannot be reached.*--from <folder>/),
    });

    hub = await serveHub({});
  });

  test('a model that the hub does not have', async () => {
    expect(await stage('google/efficientnet-b7')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/base-model-unavailable: .*The hub has no such model/),
    });
  });

  test('a model behind a licence says how to get in', async () => {
    expect(await stage('gated/model', '--unlisted')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/accept it on the model's page, then set HF_TOKEN/),
    });
  });

  test('a model that is there as a pickle only is not staged', async () => {
    expect(await stage('microsoft/resnet-101')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/base-model-invalid: .*has no \*\.safetensors/),
    });
  });

  test('from a folder, nothing is fetched', async () => {
    await hub.close();
    const from = folderWith(smallModel);

    expect(await stage(hubId, '--from', from)).toMatchObject({ code: 0 });

    rmSync(from, { recursive: true });
    hub = await serveHub({});
  });
});
