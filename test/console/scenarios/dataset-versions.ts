import { deepStrictEqual, ok } from 'node:assert';
import { readFileSync } from 'node:fs';
import { makeApp, pictureInput } from '../dataset-app.ts';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

export const scenarios: readonly Scenario[] = [
  {
    name: 'dataset-versions: the list and the difference of two',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot }) => {
      await signIn('/apps/tour/datasets/visual-classifier/versions');
      await page.getByText('1,443 inputs, then 1,797 (+354)').waitFor();
      await page
        .getByRole('row')
        .filter({ hasText: 'digit-9' })
        .filter({ hasText: '+180' })
        .waitFor();
      await axe();
      await screenshot('dataset-versions');
    },
  },
  {
    name: 'dataset-versions: frozen, exported, downloaded, deleted',
    run: async ({ page, client, signIn, axe }) => {
      const at = { app_id: 'freeze', dataset_id: 'things' };
      await makeApp(client, 'freeze', [
        pictureInput('one', 50, ['cat']),
        pictureInput('two', 150, ['dog']),
      ]);
      const ids = async () => {
        const { dataset_versions: versions } = await client.call('ListDatasetVersions', at);
        return versions.map(({ id }) => id);
      };
      await signIn('/apps/freeze/datasets/things/versions');
      await page.getByRole('button', { name: 'Freeze a version' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Id', { exact: true }).fill('first');
      await axe();
      await dialog.getByRole('button', { name: 'Freeze' }).click();
      const row = page.getByRole('row').filter({ hasText: 'first' });
      await row.getByText('Ready').waitFor();
      deepStrictEqual(await ids(), ['first']);

      await row.getByRole('button', { name: 'Export' }).click();
      await dialog.getByRole('button', { name: 'Make COCO' }).click();
      const link = dialog.getByRole('link', { name: /^Download COCO/ });
      await link.waitFor();
      await axe();
      const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
      const archive = readFileSync(await download.path());
      deepStrictEqual(archive.subarray(0, 2).toString(), 'PK');
      ok(archive.length > 500, `${archive.length} bytes`);
      await dialog.getByRole('button', { name: 'Close' }).click();

      await row.getByRole('button', { name: 'Delete' }).click();
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('heading', { name: 'No version yet' }).waitFor();
      deepStrictEqual(await ids(), []);
    },
  },
];
