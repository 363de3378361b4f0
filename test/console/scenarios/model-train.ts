import { match, ok, strictEqual } from 'node:assert';
import { dollarsUp } from '../../../console/parts/figures/in-words.ts';
import type { Client } from '../../../client/client.ts';
import { failingModelId, modelId, prepareTraining, startFailing } from '../small-training.ts';
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
      await page.getByRole('meter', { name: /of the maximum of \$/ }).waitFor();
      await page.getByRole('log').getByText('epoch 1/200').waitFor();
      await axe();
      await screenshot('model-train-live');

      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      const dialog = page.getByRole('dialog', { name: /^Stop Version/ });
      await dialog.getByText('Kept: the best epoch so far').waitFor();
      const named = { app_id: appId, model_id: modelId, version_id: version };
      const { model_version: running } = await client.call('GetModelVersion', named);
      const limit = dollarsUp(running.metadata?.deeptune?.reservation?.maxAmountMicros ?? NaN);
      await dialog.getByText(`never more than ${limit}`).waitFor();
      await axe();
      await dialog.getByRole('button', { name: 'Stop the training' }).click();
      await page.getByText('Training was stopped after').waitFor({ timeout: 90_000 });

      // What was left is offered with its price, and starts from the stopped version.
      await page.getByRole('button', { name: 'Resume' }).click();
      const resume = page.getByRole('dialog', { name: /^Resume Version/ });
      await resume.getByText('Never billed above').waitFor();
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
    name: 'model train: one that fails on its data says why above its log, whose fault it is, and what it cost',
    run: async ({ page, client, signIn, open, axe, screenshot }) => {
      const app = 'failing';
      const version = await startFailing(client, app);
      await signIn(`/apps/${app}/models/${failingModelId}/train?version=${version}`);
      // The page was not loaded again: the host told it.
      const log = page.locator('section.panel', {
        has: page.getByRole('heading', { name: 'Log', exact: true }),
      });
      const reason = log.getByText(/6 of 12/).first();
      await reason.waitFor({ timeout: 120_000 });
      match(await log.innerText(), /The data or the settings are the reason/);
      match(await log.innerText(), /code invalid-data-tolerance-exceeded, charged \$0\.\d\d/);
      const printed = log.getByRole('log');
      await printed.waitFor();
      ok((await reason.boundingBox())!.y < (await printed.boundingBox())!.y, 'above the log');
      const state = page.getByRole('region', { name: 'State of the training' });
      await state.getByText('Failed', { exact: true }).first().waitFor();
      await state.getByRole('button', { name: 'Train again' }).waitFor();
      await axe();
      await screenshot('model-train-failed');

      await open(`/apps/${app}/models`);
      await page.getByRole('row', { name: failingModelId }).getByText('Failed').waitFor();
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
