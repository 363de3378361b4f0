import { ok, strictEqual } from 'node:assert';
import type { Client } from '../../../client/client.ts';
import type { Scenario } from '../scenario.ts';

/** Starts trainings of one more model on the digits that are there, all with the same settings. */
async function startTrainings(client: Client, modelId: string, count: number): Promise<string[]> {
  await client.call(
    'PostModels',
    {},
    { models: [{ id: modelId, model_type_id: 'visual-classifier' }] },
  );
  const { dataset_versions: versions } = await client.call('ListDatasetVersions', {
    dataset_id: 'visual-classifier',
  });
  const params = {
    template: 'Deeptune_ResNet_Small',
    dataset_id: 'visual-classifier',
    dataset_version_id: versions[0]!.id,
    num_epochs: 40,
  };
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const body = { model_versions: [{ train_info: { params } }] };
    const { model } = await client.call('PostModelVersions', { model_id: modelId }, body);
    ids.push(model.model_version.id);
  }
  return ids;
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'activity: a training runs live, others wait with a reason, and both are stopped',
    run: async ({ page, client, signIn, axe, screenshot }) => {
      await signIn('/activity');
      await page.getByText('Nothing runs or waits').waitFor();
      await startTrainings(client, 'activity-reader', 3);

      // The page was not loaded again: what comes was told by the host.
      const running = page.locator('section', { hasText: 'activity-reader' });
      await running.getByText('Running').first().waitFor();
      await page.getByRole('region', { name: 'Jobs that wait' }).waitFor();
      await page.getByRole('progressbar').first().waitFor();
      await page
        .getByText(/step \d+ of \d+/)
        .first()
        .waitFor();
      // Of a training whose steps were measured, the time left no longer is the forecast's.
      await running
        .getByText(/^measured \(\d+ steps?\)/)
        .first()
        .waitFor({ timeout: 60_000 });
      await axe();
      await screenshot('activity-running');

      const stops = page.getByRole('button', { name: /^Stop/ });
      for (let open = await stops.count(); open > 0; open -= 1) {
        await stops.last().click();
        await page.getByRole('button', { name: 'Stop it' }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await page.waitForFunction(
          (most) =>
            [...document.querySelectorAll('main button')].filter((each) =>
              /^Stop/.test(each.textContent ?? ''),
            ).length < most,
          open,
        );
      }
      await page.getByText('Nothing runs or waits').waitFor({ timeout: 60_000 });
      const { jobs } = await client.call('ListActivity', {});
      strictEqual(jobs.length, 0);
      const versions = await client.call('ListModelVersions', { model_id: 'activity-reader' });
      ok(versions.model_versions.length >= 3, 'stopping deleted a version');
      // The other scenarios count the models of `tour`.
      await client.call('DeleteModels', {}, { ids: ['activity-reader'] });
    },
  },
];
