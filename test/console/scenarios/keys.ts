import { match, ok, strictEqual } from 'node:assert';
import type { Page } from 'playwright-core';
import { Client } from '../../../client/client.ts';
import type { ApiError } from '../../../client/api-error.ts';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

/** Makes a key in the dialog, and answers its text. */
async function makeKey(page: Page, description: string, choice: string): Promise<string> {
  await page.getByRole('button', { name: 'Create key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create key' });
  await dialog.getByLabel('Description').fill(description);
  await dialog.getByLabel(choice).check();
  await dialog.getByRole('button', { name: 'Create key' }).click();
  return keepKey(page);
}

/** The text of the new key; its dialog stays until it is said to be kept. */
async function keepKey(page: Page): Promise<string> {
  const dialog = page.getByRole('dialog', { name: 'The new key' });
  const text = (await dialog.locator('pre').textContent()) ?? '';
  await page.keyboard.press('Escape');
  ok(await dialog.isVisible(), 'Escape loses the key');
  await dialog.getByRole('button', { name: 'I have kept it' }).click();
  await dialog.waitFor({ state: 'detached' });
  return text;
}

async function outcomeOf(url: string, key: string): Promise<string> {
  const client = new Client({ url, key, userId: 'local', appId: 'tour' });
  const call = client.call('ListModels', {}).then(
    () => 'answers',
    (error: ApiError) => String(error.httpStatus),
  );
  return call;
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'keys: one is made, shown once, rotated and deleted',
    run: async ({ page, url, signIn }) => {
      await signIn('/keys');
      const first = await makeKey(page, 'for the dashboard', 'Read For a dashboard');
      match(first, /^dt_[0-9a-f]{64}$/);
      strictEqual(await outcomeOf(url, first), 'answers');
      ok(!(await page.content()).includes(first), 'the key is still in the page');

      const row = page.getByRole('row', { name: /for the dashboard/ });
      strictEqual(await row.count(), 1);
      await row.getByRole('button', { name: 'Rotate' }).click();
      await page.getByLabel('The old key ends in').selectOption('7 days');
      await page.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click();
      const second = await keepKey(page);
      ok(second !== first);
      strictEqual(await outcomeOf(url, second), 'answers');
      strictEqual(await row.count(), 2);
      strictEqual(await row.filter({ hasText: 'in 7 days' }).count(), 1);

      await row.filter({ hasText: 'in 7 days' }).getByRole('button', { name: 'Delete' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await page.getByText('was deleted').first().waitFor();
      strictEqual(await outcomeOf(url, first), '401');
      strictEqual(await outcomeOf(url, second), 'answers');
    },
  },
  {
    name: 'keys: the dialog is accessible, and scopes bring what they need',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot }) => {
      await signIn('/keys');
      await page.getByRole('button', { name: 'Create key' }).click();
      await page.getByLabel('Only what I choose').check();
      await page.getByLabel('Models_Train').check();
      ok(await page.getByLabel('Models_Get').isChecked());
      await page.getByLabel('Models_Get').uncheck();
      ok(!(await page.getByLabel('Models_Train').isChecked()));
      await axe();
      await screenshot('new-key');
    },
  },
];
