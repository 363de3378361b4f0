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
      await page.getByText(/1,443 inputs, then 1,797 \(\+354\); 1,443 are the same/).waitFor();
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
      await dialog.getByRole('button', { name: 'Create COCO' }).click();
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
  {
    name: 'dataset-versions: what was added, removed and relabelled, and the side of each input',
    run: async ({ page, client, signIn, axe, screenshot }) => {
      const at = { app_id: 'differ', dataset_id: 'things' };
      const inputs = Array.from({ length: 40 }, (_, n) =>
        pictureInput(`old-${n}`, 20 + n, [n % 2 ? 'cat' : 'dog']),
      );
      await makeApp(client, 'differ', inputs);
      await client.call('PostDatasetVersions', at, { dataset_versions: [{ id: 'one' }] });
      await client.call('DeleteInputs', { app_id: 'differ' }, { ids: ['old-0', 'old-1'] });
      const relabelled = { id: 'old-2', data: { concepts: [{ id: 'wolf' }] } };
      await client.call(
        'PatchInputs',
        { app_id: 'differ' },
        { action: 'overwrite', inputs: [relabelled] },
      );
      const added = { ...pictureInput('new', 200, ['cat']), dataset_ids: ['things'] };
      await client.call('PostInputs', { app_id: 'differ' }, { inputs: [added] });
      await client.call('PostDatasetVersions', at, { dataset_versions: [{ id: 'two' }] });

      await signIn('/apps/differ/datasets/things/versions');
      await page.getByText('40 inputs, then 39 (−1); 37 are the same in both').waitFor();
      await page.getByText('Added: 1').click();
      await page.getByRole('listitem').filter({ hasText: 'new cat' }).waitFor();
      await page.getByText('Removed: 2').click();
      await page.getByRole('listitem').filter({ hasText: 'old-1 cat' }).waitFor();
      await page.getByText('Relabelled: 1').click();
      await page.getByRole('listitem').filter({ hasText: 'old-2 dog → wolf' }).waitFor();
      await axe();
      await screenshot('dataset-difference');

      const asked = { ...at, dataset_version_id: 'one', split: 'test' } as const;
      const { total } = await client.call('ListDatasetVersionInputs', asked);
      await page.goto(
        `${new URL(page.url()).origin}/apps/differ/datasets/things/inputs?version=one`,
      );
      const status = page.getByRole('status');
      await status.filter({ hasText: /^40 inputs$/ }).waitFor();
      await page.getByText('Deleted since').first().waitFor();
      await page.getByLabel('Side').selectOption('Held out');
      await page.waitForURL(/split=test/);
      await status.filter({ hasText: new RegExp(`^${total} inputs?$`) }).waitFor();
      await axe();
      await page.getByRole('button', { name: 'Show the dataset as it is now' }).click();
      await status.filter({ hasText: /^39 inputs$/ }).waitFor();
    },
  },
];
