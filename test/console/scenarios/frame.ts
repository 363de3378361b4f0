import { strictEqual } from 'node:assert';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

const pages = ['/usage', '/keys', '/activity', '/notifications'];

export const scenarios: readonly Scenario[] = [
  {
    name: 'frame: sign-in keeps the address, and every page of the frame is accessible',
    variants: everyVariant,
    run: async ({ page, url, signIn, open, axe, screenshot }) => {
      await page.goto(`${url}/usage`);
      await page.getByLabel('API key').waitFor();
      await axe();
      await screenshot('sign-in');

      await signIn('/usage');
      strictEqual(new URL(page.url()).pathname, '/usage');

      for (const path of pages) {
        await open(path);
        await axe();
        await screenshot(path.slice(1));
      }
    },
  },
];
