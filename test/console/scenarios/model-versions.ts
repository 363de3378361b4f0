import { match, ok, strictEqual } from 'node:assert';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

const modelPath = '/apps/tour/models/visual-classifier/versions';

export const scenarios: readonly Scenario[] = [
  {
    name: 'model versions: two stand side by side, and what differs is marked',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot }) => {
      await signIn(modelPath);
      await page.getByRole('checkbox', { name: 'Compare Version 3' }).check();
      await page.getByText('Choose another version to compare').waitFor();
      await page.getByRole('checkbox', { name: 'Compare Version 2' }).check();
      await page.waitForURL(/compare=ffff00000003\w+%2Cffff00000002/);

      const table = page.getByRole('region', { name: 'Versions side by side' });
      const rowOf = (name: RegExp) => table.getByRole('row', { name });
      await rowOf(/^Accuracy differs/).waitFor();
      match(await rowOf(/^Concepts differs/).innerText(), /10\s+8/);
      strictEqual(await rowOf(/^batch_size/).count(), 0);
      await page.getByLabel('Show what is the same').check();
      match(await rowOf(/^batch_size/).innerText(), /32\s+32/);

      const line = page.getByRole('region', { name: 'Line of the version' });
      strictEqual(await line.locator('a').count(), 2);
      match(
        (await line.locator('a').last().getAttribute('aria-label'))!,
        /trained again from Version 2/,
      );

      const changes = page.getByRole('region', { name: 'Each concept against the parent' });
      strictEqual(await changes.locator('tbody tr').count(), 10);
      match(await changes.getByRole('row', { name: /digit-9/ }).innerText(), /new/);
      await axe();
      await screenshot('model-versions');

      // The address alone shows the same.
      await page.reload();
      await rowOf(/^Accuracy differs/).waitFor();
    },
  },
  {
    name: 'model versions: the line leads to its versions by keyboard',
    run: async ({ page, signIn }) => {
      await signIn(modelPath);
      const line = page.getByRole('region', { name: 'Line of the version' });
      await line.locator('a').first().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/version=ffff00000002/);
      await page.getByRole('heading', { name: 'Line of Version 2' }).waitFor();
    },
  },
  {
    name: 'model versions: one is described and deleted, and so is the model',
    run: async ({ page, client, signIn, axe }) => {
      const app = { app_id: 'to-delete' };
      await client.call('PostApps', {}, { apps: [{ id: app.app_id }] });
      const model = { id: 'blank', model_type_id: 'text-classifier' };
      await client.call('PostModels', app, { models: [model] });
      await signIn('/apps/to-delete/models/blank/versions');

      await page.getByRole('button', { name: 'Describe Version 1' }).click();
      const describe = page.getByRole('dialog', { name: 'Describe Version 1' });
      await describe.getByLabel('Description').fill('<b>"first" 🦜</b>');
      await axe();
      await describe.getByRole('button', { name: 'Save' }).click();
      await describe.waitFor({ state: 'detached' });
      await page.getByRole('region', { name: 'Versions' }).getByText('<b>"first" 🦜</b>').waitFor();

      await page.getByRole('button', { name: 'Delete Version 1' }).click();
      await page.getByRole('dialog').getByText('deleted for good').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
      const { model_versions: kept } = await client.call('ListModelVersions', {
        ...app,
        model_id: 'blank',
      });
      strictEqual(kept.length, 1);

      await page.getByRole('button', { name: 'Edit' }).click();
      const edit = page.getByRole('dialog', { name: 'Edit the model' });
      await edit.getByLabel('Notes').fill('for the trial');
      await edit.getByRole('button', { name: 'Save' }).click();
      await page.getByText('for the trial').waitFor();

      await page.getByRole('button', { name: 'Delete the model' }).click();
      const remove = page.getByRole('dialog', { name: 'Delete the model' });
      const verb = remove.getByRole('button', { name: 'Delete' });
      ok(await verb.isDisabled(), 'nothing was typed');
      await remove.getByLabel("Type 'blank' to confirm").fill('blank');
      await verb.click();
      await page.waitForURL(/to-delete\/models$/);
      await page.getByText('There is no model in this app yet').waitFor();
    },
  },
  {
    name: 'model versions: one of 10,000 is found by its number',
    isHuge: true,
    run: async ({ page, client, signIn, axe, screenshot }) => {
      const app = { app_id: 'huge' };
      const { models } = await client.call('ListModels', app);
      const model = models[0]!.id;
      await signIn(`/apps/huge/models/${model}/versions`);
      await page.getByRole('region', { name: 'Versions' }).waitFor();
      strictEqual(
        await page.getByRole('region', { name: 'Versions' }).locator('tbody tr').count(),
        20,
      );
      await page.getByRole('link', { name: 'Next' }).click();
      await page.waitForURL(/page=2/);

      const chooser = page.getByRole('combobox', { name: 'Version' });
      await chooser.fill('4321');
      const option = page.getByRole('option', { name: /^Version 4321/ });
      await option.waitFor();
      await option.click();
      await page.waitForURL(/version=ffff000010e1/);
      await page.getByRole('heading', { name: /^Line of Version 4321/ }).waitFor();
      await axe();
      await screenshot('model-versions-huge');
    },
  },
];
