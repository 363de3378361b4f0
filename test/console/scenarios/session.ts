import { ok, strictEqual } from 'node:assert';
import type { Scenario } from '../scenario.ts';

const hostile = '<img src=x onerror="document.title=1"><script>document.title=2</script>';

export const scenarios: readonly Scenario[] = [
  {
    name: 'session: a key that ends leads to the sign-in with the reason, and back to the same page',
    run: async ({ page, client, signIn, key, expectConsole }) => {
      expectConsole(/status of 401/);
      const made = await client.call('PostKeys', {}, { keys: [{ description: 'short' }] });
      const short = made.keys[0]!.id;
      const { keys } = await client.call('ListKeys', {});
      await page.goto('about:blank');
      await signIn('/usage?by=kind', short);
      await client.call('DeleteKey', {
        key_id: keys.find(({ description }) => description === 'short')!.id,
      });
      // Going to another page asks with it, if nothing has by then.
      await page.evaluate(() => document.querySelector<HTMLElement>('a[href="/keys"]')?.click());
      await page.getByText('The key is not accepted any more').waitFor();
      const { pathname } = new URL(page.url());
      await page.getByLabel('API key').fill(key);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.locator('main#page h1').waitFor();
      strictEqual(new URL(page.url()).pathname, pathname);
      ok(pathname === '/keys' || pathname === '/usage', pathname);
      strictEqual(await page.evaluate(() => location.href.includes('dt_')), false);
    },
  },
  {
    name: 'session: a one-time link signs in once, and leaves nothing in the address',
    run: async ({ page, url, key, expectConsole }) => {
      expectConsole(/status of 401/);
      const made = await fetch(`${url}/console/links`, {
        method: 'POST',
        headers: { authorization: `Key ${key}` },
      });
      const { link } = (await made.json()) as { link: string };
      await page.goto(link);
      await page.locator('main#page h1').waitFor();
      strictEqual(new URL(page.url()).hash, '');
      await page.evaluate(() => sessionStorage.clear());
      await page.goto('about:blank');
      await page.goto(link);
      await page.getByText('This link has been used already').waitFor();
    },
  },
  {
    name: 'session: stored names and texts are text, whatever they hold',
    run: async ({ page, client, signIn }) => {
      await client.call('PostApps', {}, { apps: [{ id: 'hostile-words', description: hostile }] });
      const app = { app_id: 'hostile-words' };
      const datasets = [{ id: 'words', description: hostile }];
      await client.call('PostDatasets', app, { datasets });
      const inputs = [
        {
          id: 'one',
          data: { text: { raw: hostile }, concepts: [{ id: 'bad', name: hostile }] },
          dataset_ids: ['words'],
        },
      ];
      await client.call('PostInputs', app, { inputs });
      await client.call('PostModels', app, {
        models: [
          { id: 'm', name: hostile, model_type_id: 'text-classifier', description: hostile },
        ],
      });
      await signIn('/apps/hostile-words/datasets');
      for (const path of [
        'datasets',
        'datasets/words/inputs',
        'models',
        'models/m/overview',
        'models/m/versions',
      ]) {
        await page.goto(`${new URL(page.url()).origin}/apps/hostile-words/${path}`);
        await page.locator('main#page h1').waitFor();
        await page.waitForFunction(() => document.querySelector('.skeleton') === null);
        ok(!/^[12]$/.test(await page.title()), `${path} ran a stored text`);
        strictEqual(await page.locator('img[src=x]').count(), 0, path);
      }
    },
  },
  {
    name: 'huge: 10,000 versions and 100,000 inputs are looked through without waiting for all',
    isHuge: true,
    run: async ({ page, signIn, axe }) => {
      await signIn('/apps/huge/models');
      await page.getByRole('link', { name: 'reader' }).first().waitFor();
      await page.goto(`${new URL(page.url()).origin}/apps/huge/models/reader/versions`);
      await page.getByRole('region', { name: 'Versions', exact: true }).waitFor();
      ok((await page.locator('*').count()) < 5_000, 'every version was rendered');
      await page.goto(`${new URL(page.url()).origin}/apps/huge/datasets/everything/inputs`);
      await page.getByText('review').first().waitFor();
      ok((await page.locator('*').count()) < 5_000, 'every input was rendered');
      await axe();
    },
  },
];
