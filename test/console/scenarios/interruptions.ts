import { strictEqual } from 'node:assert';
import type { Page } from 'playwright-core';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

/** Where the console notices by itself that the service answers again, milliseconds. */
const untilNoticed = 60_000;

/** Follows a link of the side navigation, which is behind a button on a small screen. */
async function follow(page: Page, name: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu' });
  if (await menu.isVisible()) await menu.click();
  const navigation = page.getByRole('navigation', { name: 'Main' });
  await navigation.getByRole('link', { name, exact: true }).click();
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'interruptions: without an answer of the service the page stays and says so, until there is one',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot, expectConsole }) => {
      expectConsole(/ERR_INTERNET_DISCONNECTED/);
      await signIn('/apps/tour/models');
      await follow(page, 'Keys');
      await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();
      await follow(page, 'Models');
      const rows = page.getByRole('region', { name: 'Models' }).locator('tbody tr');
      await rows.first().waitFor();
      await page.context().setOffline(true);

      // Something that was not read yet cannot be; what was is still there to be looked at.
      await follow(page, 'Usage');
      const said = page.getByText('The service does not answer.');
      await said.waitFor({ timeout: untilNoticed });
      await page.goBack();
      await said.waitFor();
      strictEqual(await rows.count(), 7);
      await axe();
      await screenshot('offline');

      // A page that was never opened cannot be loaded: it says so in its own place.
      await follow(page, 'Datasets');
      const heading = page.getByRole('heading', { level: 1 });
      await heading.getByText('This page could not be loaded').waitFor();
      await axe();
      await screenshot('offline-not-loaded');

      await page.context().setOffline(false);
      await said.waitFor({ state: 'detached', timeout: untilNoticed });
      await page.getByRole('button', { name: 'Try again' }).click();
      await heading.getByText('Datasets', { exact: true }).waitFor();
      strictEqual(await page.getByRole('alert').count(), 0);
    },
  },
  {
    name: 'interruptions: a page that fails leaves the frame, says whose fault it is, and is tried again',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot }) => {
      // An answer that no host gives stands for a fault of a page.
      const path = '**/v2/users/local/billing/amounts?*';
      const status = { code: 10000, description: 'Ok', req_id: 'r' };
      await page.route(path, (route) => route.fulfill({ json: { status, amount: null } }));
      await signIn('/usage');
      await page.getByRole('heading', { level: 1, name: 'This page failed' }).waitFor();
      await page.getByText('It is a fault of the console; nothing was changed by it.').waitFor();
      await axe();
      await screenshot('page-failed');

      await follow(page, 'Keys');
      await page.getByRole('heading', { level: 1, name: 'Keys' }).waitFor();

      await page.goBack();
      await page.getByRole('heading', { level: 1, name: 'This page failed' }).waitFor();
      await page.unroute(path);
      await page.getByRole('button', { name: 'Load the page again' }).waitFor();
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('heading', { level: 1, name: 'Usage' }).waitFor();
    },
  },
  {
    name: 'interruptions: a part of the console that is not there any more says so, and is loaded',
    run: async ({ page, signIn, axe, screenshot, expectConsole }) => {
      expectConsole(/status of 404/);
      await signIn('/usage');
      await page.route('**/assets/*.js', (route) => route.fulfill({ status: 404 }));
      await follow(page, 'Datasets');
      await page
        .getByRole('heading', { level: 1, name: 'This page could not be loaded' })
        .waitFor();
      await axe();
      await screenshot('not-loaded');

      await page.unroute('**/assets/*.js');
      await page.getByRole('button', { name: 'Load the page again' }).click();
      await page.getByRole('heading', { level: 1, name: 'Datasets' }).waitFor();
    },
  },
];
