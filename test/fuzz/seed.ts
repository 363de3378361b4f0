import { Client } from '../../cli/client.ts';
import type { RunningServer } from '../../local/server.ts';

/** Path parameter -> an id that is there: without them every request would end at "does not exist". */
export type KnownIds = Readonly<Record<string, string>>;

interface ModelAnswer {
  readonly model: { readonly model_version: { readonly id: string } };
}

const texts = ['good', 'bad'].flatMap((id) =>
  Array.from({ length: 8 }, (_, index) => ({
    id: `${id}-${index}`,
    data: { text: { raw: `a ${id} text, the ${index}th` }, concepts: [{ id }] },
    dataset_ids: ['things'],
  })),
);

/** Fills an app with one of everything that can be had without training. */
export async function seed(
  server: RunningServer,
  userId: string,
  appId: string,
): Promise<KnownIds> {
  const client = new Client({ ...server, userId, appId });
  await client.user('POST', '/apps', { apps: [{ id: appId }] });
  await client.app('POST', '/datasets', { datasets: [{ id: 'things' }] });
  await client.app('POST', '/inputs', { inputs: texts, inputs_add_job_id: 'upload' });
  await client.app('POST', '/annotations', {
    annotations: [{ id: 'note', input_id: 'good-0', data: { concepts: [{ id: 'bad' }] } }],
  });
  await client.app('POST', '/datasets/things/versions', { dataset_versions: [{ id: 'v1' }] });
  const models = [{ id: 'reader', model_type_id: 'text-classifier' }];
  const { model } = await client.app<ModelAnswer>('POST', '/models', { models });
  const schedule = { id: 'daily', dataset_id: 'things', expression: 'rate(1 day)' };
  await client.app('POST', '/models/reader/schedules', { schedule });
  return {
    input_id: 'good-0',
    annotation_id: 'note',
    id: 'upload',
    dataset_id: 'things',
    dataset_version_id: 'v1',
    concept_id: 'good',
    model_id: 'reader',
    version_id: model.model_version.id,
    model_version_id: model.model_version.id,
    model_type_id: 'text-classifier',
    schedule_id: 'daily',
    log_type: 'training',
    status_code_id: '21100',
  };
}
