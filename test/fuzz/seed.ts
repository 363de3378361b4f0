import type { Client } from '../../client/client.ts';

/** Path parameter, or what an example has in its place -> an id that is there. */
export type KnownIds = Readonly<Record<string, string>>;

const texts = ['good', 'bad'].flatMap((id) =>
  Array.from({ length: 12 }, (_, index) => ({
    id: `${id}-${index}`,
    data: { text: { raw: `a ${id} text, the ${index}th` }, concepts: [{ id }] },
    dataset_ids: ['things'],
  })),
);
const loose = { id: 'loose', data: { text: { raw: 'in no dataset' } } };

/**
 * Fills an app with one of everything that can be had without training, under the ids that the
 * document's examples have.
 */
export async function seed(client: Client, userId: string, appId: string): Promise<KnownIds> {
  await client.call('PostApps', {}, { apps: [{ id: appId }] });
  const dataset = await seedDataset(client);
  const models = ['reader', 'old-reader'].map((id) => ({ id, model_type_id: 'text-classifier' }));
  const [versionId] = await Promise.all(models.map((model) => addModel(client, model)));
  const schedule = { id: 'daily', dataset_id: 'things', expression: 'rate(1 day)' };
  await client.call('PostSchedule', { model_id: 'reader' }, { schedule });
  const key = { description: appId, scopes: ['Apps_Get'], apps: [{ id: appId }] };
  await client.call('PostKeys', {}, { keys: [{ ...key, type: 'app_specific_key' }] });
  const [made] = (await client.call('ListAppKeys', {})).keys;
  const keyId = made?.id ?? '';
  return {
    ...{ user_id: userId, 'user_app_id.user_id': userId },
    ...{ app_id: appId, 'user_app_id.app_id': appId },
    ...{ key_id: keyId, 'key-id': keyId },
    ...dataset,
    ...{ model_id: 'reader', model_type_id: 'text-classifier', model: 'Deeptune_Gpt_Small' },
    ...versionIds(versionId ?? ''),
    ...{ schedule_id: 'daily', log_type: 'training', status_code_id: '21100' },
  };
}

/** A version under every name that it has. */
export function versionIds(id: string): KnownIds {
  return { version_id: id, model_version_id: id, 'version-id': id };
}

async function seedDataset(client: Client): Promise<KnownIds> {
  const datasets = ['things', 'old-things'].map((id) => ({ id }));
  await client.call('PostDatasets', {}, { datasets });
  await client.call('PostInputs', {}, { inputs: [...texts, loose], inputs_add_job_id: 'upload' });
  const data = { concepts: [{ id: 'bad' }] };
  const annotations = ['note', 'note-2'].map((id) => ({ id, input_id: 'good-0', data }));
  await client.call('PostAnnotations', {}, { annotations });
  const dataset_versions = ['v0', 'v1'].map((id) => ({ id }));
  await client.call('PostDatasetVersions', { dataset_id: 'things' }, { dataset_versions });
  const order = { input_ids: { input_ids: ['bad-0'] }, operation: { delete_geo: {} } };
  const done = await client.call('PostBulkOperations', {}, { bulk_operations: [order] });
  return {
    ...{ input_id: 'good-0', annotation_id: 'note', concept_id: 'good', id: 'upload' },
    ...{
      dataset_id: 'things',
      dataset_version_id: 'v1',
      'operation-id': done.bulk_operation[0]?.id ?? '',
    },
  };
}

/** @returns the id of its untrained version */
async function addModel(
  client: Client,
  model: { readonly id: string; readonly model_type_id: string },
): Promise<string> {
  const made = await client.call('PostModels', {}, { models: [model] });
  return made.model.model_version.id;
}
