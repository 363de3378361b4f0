import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { estimate, factsOf, freeze, predictTop, upload } from '../../../demo/service.ts';
import type { TrainInfo } from '../../../client/parts.ts';
import { openStagingFolder } from '../../../local/objects/staging-folder.ts';
import { stageModel } from '../../../operator/staging/stage-model.ts';
import { digitsOf } from './digits-app.ts';
import type { LiveHost } from './live-host.ts';
import { settled, startLiveHost, train } from './live-host.ts';

jest.setTimeout(240_000);

const template = 'MMClassification_ResNet_50_RSB_A1';
const modelId = 'reader';
const root = join(__dirname, '..', '..', '..');

/** A dataset of two digits, frozen, and what a training on it is asked with. */
async function prepare({ client }: LiveHost): Promise<TrainInfo> {
  await client.call('PostDatasets', {}, { datasets: [{ id: 'digits' }] });
  await upload(client, digitsOf([0, 1], 12), 'digits');
  await client.call(
    'PostModels',
    {},
    {
      models: [{ id: modelId, model_type_id: 'visual-classifier' }],
    },
  );
  const { id } = await freeze(client, 'digits');
  const chosen = { image_size: 32, num_epochs: 1, batch_size: 8 };
  return { params: { template, ...chosen, dataset_id: 'digits', dataset_version_id: id } };
}

/** A small ResNet with random weights under the base model's name: nothing can be fetched here. */
async function stage({ folder }: LiveHost): Promise<void> {
  const model = join(folder, 'resnet');
  const python = join(root, '.venv', 'bin', 'python');
  execFileSync(python, [join(__dirname, 'base_model.py'), model]);
  await stageModel(
    { baseModelId: 'microsoft/resnet-50', folder: model },
    { ...openStagingFolder(folder), say: () => undefined },
  );
}

describe('a template that names a base model', () => {
  let host: LiveHost;
  let trainInfo: TrainInfo;
  beforeAll(async () => {
    host = await startLiveHost();
    trainInfo = await prepare(host);
  });
  afterAll(() => host.close());

  test('is refused before it is staged, with the command, and nothing stays behind', async () => {
    await expect(train(host.client, modelId, trainInfo)).rejects.toThrow(
      /microsoft\/resnet-50, which is not staged on this machine. Stage it with: deeptune stage-model microsoft\/resnet-50 --local/,
    );

    const named = { model_id: modelId };
    const { model_versions: versions } = await host.client.call('ListModelVersions', named);
    // The one that each model begins with.
    expect(versions.map(({ status }) => status.code)).toEqual([21102]);
  });

  test('says in its estimate what it starts from', async () => {
    const { explanation } = await estimate(host.client, modelId, trainInfo);

    expect(explanation).toContain('Starts from the pretrained weights of microsoft/resnet-50.');
  });

  test('trains from the staged weights, and the version says so', async () => {
    await stage(host);

    const { id } = await train(host.client, modelId, trainInfo);
    const version = await settled(host.client, modelId, id);

    expect(version.status).toMatchObject({ code: 21100 });
    expect(factsOf(version)).toMatchObject({
      startsFrom: { baseModelId: 'microsoft/resnet-50' },
      startsFromText: 'Starts from the pretrained weights of microsoft/resnet-50.',
    });
    const [top] = await predictTop(host.client, { modelId }, digitsOf([0], 1));
    expect(['digit-0', 'digit-1']).toContain(top?.id);
  });
});

test('a stand-in says that it is one, wherever its version is shown', async () => {
  const host = await startLiveHost({ DEEPTUNE_STAND_INS: '1' });
  const trainInfo = await prepare(host);
  const text =
    /^STAND-IN: starts from nothing, random weights of resnet-small in place of microsoft\/resnet-50/;

  const { explanation } = await estimate(host.client, modelId, trainInfo);
  const { id, status } = await train(host.client, modelId, trainInfo);
  const version = await settled(host.client, modelId, id);
  const inputs = digitsOf([0], 1).map(({ base64 }) => ({ data: { image: { base64 } } }));
  const { outputs } = await host.client.call('PostModelOutputs', { model_id: modelId }, { inputs });
  await host.close();

  expect(explanation[0]).toMatch(text);
  expect(status.details).toMatch(text);
  expect(version.status).toMatchObject({ code: 21100, details: expect.stringMatching(text) });
  expect(factsOf(version).startsFromText).toMatch(text);
  expect(outputs[0]?.model.model_version.status.details).toMatch(text);
});
