import { match, ok, strictEqual } from 'node:assert';
import { dollars } from '../../../core/words.ts';
import { everyVariant } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';

export const scenarios: readonly Scenario[] = [
  {
    name: 'usage: by days, by kind, and every figure of a job in one line',
    variants: everyVariant,
    run: async ({ page, client, signIn, axe, screenshot }) => {
      const today = new Date().toISOString().slice(0, 10);
      const { usage_records: records } = await client.call('ListUsageRecords', { per_page: 1_000 });
      const days = records.filter(({ recordedAt }) => recordedAt.startsWith(today));
      await signIn('/usage?by=kind');
      const lines = page.getByRole('region', { name: 'Jobs of the month' });
      await lines.waitFor();
      const names = await lines.locator('thead th').allInnerTexts();
      strictEqual(
        names.join(),
        'Job,Settled,Charged time,Quoted,List price,Discount,AWS’s cost,Charged,Margin',
      );
      const charged = records.reduce((sum, { amountMicros }) => sum + amountMicros, 0);
      await lines.locator('tfoot').getByText(dollars(charged), { exact: true }).waitFor();
      await axe();
      await screenshot('usage');

      await page.getByLabel('From').fill(today);
      await page.getByText(`What was charged from ${today} to ${today}`).waitFor();
      if (days.length > 0) {
        const sum = days.reduce((total, { amountMicros }) => total + amountMicros, 0);
        await lines.locator('tfoot').getByText(dollars(sum), { exact: true }).waitFor();
      }
      strictEqual(new URL(page.url()).searchParams.get('to'), today);
      await page.getByLabel('to', { exact: true }).fill('2020-01-01');
      await page.getByText(`The first day, ${today}, is after the last one`).waitFor();
    },
  },
  {
    name: 'usage: a month is printed whole, without what only a screen needs',
    variants: [
      { scheme: 'light', width: 1280 },
      { scheme: 'dark', width: 390 },
    ],
    run: async ({ page, client, signIn, screenshot }) => {
      const { amount } = await client.call('GetAmount', {});
      const first = page.getByRole('region', { name: 'Jobs of the month' }).locator('tbody tr');
      // A page without any line of its own: what is printed does not depend on what is looked at.
      await signIn('/usage?page=2000');
      await page.getByRole('heading', { name: 'Line by line' }).waitFor();
      strictEqual(await first.count(), 0);

      await page.emulateMedia({ media: 'print' });
      await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
      strictEqual(await first.count(), amount.recordCount);
      for (const only of ['header.top', 'nav.side', '.actions', 'select', '.pager'])
        ok(!(await page.locator(only).first().isVisible()), `${only} is printed`);
      match(await page.locator('h1').innerText(), /Usage/);
      // Dark ink on paper, whatever the screen is.
      const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      match(ground, /rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)/);
      const [ink] = /\d+/.exec(
        await page.evaluate(() => getComputedStyle(document.querySelector('td')!).color),
      )!;
      ok(Number(ink) < 60, `ink of ${ink}`);
      // Nothing is cut at the right of a sheet.
      const [wide, room] = await page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      ok(wide! <= room!, `${wide} pixels on ${room}`);
      await screenshot('usage-print');

      await page.evaluate(() => dispatchEvent(new Event('afterprint')));
      await page.waitForFunction(
        () => document.querySelectorAll('[aria-label="Jobs of the month"] tbody tr').length === 0,
      );
    },
  },
];
