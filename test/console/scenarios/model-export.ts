import { match, ok, strictEqual } from 'node:assert';
import { readFileSync, statSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

/** What a click downloads. @returns where it lies, and what it would be called */
async function download(page: Page, act: () => Promise<void>): Promise<[string, string]> {
  const [started] = await Promise.all([page.waitForEvent('download'), act()]);
  return [(await started.path())!, started.suggestedFilename()];
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'model export: the artifact with its size, its contents and the code that loads it',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot }) => {
      await signIn('/apps/tour/models/text-to-text/export');
      const link = page.getByRole('link', { name: /^Download \d+(\.\d)? [kM]B$/ });
      await link.waitFor();
      await page.getByText('tokenizer.json').waitFor();
      match(await page.getByLabel('Load it').innerText(), /predict_fn\(inputs, predictor\)/);
      await axe();
      await screenshot('model-export');
    },
  },
  {
    name: 'model export: artifact, records and dataset version are downloaded whole',
    run: async ({ page, signIn }) => {
      await signIn('/apps/tour/models/visual-classifier/export');
      const link = page.getByRole('link', { name: /^Download/ });
      const [artifact] = await download(page, () => link.click());
      // A gzip of what the settlement says it holds.
      strictEqual(readFileSync(artifact).subarray(0, 2).toString('hex'), '1f8b');
      ok(statSync(artifact).size > 500_000);

      const metrics = page.getByRole('button', { name: 'metrics.json' });
      const [file, name] = await download(page, () => metrics.click());
      match(name, /^metrics-ffff00000003\w+\.json$/);
      strictEqual(JSON.parse(readFileSync(file, 'utf8')).heldOut.count, 351);

      const coco = page.getByRole('button', { name: 'Export the dataset version as COCO' });
      const [archive] = await download(page, () => coco.click());
      strictEqual(readFileSync(archive).subarray(0, 2).toString(), 'PK');
      await page.getByRole('link', { name: /^COCO \d/ }).waitFor();
    },
  },
  {
    name: 'model export: a version without an artifact says so',
    run: async ({ page, client, signIn, axe }) => {
      const { model_versions: versions } = await client.call('ListModelVersions', {
        model_id: 'text-classifier',
      });
      await signIn(`/apps/tour/models/text-classifier/export?version=${versions.at(-1)!.id}`);
      await page.getByText('Version 1 has no model artifact: not trained').waitFor();
      await axe();
    },
  },
];
