import type { Client } from '../../client/client.ts';
import { base64FromBytes } from '../../core/dataset/image/base64.ts';
import { picture } from './dataset-app.ts';

/** The model of `prepareTraining`: a text classifier. */
export const modelId = 'reader';

/**
 * An app of its own with enough texts for a validation part, and a model that is not trained yet;
 * where it is there already, nothing.
 */
export async function prepareTraining(client: Client, appId: string): Promise<void> {
  const { apps } = await client.call('ListApps', {});
  if (apps.some(({ id }) => id === appId)) return;
  await client.call('PostApps', {}, { apps: [{ id: appId }] });
  const app = { app_id: appId };
  await client.call('PostDatasets', app, { datasets: [{ id: 'notes' }] });
  const words = { calm: 'sea lake meadow evening', loud: 'drum storm engine market' };
  const inputs = Object.entries(words).flatMap(([id, text]) =>
    Array.from({ length: 80 }, (_, at) => ({
      id: `${id}-${at}`,
      data: {
        text: { raw: `${text.split(' ')[at % 4]} number ${at} of the ${id} ones` },
        concepts: [{ id }],
      },
      dataset_ids: ['notes'],
    })),
  );
  await client.call('PostInputs', app, { inputs: inputs.slice(0, 80) });
  await client.call('PostInputs', app, { inputs: inputs.slice(80) });
  const model = { id: modelId, model_type_id: 'text-classifier' };
  await client.call('PostModels', app, { models: [model] });
}

/** The model of `startFailing`: an image classifier. */
export const failingModelId = 'unreadable';

/**
 * Starts a training that fails: half of its pictures are whole files whose pixels cannot be
 * decoded, which only the trainer finds out. @returns the version's id
 */
export async function startFailing(client: Client, appId: string): Promise<string> {
  const app = { app_id: appId };
  await client.call('PostApps', {}, { apps: [{ id: appId }] });
  await client.call('PostDatasets', app, { datasets: [{ id: 'pictures' }] });
  const inputs = Array.from({ length: 12 }, (_, at) => ({
    data: {
      image: {
        base64: base64FromBytes(at % 2 === 0 ? damaged(picture(20 * at)) : picture(20 * at)),
      },
      concepts: [{ id: at % 4 < 2 ? 'dark' : 'bright' }],
    },
    dataset_ids: ['pictures'],
  }));
  await client.call('PostInputs', app, { inputs });
  const model = { id: failingModelId, model_type_id: 'visual-classifier' };
  await client.call('PostModels', app, { models: [model] });
  const params = { template: 'Deeptune_ResNet_Small', dataset_id: 'pictures' };
  const started = await client.call(
    'PostModelVersions',
    { ...app, model_id: failingModelId },
    { model_versions: [{ train_info: { params } }] },
  );
  return started.model.model_version.id;
}

/** A PNG whose frame is whole and whose pixels are not. */
function damaged(png: Uint8Array): Uint8Array {
  const bytes = Buffer.from(png);
  const at = bytes.indexOf('IDAT') + 4;
  return new Uint8Array(bytes.fill(0xff, at, at + 10));
}

/** Trains the model of `prepareTraining` for two epochs. @returns the version's id */
export async function trainShortly(client: Client, appId: string): Promise<string> {
  const asked = { app_id: appId, model_id: modelId };
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'notes', num_epochs: 2 };
  const { model } = await client.call('PostModelVersions', asked, {
    model_versions: [{ train_info: { params } }],
  });
  const named = { ...asked, version_id: model.model_version.id };
  for (;;) {
    const { model_version: version } = await client.call('GetModelVersion', named);
    if (version.status.code === 21100) return version.id;
    if (version.status.code === 21106)
      throw new Error(`training failed: ${version.status.details}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
