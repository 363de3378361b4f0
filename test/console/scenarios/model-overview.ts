import { deepStrictEqual, match, ok, strictEqual } from 'node:assert';
import { modelId, prepareTraining, trainShortly } from '../small-training.ts';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

const types = [
  ...['visual-classifier', 'visual-detector', 'visual-segmenter', 'visual-embedder'],
  ...['visual-anomaly-heatmap', 'text-classifier', 'text-to-text'],
];

export const scenarios: readonly Scenario[] = [
  {
    name: 'model overview: the verdict, the confusions and the settings of the run',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot }) => {
      await signIn('/apps/tour/models/visual-classifier');
      await page.getByRole('heading', { name: 'Is it worth anything?' }).waitFor();
      const picture = page.getByRole('img', { name: /This version: 0\.99\d, between/ });
      match((await picture.getAttribute('aria-label'))!, /Before training: 0\.\d+; Trivial answer/);

      const metrics = page.getByRole('region', { name: 'Metrics on held-out data' });
      match(await metrics.getByRole('row', { name: /^Accuracy/ }).innerText(), /0\.99\d\s+0\.\d+/);

      const matrix = page.getByRole('group', { name: 'Confusion matrix' });
      strictEqual(await matrix.locator('tbody tr').count(), 10);
      // Every held-out input is in one cell.
      const cells = await matrix.locator('tbody td a').allInnerTexts();
      strictEqual(
        cells.reduce((sum, cell) => sum + Number(cell), 0),
        351,
      );

      const made = await page.locator('.key-values', { hasText: 'Seed' }).first().innerText();
      match(made, /Template\s+Deeptune_ResNet_Small/);
      match(made, /Seed\s+0/);
      match(await page.locator('.key-values').last().innerText(), /num_epochs\s+10/);
      await axe();
      await screenshot('model-overview');
    },
  },
  {
    name: 'model overview: concepts are sorted by any figure, by keyboard',
    run: async ({ page, signIn }) => {
      await signIn('/apps/tour/models/text-classifier');
      const table = page.getByRole('region', { name: 'Figures of each concept' });
      const recalls = async () => {
        const texts = await table.locator('tbody tr td:nth-child(4)').allInnerTexts();
        return texts.map((text) => Number.parseFloat(text));
      };
      await table.getByRole('button', { name: 'Recall' }).focus();
      await page.keyboard.press('Enter');
      const down = await recalls();
      deepStrictEqual(
        down,
        down.toSorted((a, b) => b - a),
      );
      await page.keyboard.press('Enter');
      deepStrictEqual(await recalls(), down.toReversed());
      match(await table.locator('tbody td').nth(1).innerText(), /\d\.\d+\s+0\.\d+ to/);
    },
  },
  {
    name: 'model overview: another version is chosen by its number, and stands in the address',
    run: async ({ page, signIn }) => {
      await signIn('/apps/tour/models/visual-classifier');
      const chooser = page.getByRole('combobox', { name: 'Version' });
      await page.waitForFunction(
        () => document.querySelector<HTMLInputElement>('[role=combobox]')?.value === 'Version 3',
      );
      await chooser.fill('2');
      await page.getByRole('option', { name: /Version 2/ }).waitFor();
      await page.waitForFunction(() => document.querySelectorAll('[role=option]').length <= 2);
      await page.getByRole('option', { name: /Version 2/ }).click();
      await page.waitForURL(/version=ffff00000002/);
      await page.waitForFunction(
        () => document.querySelector<HTMLInputElement>('[role=combobox]')?.value === 'Version 2',
      );
      await page.goBack();
      await page.waitForFunction(
        () => document.querySelector<HTMLInputElement>('[role=combobox]')?.value === 'Version 3',
      );
    },
  },
  {
    name: 'model overview: every model type has its own measures',
    run: async ({ page, signIn, open, axe, screenshot }) => {
      await signIn();
      for (const type of types) {
        await open(`/apps/tour/models/${type}`);
        await page.getByRole('region', { name: 'Metrics on held-out data' }).waitFor();
        await page.getByRole('heading', { name: 'Beside its parent' }).waitFor();
        await axe();
        await screenshot(`model-overview-${type}`);
      }
    },
  },
  {
    name: 'model overview: a version that was never trained leads to training',
    run: async ({ page, client, signIn, axe, expectConsole }) => {
      expectConsole(/status of 40\d/);
      const { apps } = await client.call('ListApps', {});
      const app = { app_id: 'untrained' };
      if (!apps.some(({ id }) => id === app.app_id)) {
        await client.call('PostApps', {}, { apps: [{ id: app.app_id }] });
        const model = { id: 'blank', model_type_id: 'text-classifier' };
        await client.call('PostModels', app, { models: [model] });
      }
      await signIn('/apps/untrained/models/blank');
      await page.getByText('Version 1 has no metrics: not trained').waitFor();
      ok(
        (await page.getByRole('link', { name: 'Train it' }).getAttribute('href'))?.includes(
          'blank',
        ),
      );
      await axe();

      await page.goto(new URL('/apps/untrained/models/no-such-model', page.url()).href);
      await page.getByRole('alert').getByText('Model does not exist').waitFor();
    },
  },
  {
    name: 'model overview: a cell of the matrix leads to its inputs, and those to their labels',
    run: async ({ page, client, signIn, axe, screenshot }) => {
      const appId = 'held-out';
      await prepareTraining(client, appId);
      await trainShortly(client, appId);
      await signIn(`/apps/${appId}/models/${modelId}`);
      const cell = page
        .getByRole('group', { name: 'Confusion matrix' })
        .locator('tbody td a')
        .first();
      const inputs = Number(await cell.innerText());
      await cell.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/label=\w+&answer=\w+/);
      await page.getByRole('heading', { name: /^Labelled (calm|loud), answered/ }).waitFor();
      await page.getByText(`${inputs} input`, { exact: false }).first().waitFor();
      const tiles = page.getByRole('listitem').filter({ hasText: 'Answered' });
      await tiles.first().waitFor();
      strictEqual(await tiles.count(), Math.min(inputs, 12));
      const label = await page.getByRole('link', { name: /^Label anew: / }).first();
      match(
        (await label.getAttribute('href'))!,
        /datasets\/notes\/inputs\?search=(calm|loud)-\d+$/,
      );
      await axe();
      await screenshot('model-overview-rows');

      await page.getByRole('link', { name: 'Show the worst of all' }).click();
      await page.getByRole('heading', { name: 'Worst answers to held-out inputs' }).waitFor();
      await page.getByText('Show the card').click();
      await page.getByRole('region', { name: 'Table of the model card' }).waitFor();
      await axe();
    },
  },
];
