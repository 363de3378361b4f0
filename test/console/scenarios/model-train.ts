import { match, ok, strictEqual } from 'node:assert';
import type { Client } from '../../../client/client.ts';
import { modelId, prepareTraining } from '../small-training.ts';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

const appId = 'live-training';

/** A training that goes on until it is stopped. @returns the version's id */
async function startLong(client: Client): Promise<string> {
  const params = {
    ...{ template: 'Deeptune_Bert_Small', dataset_id: 'notes' },
    ...{ num_epochs: 200, early_stopping_patience: 0, batch_size: 2 },
  };
  const { model } = await client.call(
    'PostModelVersions',
    { app_id: appId, model_id: modelId },
    { model_versions: [{ train_info: { params } }] },
  );
  return model.model_version.id;
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'model train: a training is watched live, stopped, and resumed',
    run: async ({ page, client, signIn, axe, screenshot }) => {
      await prepareTraining(client, appId);
      const version = await startLong(client);
      await signIn(`/apps/${appId}/models/${modelId}/train?version=${version}`);

      // The curve grows by itself.
      const summary = page.locator('summary', { hasText: /points as a table/ }).first();
      await summary.waitFor({ timeout: 60_000 });
      const points = async () =>
        Number(/\d+/.exec((await summary.innerText()).replace(',', ''))![0]);
      const before = await points();
      await page.waitForFunction((least) => {
        const text = document.querySelector('summary')?.textContent ?? '';
        return Number(/[\d,]+/.exec(text)?.[0].replace(',', '')) > least;
      }, before);
      await page.getByText('Cost so far').waitFor();
      await page.getByRole('meter', { name: /of the limit of \$/ }).waitFor();
      await page.getByRole('log').getByText('epoch 1/200').waitFor();
      await axe();
      await screenshot('model-train-live');

      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: /^Stop Version/ });
      await dialog.getByText('Kept: the best epoch so far').waitFor();
      await dialog.getByText('never more than $1.00').waitFor();
      await axe();
      await dialog.getByRole('button', { name: 'Stop the training' }).click();
      await page.getByText('Training was stopped after').waitFor({ timeout: 90_000 });

      // What was left is offered with its price, and starts from the stopped version.
      await page.getByRole('button', { name: 'Resume' }).click();
      const resume = page.getByRole('dialog', { name: /^Resume Version/ });
      await resume.getByText('Never more than').waitFor();
      match(await resume.innerText(), /, \d{1,3} epochs, from weights/);
      await resume.getByRole('button', { name: 'Start' }).click();
      await page.waitForURL((url) => url.searchParams.get('version') !== version);
      const next = new URL(page.url()).searchParams.get('version')!;
      const asked = { app_id: appId, model_id: modelId, version_id: next };
      const { model_version: resumed } = await client.call('GetModelVersion', asked);
      strictEqual(resumed.train_info?.resume_from_model?.model_version?.id, version);
      ok(Number(resumed.train_info?.params['num_epochs']) < 200);
      await client.call('DeleteModelVersion', { ...asked, stop_only: true });
      await page.getByText('Training was stopped').first().waitFor({ timeout: 90_000 });
    },
  },
  {
    name: 'model train: curves are read by keyboard and as a table',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot }) => {
      await signIn('/apps/tour/models/text-to-text/train');
      const chart = page.getByRole('group', { name: /^Training loss: arrow keys/ });
      await chart.focus();
      await page.keyboard.press('Home');
      const spoken = page.locator('figure', { has: chart }).locator('[aria-live=polite]');
      match(await spoken.innerText(), /^Step 1: step \d\.\d{4}/);
      await page.keyboard.press('End');
      match(await spoken.innerText(), /^Step \d+: step .*, mean of the epoch/);

      await page.locator('summary', { hasText: 'points as a table' }).first().click();
      const table = page.getByRole('group', { name: 'Points of Training loss' });
      strictEqual(await table.locator('tbody tr').count(), 50);
      strictEqual(await table.locator('tbody th').first().innerText(), '1');
      await axe();
      await screenshot('model-train');
    },
  },
];
