import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import type { Locator, Page } from 'playwright-core';
import { conceptsAt, hostile, makeApp, pictureInput, textInput } from '../dataset-app.ts';
import type { Scenario } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

/** A picture lies whole in its cell, in its own shape: boxes are drawn where they belong. */
async function isUndistorted(cell: Locator): Promise<void> {
  const boxOf = async (found: Locator) => (await found.boundingBox())!;
  const content = await boxOf(cell.locator('.cell-content'));
  const picture = await boxOf(cell.locator('img'));
  const shape = await cell
    .locator('img')
    .evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => naturalWidth / naturalHeight);
  ok(Math.abs(picture.width / picture.height / shape - 1) < 0.03, `${picture.width} pixels wide`);
  ok(picture.height <= content.height + 1, `${picture.height} in ${content.height} pixels`);
  deepStrictEqual(await boxOf(cell.locator('svg').first()), picture);
}

const relabelled = (page: Page) => page.getByRole('status').filter({ hasText: /relabelled$/ });

export const scenarios: readonly Scenario[] = [
  {
    name: 'dataset-inputs: pictures with their boxes and labels, and one whole',
    variants: everyVariant,
    run: async ({ page, signIn, axe, screenshot, variant }) => {
      await signIn('/apps/tour/datasets/visual-detector/inputs');
      await page.locator('.grid-cell .drawing img').first().waitFor();
      await page.locator('.grid-cell svg rect').first().waitFor();
      await axe();
      await screenshot('dataset-inputs');
      await isUndistorted(page.locator('.grid-cell:has(.drawing img)').first());
      const columns = Number(await page.getByRole('grid').getAttribute('aria-colcount'));
      ok(variant.width > 1000 ? columns >= 5 : columns === 2, `${columns} columns`);

      await page.getByRole('gridcell').first().dblclick();
      const dialog = page.getByRole('dialog');
      await dialog.locator('.drawing svg rect').first().waitFor();
      await dialog.getByText('of 300').waitFor();
      await axe();
      await screenshot('dataset-input');
      await dialog.getByRole('button', { name: 'Next' }).click();
      await dialog.getByText('2 of 300').waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    },
  },
  {
    name: 'dataset-inputs: relabelled by keyboard alone, and undone',
    run: async ({ page, client, signIn, axe }) => {
      const inputs = Array.from({ length: 30 }, (_, n) =>
        textInput(`text-${String(n).padStart(2, '0')}`, `${n} ${hostile}`, n % 3 ? ['ham'] : []),
      );
      await makeApp(client, 'relabel', inputs);
      await signIn('/apps/relabel/datasets/things/inputs');
      await page.getByRole('gridcell').first().waitFor();
      await page.getByRole('gridcell').first().focus();
      // The first three: space, then twice shift and right.
      for (const key of ['Space', 'Shift+ArrowRight', 'Shift+ArrowRight'])
        await page.keyboard.press(key);
      await page.getByText('3 selected').waitFor();
      strictEqual(await page.locator('.grid-cell[aria-selected="true"]').count(), 3);
      await axe();

      await page.getByRole('button', { name: 'Relabel' }).focus();
      await page.keyboard.press('Enter');
      await page.getByLabel('Concept', { exact: true }).last().focus();
      await page.keyboard.type('spam & eggs');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('spam & eggs').waitFor();
      await axe();
      await page.getByRole('dialog').getByRole('button', { name: 'Relabel' }).press('Enter');
      await relabelled(page).waitFor();
      const now = await Promise.all(
        ['00', '01', '02', '03'].map((n) => conceptsAt(client, 'relabel', `text-${n}`)),
      );
      deepStrictEqual(now, [['spam & eggs'], ['ham', 'spam & eggs'], ['ham', 'spam & eggs'], []]);
      ok((await page.getByRole('gridcell').nth(1).innerText()).includes('spam & eggs'));

      await page.getByRole('button', { name: /^Undo the relabelling/ }).press('Enter');
      await page.getByRole('status').filter({ hasText: 'as before' }).waitFor();
      const before = await Promise.all(
        ['00', '01', '02'].map((n) => conceptsAt(client, 'relabel', `text-${n}`)),
      );
      deepStrictEqual(before, [[], ['ham'], ['ham']]);
    },
  },
  {
    name: 'dataset-inputs: filters stand in the address',
    run: async ({ page, client, signIn, axe }) => {
      await makeApp(client, 'filters', [
        pictureInput('cat-one', 60, ['cat']),
        pictureInput('dog-one', 120, ['dog']),
        pictureInput('both', 180, ['cat', 'dog']),
        pictureInput('bare', 240, []),
        textInput('poem', 'Über allen GIPFELN', ['dog']),
      ]);
      const countAt = async (query: string, text: string) => {
        await page.goto(
          `${new URL(page.url()).origin}/apps/filters/datasets/things/inputs${query}`,
        );
        await page
          .getByRole('status')
          .filter({ hasText: new RegExp(`^${text}$`) })
          .waitFor();
      };
      await signIn('/apps/filters/datasets/things/inputs');
      await countAt('', '5 inputs');
      await countAt('?concept=dog', '3 inputs');
      await countAt('?labels=unlabelled', '1 input');
      await countAt('?search=gipfeln', '1 input');
      await countAt('?search=one.png', '2 inputs');
      await page.goto(
        `${new URL(page.url()).origin}/apps/filters/datasets/things/inputs?search=x1`,
      );
      await page.getByRole('heading', { name: 'No input is like that' }).waitFor();
      await axe();

      await page.getByRole('button', { name: 'Clear the filter' }).click();
      await page.getByRole('checkbox', { name: 'Unlabelled only' }).check();
      await page.waitForURL(/labels=unlabelled/);
      await page
        .getByRole('status')
        .filter({ hasText: /^1 input$/ })
        .waitFor();
      await page.goBack();
      await page
        .getByRole('status')
        .filter({ hasText: /^5 inputs$/ })
        .waitFor();
    },
  },
  {
    name: 'dataset-inputs: taken out and put back, deleted for good, and versions keep what they hold',
    run: async ({ page, client, signIn, axe }) => {
      const at = { app_id: 'delete', dataset_id: 'things' };
      const inputs = ['a', 'b', 'c', 'd'].map((id, n) => pictureInput(id, 40 * (n + 1), ['cat']));
      await makeApp(client, 'delete', inputs);
      await client.call('PostDatasetVersions', at, { dataset_versions: [{ id: 'kept' }] });
      const there = async () => {
        const { dataset_inputs: members } = await client.call('ListDatasetInputs', at);
        const { inputs: all } = await client.call('ListInputs', { app_id: 'delete' });
        return [members.map(({ input }) => input.id).sort(), all.map(({ id }) => id).sort()];
      };
      await signIn('/apps/delete/datasets/things/inputs');
      await page.getByRole('gridcell').nth(1).click();
      await page
        .getByRole('gridcell')
        .nth(2)
        .click({ modifiers: ['Shift'] });
      await page.getByRole('button', { name: 'Delete' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('1 dataset version of this dataset keeps what it holds').waitFor();
      await axe();
      await dialog.getByRole('button', { name: 'Take out' }).click();
      await page
        .getByRole('status')
        .filter({ hasText: /^2 inputs$/ })
        .waitFor();
      const [members = [], all] = await there();
      deepStrictEqual([members.length, all], [2, ['a', 'b', 'c', 'd']]);

      await page.getByRole('button', { name: 'Put them back' }).click();
      await page
        .getByRole('status')
        .filter({ hasText: /^4 inputs$/ })
        .waitFor();
      deepStrictEqual((await there())[0], ['a', 'b', 'c', 'd']);

      await page.getByRole('gridcell').first().click();
      const shown = page.getByRole('gridcell').first().locator('img');
      const name = (await shown.getAttribute('alt'))?.replace('.png', '');
      await page.getByRole('button', { name: 'Delete' }).click();
      await dialog.getByLabel(/Delete it from the app/).check();
      await dialog.getByRole('button', { name: 'Delete' }).click();
      await page
        .getByRole('status')
        .filter({ hasText: /^3 inputs$/ })
        .waitFor();
      const left = ['a', 'b', 'c', 'd'].filter((id) => id !== name);
      deepStrictEqual(await there(), [left, left]);
      const { dataset_version: kept } = await client.call('GetDatasetVersion', {
        ...at,
        dataset_version_id: 'kept',
      });
      strictEqual(kept.metrics['/']?.inputs_count, '4');
    },
  },
  {
    name: 'dataset-inputs: 100,000 inputs are scrolled to the end in bounded memory and requests',
    isHuge: true,
    run: async ({ page, signIn, axe, screenshot }) => {
      const asked: string[] = [];
      page.on('request', (request) => {
        if (/\/inputs/.test(request.url()) && request.method() === 'GET') asked.push(request.url());
      });
      await signIn('/apps/huge/datasets/everything/inputs');
      await page.getByRole('status').filter({ hasText: '100,000 inputs' }).waitFor();
      await page.getByText('review 0:').first().waitFor();
      const grid = page.getByRole('grid');
      // As one drags the bar: past thousands, which nobody waits for.
      for (let step = 1; step <= 40; step += 1)
        await grid.evaluate((element, at) => {
          element.scrollTop = (element.scrollHeight * at) / 40;
        }, step);
      await page.getByText('review 99999:').first().waitFor();
      ok(asked.length <= 60, `${asked.length} requests for pages`);
      ok(
        (await page.getByRole('gridcell').count()) < 150,
        'cells out of sight are not in the page',
      );
      await screenshot('dataset-inputs-huge');
      await axe();

      await page.getByRole('gridcell').last().click();
      await page.keyboard.press('Control+Home');
      await page.getByText('review 0:').first().waitFor();
      await page.keyboard.press('Control+a');
      await page.getByText('100,000 selected').waitFor();
      await page.keyboard.press('Escape');
      await page.getByText('None selected').waitFor();
      const heap = await page.evaluate(
        () =>
          (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
      );
      ok(heap < 100_000_000, `the page uses ${heap} bytes`);
    },
  },
];
