import { match, ok, strictEqual } from 'node:assert';
import type { Page } from 'playwright-core';
import { pressAt, tabTo, typeAt } from '../by-keyboard.ts';
import { everyVariant } from '../scenario.ts';
import type { Scenario } from '../scenario.ts';
import { dropApp, hostileName, makeSmallApp } from '../small-app.ts';

const query = (page: Page) => new URL(page.url()).searchParams;
const estimateOf = (page: Page) => page.getByRole('complementary', { name: 'Estimate' });

/** Chooses in a list that is searched: opens, types, takes what is found first. */
async function choose(page: Page, label: string, text: string): Promise<void> {
  await typeAt(page, page.getByRole('combobox', { name: label, exact: true }), text);
  await page.getByRole('option', { name: text }).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Opens the phases of the estimate: each with its range, the whole job last, what is charged. */
async function readPhases(page: Page): Promise<void> {
  const panel = estimateOf(page);
  await pressAt(page, panel.getByText('Phases, and what is charged'), 'Enter');
  const rows = panel.getByRole('region', { name: 'Phases of the forecast' }).locator('tbody tr');
  await rows.first().waitFor();
  const texts = (await rows.allInnerTexts()).map((text) => text.split(/\s*[\t\n]\s*/));
  const names = texts.map(([name]) => name);
  strictEqual(names[0], 'Set-up');
  strictEqual(names.at(-1), 'Whole job');
  ok(names.includes('Training steps'), `phases: ${names.join(', ')}`);
  for (const [name, half, range] of texts) {
    match(half!, /^(\d|under)/, `${name} has no median`);
    match(range!, /^(\d.* to \d|up to|under|\d)/, `${name} has no range`);
  }
  const table = rows.locator('xpath=ancestor::table[1]/..');
  const [wide, room] = await table.evaluate((box) => [box.scrollWidth, box.clientWidth]);
  ok(wide! <= room!, `the phases are ${wide} pixels wide on ${room}`);
  await panel.getByText(/^charged: set-up, training steps, .*saving\.$/).waitFor();
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'train a model: from nothing to a started training, with the keyboard alone',
    run: async (stage) => {
      const { page, client, signIn, axe, screenshot } = stage;
      const app = 'train-by-keyboard';
      await makeSmallApp(stage, app);
      await signIn(`/apps/${app}/train`);

      await typeAt(page, page.getByLabel('Id of the new model'), 'reader');
      const type = page.getByRole('radio', { name: /Text Classifier/ });
      await pressAt(page, page.getByRole('radio', { name: /Visual Classifier/ }), 'ArrowUp');
      while (!(await type.isChecked())) await page.keyboard.press('ArrowUp');
      await choose(page, 'Dataset', 'texts');
      await page.getByRole('heading', { name: /^Data report/ }).waitFor();
      strictEqual(query(page).get('version'), 'v1', 'the newest version is proposed by its id');
      await page.getByText('few: deep training is advised').first().waitFor();
      ok(
        await page.getByText(hostileName).first().isVisible(),
        'the hostile name is shown as text',
      );
      await typeAt(page, page.getByLabel('num_epochs'), '1');
      await estimateOf(page).getByText('Never billed above', { exact: true }).waitFor();
      await readPhases(page);
      await axe();
      await screenshot('train-a-model');

      await pressAt(page, page.getByRole('button', { name: 'Train reader' }), 'Enter');
      await page.waitForURL(/\/models\/reader\/train\?version=/);
      const { model_versions: versions } = await client.call('ListModelVersions', {
        app_id: app,
        model_id: 'reader',
      });
      const trained = versions.filter(({ train_info: info }) => info?.params['template']);
      strictEqual(trained.length, 1);
      strictEqual(trained[0]?.train_info?.params['num_epochs'], 1);
      strictEqual(await page.title().then((title) => title.includes('owned')), false);
      await dropApp(stage, app);
    },
  },
  {
    name: 'train a model: what the API refuses is marked where it was typed, and lives in the address',
    run: async (stage) => {
      const { page, signIn, open, axe, expectConsole } = stage;
      expectConsole(/status of 400/);
      const app = 'train-refused';
      await makeSmallApp(stage, app);
      const choices = 'model=reader&type=text-classifier&dataset=texts&version=v1';
      await signIn(`/apps/${app}/train?${choices}&set.num_epochs=9000`);

      const epochs = page.getByLabel('num_epochs');
      await page.getByText('must be a whole number from 1 to').first().waitFor();
      strictEqual(await epochs.inputValue(), '9000');
      strictEqual(await epochs.getAttribute('aria-invalid'), 'true');
      ok(await page.getByRole('button', { name: 'Train reader' }).isDisabled());
      await axe();

      await epochs.fill('2');
      await estimateOf(page).getByText('Never billed above', { exact: true }).waitFor();
      strictEqual(query(page).get('set.num_epochs'), '2');
      strictEqual(await epochs.getAttribute('aria-invalid'), null);
      await page.getByRole('button', { name: 'None', exact: true }).click();
      await estimateOf(page).getByText('Choose concepts.').waitFor();
      await page.goBack();
      await estimateOf(page).getByText('Choose concepts.').waitFor({ state: 'detached' });
      strictEqual(query(page).get('set.num_epochs'), '2');

      await open(page.url().slice(stage.url.length));
      strictEqual(await page.getByLabel('num_epochs').inputValue(), '2');
      await dropApp(stage, app);
    },
  },
  {
    name: 'train a model: pressed twice, one training starts; and again like that version',
    run: async (stage) => {
      const { page, client, signIn, open } = stage;
      const app = 'train-twice';
      await makeSmallApp(stage, app);
      const choices = 'model=reader&type=text-classifier&dataset=texts&version=v1&set.num_epochs=1';
      await signIn(`/apps/${app}/train?${choices}`);
      const button = page.getByRole('button', { name: 'Train reader' });
      await estimateOf(page).getByText('Never billed above', { exact: true }).waitFor();
      await button.dblclick();
      await page.waitForURL(/\/models\/reader\/train\?version=/);
      const versionId = query(page).get('version') ?? '';
      const { model_versions: versions } = await client.call('ListModelVersions', {
        app_id: app,
        model_id: 'reader',
      });
      strictEqual(versions.filter(({ train_info: info }) => info?.params['template']).length, 1);

      await open(`/apps/${app}/train?model=reader&like=${versionId}`);
      await page.getByLabel('num_epochs').waitFor();
      strictEqual(await page.getByLabel('num_epochs').inputValue(), '1');
      strictEqual(query(page).get('like'), null);
      strictEqual(query(page).get('dataset'), 'texts');
      strictEqual(query(page).get('version'), 'v1');
      match(query(page).get('template') ?? '', /^Deeptune_/);
      await dropApp(stage, app);
    },
  },
  {
    name: 'train a model: a new dataset version is frozen and named',
    run: async (stage) => {
      const { page, client, signIn } = stage;
      const app = 'train-freeze';
      await makeSmallApp(stage, app);
      await signIn(`/apps/${app}/train?model=reader&type=text-classifier&dataset=texts&version=v1`);
      await page.getByRole('button', { name: /Freeze a new version/ }).click();
      await page.waitForFunction(
        () => !['v1', null].includes(new URL(location.href).searchParams.get('version')),
      );
      await page.getByRole('heading', { name: /^Data report/ }).waitFor();
      const { dataset_versions: versions } = await client.call('ListDatasetVersions', {
        app_id: app,
        dataset_id: 'texts',
      });
      strictEqual(versions.length, 2);
      await dropApp(stage, app);
    },
  },
  {
    name: 'train a model: every model type, every template, with its reason where it cannot train',
    variants: everyVariant,
    run: async ({ page, client, signIn, open, axe, screenshot, variant }) => {
      const { model_types: types } = await client.call('ListModelTypes', { per_page: 100 });
      await signIn('/apps/tour/train');
      await axe();
      await screenshot('train-empty');
      const offered = types.filter(({ id }) => id.startsWith('visual') || id.startsWith('text'));
      for (const { id } of variant.width === 1280 && variant.scheme === 'light'
        ? offered
        : [offered[0]!]) {
        await open(`/apps/tour/train?model=new&type=${id}&dataset=${id}`);
        await estimateOf(page).getByText('Never billed above', { exact: true }).waitFor();
        await page.getByText('cannot train here yet').first().waitFor({ state: 'attached' });
        await axe();
        await screenshot(`train-${id}`);
      }
    },
  },
  {
    name: 'train a model: an app without data says what to do',
    run: async (stage) => {
      const { page, client, signIn, axe, screenshot } = stage;
      const app = 'train-nothing';
      await client.call('PostApps', {}, { apps: [{ id: app }] });
      await signIn(`/apps/${app}/train`);
      await page.getByText('This app has no dataset yet').waitFor();
      await tabTo(page, page.getByRole('link', { name: 'Create one' }));
      await axe();
      await screenshot('train-no-data');
      await dropApp(stage, app);
    },
  },
];
