import { deepStrictEqual, ok } from 'node:assert';
import { hostile, makeApp, pictureInput } from '../dataset-app.ts';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

export const scenarios: readonly Scenario[] = [
  {
    name: 'datasets: the list says what each holds',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot }) => {
      await signIn('/apps/tour/datasets');
      const row = page.getByRole('row').filter({ hasText: 'visual-detector' });
      await row.getByRole('link', { name: /finding/ }).waitFor();
      ok((await row.innerText()).includes('300'), 'the list says how many inputs it has');
      await axe();
      await screenshot('datasets');
    },
  },
  {
    name: 'datasets: an empty app says how one begins, and a dataset is made by keyboard alone',
    run: async ({ page, client, signIn, axe, screenshot }) => {
      await client.call('PostApps', {}, { apps: [{ id: 'begin' }] });
      await signIn('/apps/begin/datasets');
      await page.getByRole('heading', { name: 'There is no dataset yet' }).waitFor();
      await axe();
      await screenshot('datasets-empty');

      await page.getByRole('button', { name: 'New dataset' }).focus();
      await page.keyboard.press('Enter');
      await page.getByLabel('Id', { exact: true }).focus();
      await page.keyboard.type('not an id');
      await page.getByText('must be 1 to 128 letters').waitFor();
      await axe();
      await page.keyboard.press('Control+a');
      await page.keyboard.type('first');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Drop a folder here' }).waitFor();
      const { datasets } = await client.call('ListDatasets', { app_id: 'begin' });
      deepStrictEqual(
        datasets.map(({ id }) => id),
        ['first'],
      );

      await page.getByRole('link', { name: 'Inputs' }).click();
      await page.getByRole('heading', { name: 'This dataset has no inputs yet' }).waitFor();
      await page.getByRole('link', { name: 'Report' }).click();
      await page.getByRole('heading', { name: 'No report yet' }).waitFor();
      await page.getByRole('link', { name: 'Versions' }).click();
      await page.getByRole('heading', { name: 'No version yet' }).waitFor();
      await axe();
    },
  },
  {
    name: 'datasets: names that are markup are text',
    run: async ({ page, client, signIn, axe }) => {
      await makeApp(client, 'hostile-names', [pictureInput('one', 90, [hostile])]);
      await signIn('/apps/hostile-names/datasets');
      await page.getByText(hostile).first().waitFor();
      await page.getByRole('link', { name: 'things' }).first().click();
      await page.getByRole('gridcell').first().waitFor();
      ok((await page.locator('.labels').first().innerText()).includes(hostile));
      deepStrictEqual(await page.locator('img[src="x"]').count(), 0);
      await axe();
    },
  },
  {
    name: 'datasets: one that does not exist says so',
    run: async ({ page, signIn, expectConsole, axe }) => {
      expectConsole(/status of 404/);
      await signIn('/apps/tour/datasets/nothing/inputs');
      await page.getByRole('alert').filter({ hasText: 'nothing' }).waitFor();
      await axe();
    },
  },
];
