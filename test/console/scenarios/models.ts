import { deepStrictEqual, match, ok, strictEqual } from 'node:assert';
import type { Client } from '../../../client/client.ts';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

/** Names as nobody should give them: markup, quotes, right to left, emoji, very long. */
export const hostileNames = [
  '<img src=x onerror="document.title=\'broken\'">',
  '"\'><script>document.title="broken"</script>',
  'نموذج التصنيف ‮ reversed',
  '🦜'.repeat(30),
  '{{constructor.constructor("document.title=1")()}}',
];

const longestId = `model-${'x'.repeat(42)}`;

async function emptyApp(client: Client, id: string): Promise<void> {
  const { apps } = await client.call('ListApps', {});
  if (!apps.some((app) => app.id === id)) await client.call('PostApps', {}, { apps: [{ id }] });
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'models: each has its state, its metric with an interval, its last training and its price',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot }) => {
      await signIn('/apps/tour/models');
      const table = page.getByRole('region', { name: 'Models' });
      await table.waitFor();
      strictEqual(await table.locator('tbody tr').count(), 7);
      const row = table.getByRole('row', { name: /visual-classifier/ });
      const text = await row.innerText();
      match(text, /Trained/);
      match(text, /0\.99\d accuracy\s+0\.9\d\d to 0\.99\d/);
      match(text, /ago/);
      match(text, /\$\d+\.\d\d/);
      await axe();
      await screenshot('models');
    },
  },
  {
    name: 'models: search, type and order stand in the address, and back undoes them',
    run: async ({ page, signIn }) => {
      await signIn('/apps/tour/models');
      const names = page.getByRole('region', { name: 'Models' }).locator('tbody th a');
      await names.first().waitFor();

      await page.getByLabel('Type').selectOption({ label: 'Visual Detector' });
      await page.waitForURL(/type=visual-detector/);
      await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 1);
      await page.goBack();
      await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 7);

      await page.getByLabel('Order').selectOption({ label: 'By name' });
      await page.waitForURL(/sort=name/);
      await page.waitForFunction(
        () => document.querySelector('tbody th a')?.textContent === 'text-classifier',
      );
      const shown = await names.allInnerTexts();
      deepStrictEqual(shown, shown.toSorted());

      await page.getByRole('searchbox', { name: 'Search models' }).fill('egmenter');
      await page.waitForURL(/search=egmenter/);
      await page.getByText('No model is like that').waitFor();
      await page.getByRole('searchbox', { name: 'Search models' }).fill('visual');
      await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 5);
      await page.reload();
      strictEqual(await page.getByRole('searchbox').inputValue(), 'visual');
    },
  },
  {
    name: 'models: an app without models says how one gets one',
    variants: everyVariant,
    run: async ({ page, client, signIn, axe, screenshot }) => {
      await emptyApp(client, 'nothing-here');
      await signIn('/apps/nothing-here/models');
      await page.getByText('There is no model in this app yet').waitFor();
      const links = page.locator('.empty').getByRole('link');
      deepStrictEqual(await links.allInnerTexts(), ['Train a model', 'Datasets']);
      await axe();
      await screenshot('models-empty');
    },
  },
  {
    name: 'models: hostile names are shown as they are, and pages go on',
    run: async ({ page, client, signIn, axe, screenshot }) => {
      await emptyApp(client, 'hostile');
      const app = { app_id: 'hostile' };
      const { models } = await client.call('ListModels', app);
      if (models.length === 0) {
        for (const [at, name] of hostileNames.entries())
          await client.call('PostModels', app, {
            models: [{ id: `m${at}`, name, description: name, model_type_id: 'text-classifier' }],
          });
        const plain = Array.from({ length: 24 }, (_, at) => `plain-${at}`);
        for (const id of [longestId, ...plain])
          await client.call('PostModels', app, {
            models: [{ id, model_type_id: 'visual-classifier' }],
          });
      }
      await signIn('/apps/hostile/models?page=2');
      const table = page.getByRole('region', { name: 'Models' });
      await table.waitFor();
      for (const name of hostileNames) ok(await table.getByText(name, { exact: true }).isVisible());
      strictEqual(await table.locator('img, script').count(), 0);
      strictEqual(await page.title(), 'Models · deeptune');
      await axe();
      await screenshot('models-hostile');

      await page.getByRole('link', { name: 'Previous' }).click();
      await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 25);
      ok((await page.innerText('body')).includes('1 to 25 of 30 models'));
    },
  },
  {
    name: 'models: what the service refuses is said, and asked again',
    run: async ({ page, signIn, expectConsole, axe, screenshot }) => {
      expectConsole(/status of 503/);
      const path = '**/v2/users/local/apps/tour/model_summaries?*';
      const status = { code: 98014, description: 'Full', details: 'The disk is full', req_id: 'r' };
      await page.route(path, (route) => route.fulfill({ status: 503, json: { status } }));
      await signIn('/apps/tour/models');
      await page.getByRole('alert').getByText('The disk is full').waitFor();
      await axe();
      await screenshot('models-problem');
      await page.unroute(path);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('region', { name: 'Models' }).waitFor();
    },
  },
];
