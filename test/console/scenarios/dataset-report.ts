import { makeApp, pictureInput } from '../dataset-app.ts';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

export const scenarios: readonly Scenario[] = [
  {
    name: 'dataset-report: problems first, balance and sizes',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot }) => {
      await signIn('/apps/tour/datasets/visual-classifier/report');
      await page.getByRole('heading', { name: 'Tiny images' }).waitFor();
      await page.getByText('digit-3 has the most examples (183)').waitFor();
      await axe();
      await screenshot('dataset-report');
      await page.getByText('Table of 10 concepts').click();
      await page.getByRole('row').filter({ hasText: 'digit-8' }).waitFor();
      await axe();
    },
  },
  {
    name: 'dataset-report: a problem leads to the inputs that show it',
    run: async ({ page, client, signIn, axe }) => {
      const at = { app_id: 'report', dataset_id: 'things' };
      await makeApp(client, 'report', [
        pictureInput('one', 50, ['cat']),
        // The same picture under another name.
        pictureInput('two', 50, ['dog']),
        ...Array.from({ length: 8 }, (_, n) => pictureInput(`more-${n}`, 90 + n, ['cat'])),
      ]);
      await client.call('PostDatasetVersions', at, { dataset_versions: [{ id: 'frozen' }] });
      await signIn('/apps/report/datasets/things/report');
      const card = page
        .getByRole('article')
        .filter({ has: page.getByRole('heading', { name: 'Copies', exact: true }) });
      await card.getByRole('link').click();
      await page.waitForURL(/problem=copies/);
      await page.getByText('Problem: Copies').waitFor();
      await page
        .getByRole('status')
        .filter({ hasText: /^1 input$/ })
        .waitFor();
      // The copy, and what it is a copy of.
      const copy = page.getByRole('gridcell');
      const [name, other] = ['two', 'one'];
      await copy.locator(`img[alt="${name}.png"]`).waitFor();
      await copy.getByText(`as ${other}`).waitFor();
      await axe();
    },
  },
];
