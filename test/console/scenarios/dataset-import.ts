import { deepStrictEqual, strictEqual } from 'node:assert';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Client } from '../../../client/client.ts';
import { makeApp, picture } from '../dataset-app.ts';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

/** Writes a folder `pets`, and removes it when it was used. */
async function withFolder(
  files: Readonly<Record<string, string | Uint8Array>>,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const root = mkdtempSync(join(tmpdir(), 'deeptune-import-'));
  const folder = join(root, 'pets');
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    await use(folder);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const choose = (page: Page, what: string, path: string) =>
  page.locator(`input[type="file"][aria-label="${what}"]`).setInputFiles(path);

/** What the page says became of it. */
async function figures(page: Page): Promise<Record<string, string>> {
  const pairs = await page
    .locator('.key-values > div')
    .evaluateAll((all) =>
      all.map((each) => [
        each.querySelector('dt')?.textContent ?? '',
        each.querySelector('dd')?.firstChild?.textContent ?? '',
      ]),
    );
  return Object.fromEntries(pairs) as Record<string, string>;
}

async function labelsOf(client: Client, app: string): Promise<Record<string, string[]>> {
  const { dataset_inputs: all } = await client.call('ListDatasetInputs', {
    app_id: app,
    dataset_id: 'things',
    per_page: 1000,
  });
  const pairs = all.map(({ input: { data } }) => [
    String(data.metadata?.['filename'] ?? data.text?.raw),
    (data.concepts ?? []).map(({ name }) => name).sort(),
  ]);
  return Object.fromEntries(pairs) as Record<string, string[]>;
}

const pets = {
  'cats/1.png': picture(20),
  'cats/2.png': picture(40),
  'dogs & <b>wolves/3.png': picture(60),
  'dogs & <b>wolves/broken.png': 'no picture',
  'notes.txt': 'not a picture',
  '.DS_Store': 'x',
};

export const scenarios: readonly Scenario[] = [
  {
    name: 'dataset-import: a folder is looked at, sent, and adds nothing twice',
    variants: everyVariant,
    run: async ({ page, client, signIn, axe, screenshot, expectConsole, variant }) => {
      // What is there already is refused, which the importer expects.
      expectConsole(/status of 400/);
      const app = `pets-${variant.scheme}-${variant.width}`;
      await makeApp(client, app, []);
      await signIn(`/apps/${app}/datasets/things/import`);
      await page.getByRole('heading', { name: 'Drop a folder here' }).waitFor();
      await axe();
      await screenshot('dataset-import');
      await withFolder(pets, async (folder) => {
        await choose(page, 'Choose a folder', folder);
        const send = page.getByRole('button', { name: 'Send 3 inputs' });
        await send.waitFor();
        const { 'To send': sent, 'Left out': left, 'Would fail': failing } = await figures(page);
        deepStrictEqual([sent, left, failing], ['3', '2', '1']);
        await page.getByText('not a whole PNG').waitFor();
        await axe();
        await screenshot('dataset-import-look');
        await send.click();
        await page.getByRole('heading', { name: 'Imported, but for 1 input' }).waitFor();
        const counts = ['Read', 'Added', 'There already', 'Left out', 'Failed'];
        const of = async () => {
          const all = await figures(page);
          return counts.map((name) => all[name]);
        };
        deepStrictEqual(await of(), ['6', '3', '0', '2', '1']);
        deepStrictEqual(await labelsOf(client, app), {
          'cats/1.png': ['cats'],
          'cats/2.png': ['cats'],
          'dogs & <b>wolves/3.png': ['dogs & <b>wolves'],
        });
        await axe();
        await screenshot('dataset-import-done');

        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Download the list' }).click(),
        ]);
        const lines = readFileSync(await download.path(), 'utf8')
          .trim()
          .split('\n');
        deepStrictEqual(lines.map((line) => (JSON.parse(line) as { where: string }).where).sort(), [
          '.DS_Store',
          'dogs & <b>wolves/broken.png',
          'notes.txt',
        ]);

        await page.getByRole('button', { name: 'Try again' }).click();
        await page.locator('dd').filter({ hasText: /^3$/ }).first().waitFor();
        await page.waitForFunction(() =>
          [...document.querySelectorAll('.key-values > div')].some(
            (each) => each.textContent === 'There already3',
          ),
        );
        deepStrictEqual(await of(), ['6', '0', '3', '2', '1']);
      });
    },
  },
  {
    name: 'dataset-import: a table in the encoding of Excel, and one that only the command line reads',
    run: async ({ page, client, signIn, axe }) => {
      await makeApp(client, 'tables', []);
      await signIn('/apps/tables/datasets/things/import');
      const csv = 'text;label\n"Grüße; an <b>alle</b>";gut\n"zwei\nZeilen";"schlecht"\n';
      await withFolder({ 'rows.csv': `\ufeff${csv}`, 'data.zip': 'PK' }, async (folder) => {
        await choose(page, 'Choose files', join(folder, 'data.zip'));
        await page.getByRole('alert').filter({ hasText: 'is a ZIP archive' }).waitFor();
        await page.getByText('deeptune import --dataset things --from').first().waitFor();
        await axe();
        await page.getByRole('button', { name: 'Choose something else' }).click();

        await choose(page, 'Choose files', join(folder, 'rows.csv'));
        await page.getByText('fields between ";"').waitFor();
        await page.getByRole('button', { name: 'Send 2 inputs' }).click();
        await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor();
        deepStrictEqual(await labelsOf(client, 'tables'), {
          'Grüße; an <b>alle</b>': ['gut'],
          'zwei\nZeilen': ['schlecht'],
        });
      });
    },
  },
  {
    name: 'dataset-import: a service that is busy is asked again, and a pause holds',
    run: async ({ page, client, signIn, expectConsole }) => {
      expectConsole(/status of 429/);
      await makeApp(client, 'busy', []);
      let refusals = 2;
      await page.route('**/v2/users/local/apps/busy/inputs', async (route) => {
        if (route.request().method() !== 'POST' || refusals === 0) return route.continue();
        refusals -= 1;
        const status = { code: 11005, description: 'Too many requests' };
        return route.fulfill({ status: 429, json: { status } });
      });
      const lines = Array.from({ length: 300 }, (_, n) =>
        JSON.stringify({ text: `row ${n}`, label: 'a' }),
      );
      await signIn('/apps/busy/datasets/things/import');
      await withFolder({ 'rows.jsonl': lines.join('\n') }, async (folder) => {
        await choose(page, 'Choose files', join(folder, 'rows.jsonl'));
        await page.getByRole('button', { name: 'Send 300 inputs' }).click();
        await page.getByRole('heading', { name: /busy or away/ }).waitFor();
        await page.getByRole('button', { name: 'Pause' }).click();
        await page.getByRole('heading', { name: 'Paused' }).waitFor();
        await page.getByRole('button', { name: 'Go on' }).click();
        await page.getByRole('heading', { name: 'Imported', exact: true }).waitFor();
        strictEqual((await figures(page))['Added'], '300');
        strictEqual(Object.keys(await labelsOf(client, 'busy')).length, 300);
      });
    },
  },
];
