import { strictEqual } from 'node:assert';
import type { Page } from 'playwright-core';
import type { Client } from '../../../client/client.ts';
import { everyVariant } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import { modelId, prepareTraining } from '../small-training.ts';

const app = 'with-budget';
const named = { app_id: app, model_id: modelId };

/** Starts a training that goes on until somebody stops it. @returns the version's id */
async function startLong(client: Client): Promise<string> {
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'notes', num_epochs: 200 };
  const patient = { ...params, early_stopping_patience: 0, batch_size: 2 };
  const { model } = await client.call('PostModelVersions', named, {
    model_versions: [{ train_info: { params: patient } }],
  });
  return model.model_version.id;
}

/** Types a limit, reads what would come of it, and sets it. */
async function setMonth(page: Page, month: string, says: RegExp): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Dollars a month').fill(month);
  await dialog.getByRole('button', { name: 'What would come of it?' }).click();
  await dialog.getByText(says).first().waitFor();
  await dialog.getByRole('button', { name: 'Set budget' }).click();
  await dialog.waitFor({ state: 'detached', timeout: 60_000 });
}

/** The version that goes on from another one. */
async function resumedFrom(client: Client, version: string): Promise<string | undefined> {
  const { model_versions: versions } = await client.call('ListModelVersions', named);
  const isNext = (info: (typeof versions)[number]['train_info']) =>
    info?.resume_from_model?.model_version?.id === version;
  return versions.find(({ train_info: info }) => isNext(info))?.id;
}

const stateOf = async (client: Client, version_id: string) => {
  const { model_version: version } = await client.call('GetModelVersion', { ...named, version_id });
  return version.metadata?.deeptune;
};

async function until(is: () => Promise<boolean>): Promise<void> {
  const patience = 120_000;
  for (const from = performance.now(); !(await is());)
    if (performance.now() - from > patience) throw new Error('it did not come to that');
    else await new Promise((resolve) => setTimeout(resolve, 300));
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'budgets: none limits nothing; one says what it would stop, names what it stopped, and resumes',
    run: async ({ page, client, signIn, axe, screenshot }) => {
      await prepareTraining(client, app);
      const version = await startLong(client);
      await until(async () => (await stateOf(client, version))?.status === 'training');
      await signIn('/budgets');
      await page.getByText('nothing is limited. What is charged is still counted.').waitFor();

      await page.getByRole('button', { name: 'Set a budget' }).click();
      const dialog = page.getByRole('dialog', { name: 'Set a budget' });
      await dialog.getByLabel('Of', { exact: true }).selectOption('app');
      await dialog.getByLabel('App', { exact: true }).selectOption(app);
      await dialog.getByLabel('Dollars a month').fill('ten');
      await dialog.getByText("'ten' is no amount in dollars").waitFor();
      await dialog.getByLabel('Dollars a month').fill('0.001');
      await dialog.getByRole('button', { name: 'What would come of it?' }).click();
      await dialog.getByText('Would be stopped, the newest first').waitFor();
      const job = dialog.getByRole('link', { name: `Train ${app} / ${modelId}, Version` });
      await job.waitFor();
      strictEqual((await stateOf(client, version))?.status, 'training', 'only asked, and stopped');
      await axe();
      await screenshot('budget-consequences');
      await dialog.getByRole('button', { name: 'Set budget' }).click();
      await page.getByText('1 job stopped by it').waitFor({ timeout: 60_000 });
      await until(async () => (await stateOf(client, version))?.status === 'stopped');
      strictEqual((await stateOf(client, version))?.stopReason?.code, 'budget-stopped');
      const bar = page.getByRole('img', { name: /of the limit is charged or held/ });
      strictEqual(await bar.count(), 1);
      await screenshot('budget-stopped');

      await page.getByRole('button', { name: `Change App ${app}` }).click();
      await setMonth(page, '100', /Would be resumed|Nothing that runs or waits/);
      // At once, or with the reconciler's next round where the stopped job had not ended yet.
      await page.getByText(/1 job resumed|It is being carried out/).waitFor();
      const next = () => resumedFrom(client, version);
      await until(async () => (await next()) !== undefined);
      const version_id = (await next())!;
      await client.call('DeleteModelVersion', { ...named, version_id, stop_only: true });

      await page.getByRole('button', { name: `Remove App ${app}` }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
      await page.getByText(`The budget of App ${app} was removed`).first().waitFor();
      strictEqual(await bar.count(), 0);
    },
  },
  {
    name: 'budgets: charged and held stand apart, with marks where is notified',
    variants: everyVariant,
    run: async ({ page, client, signIn, axe, screenshot }) => {
      const { amount } = await client.call('GetAmount', { app_id: 'tour' });
      const monthMicros = amount.postedMicros * 2;
      const budget = { level: 'app', appId: 'tour', monthMicros, dayMicros: 1_000_000 } as const;
      await client.call('PutBudget', {}, { budget: { ...budget, atLimit: 'notify' } });
      await signIn('/budgets');
      const bar = page.getByRole('img', { name: /: 50\.0 % of the limit is charged or held/ });
      await bar.waitFor();
      const width = (part: string) =>
        bar.locator(part).evaluate((element) => element.getBoundingClientRect().width);
      const whole = await bar.evaluate((element) => element.getBoundingClientRect().width);
      strictEqual(Math.round(((await width('.posted')) / whole) * 100), 50);
      strictEqual(await width('.held'), 0);
      strictEqual((await bar.locator('small').allInnerTexts()).join(), '50 %,80 %,100 %');
      await page.getByText('nothing is refused, you are only notified').waitFor();
      await axe();
      await screenshot('budgets');
      await client.call('DeleteBudget', { budget_id: 'app:tour' });
    },
  },
];
