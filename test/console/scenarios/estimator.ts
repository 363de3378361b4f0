import { match, ok, strictEqual } from 'node:assert';
import { everyVariant } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';

export const scenarios: readonly Scenario[] = [
  {
    name: 'estimator: the report of finished jobs, its points by keyboard and as a table',
    variants: everyVariant,
    run: async ({ page, client, signIn, axe, screenshot }) => {
      const { report } = await client.call('GetEstimatorReport', {});
      ok(report.jobs.length > 1, `only ${report.jobs.length} jobs are graded`);
      await signIn('/estimator');

      await page.getByRole('heading', { name: report.summary[0]! }).waitFor();
      const points = page.locator('figure svg[role=group] a');
      strictEqual(await points.count(), report.jobs.length);
      const [wide, room] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      ok(wide! <= room!, `${wide} pixels on ${room}`);

      // Tab reaches one of the points, arrows the others; each says which job it is.
      const reached = page.locator('figure svg[role=group] a[tabindex="0"]');
      strictEqual(await reached.count(), 1);
      await reached.focus();
      await page.keyboard.press('ArrowRight');
      const said = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
      match(said!, /^(train|evaluate|predict) .+: forecast .+, took /);
      strictEqual(await page.locator('figcaption').innerText(), said);
      await axe();
      await screenshot('estimator');

      await page.getByText(/The \d+ jobs as a table/).click();
      const rows = page
        .getByRole('region', { name: 'Jobs with their forecasts' })
        .locator('tbody tr');
      strictEqual(await rows.count(), report.jobs.length);

      const [, model] = /\/ ([\w-]+),/.exec(said!)!;
      await points.nth(1).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: model! }).waitFor();
    },
  },
  {
    name: 'estimator: no jobs, and an app that is not there, are said',
    run: async ({ page, client, signIn, open, axe, expectConsole }) => {
      const id = 'estimator-empty';
      await client.call('PostApps', {}, { apps: [{ id }] });
      await signIn(`/estimator?app=${id}`);
      await page.getByText('No forecast has been graded yet').waitFor();
      await axe();

      expectConsole(/status of 404/);
      await open('/estimator?app=nowhere');
      await page.getByRole('alert').getByText("App 'nowhere' does not exist").waitFor();
      await client.call('DeleteApp', { app_id: id });
    },
  },
];
