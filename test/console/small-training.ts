import type { Client } from '../../client/client.ts';

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
