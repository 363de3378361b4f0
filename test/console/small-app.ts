import type { Stage } from './scenario.ts';

/** Names that would do harm in a page that trusts them. */
export const hostileName = `<img src=x onerror="document.title='owned'">&amp;'"`;

/**
 * An app of the scenario's own with a dataset `texts` of 40 texts and two concepts, one of a
 * hostile name, and a frozen version `v1`.
 */
export async function makeSmallApp({ client }: Stage, appId: string): Promise<void> {
  await client.call('PostApps', {}, { apps: [{ id: appId }] });
  const inApp = { app_id: appId };
  await client.call('PostConcepts', inApp, {
    concepts: [
      { id: 'good', name: 'good' },
      { id: 'bad', name: hostileName },
    ],
  });
  await client.call('PostDatasets', inApp, { datasets: [{ id: 'texts' }] });
  await client.call('PostInputs', inApp, { inputs: ['good', 'bad'].flatMap(textsOf) });
  const version = { dataset_versions: [{ id: 'v1' }] };
  await client.call('PostDatasetVersions', { ...inApp, dataset_id: 'texts' }, version);
}

function textsOf(concept: string) {
  return Array.from({ length: 20 }, (_, index) => ({
    id: `${concept}-${index}`,
    data: { text: { raw: `This is ${concept}, number ${index}.` }, concepts: [{ id: concept }] },
    dataset_ids: ['texts'],
  }));
}

/** Leaves the page, which would go on asking, and deletes what `makeSmallApp` made. */
export async function dropApp({ client, page }: Stage, appId: string): Promise<void> {
  await page.goto('about:blank');
  await client.call('DeleteApp', { app_id: appId });
}
