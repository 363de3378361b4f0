import { match, ok, strictEqual } from 'node:assert';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { loadDigits } from '../../../demo/digits.ts';
import { check, choose, press, tabTo, type } from '../keyboard.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { everyVariant } from '../scenario.ts';

const root = dirname(dirname(dirname(import.meta.dirname)));
const perClass = 40;
const classes = [0, 1, 2];
/** How long a training may take on a busy machine, milliseconds. */
const trainingTime = 180_000;

/** A folder of pictures, one folder for each concept, and one picture that is not in it. */
function writeDigits(folder: string): { readonly pictures: string; readonly unseen: string } {
  const digits = loadDigits(join(root, '.venv/bin/python'));
  const pictures = join(folder, 'digits');
  for (const label of classes) {
    const named = join(pictures, `digit-${label}`);
    mkdirSync(named, { recursive: true });
    const own = digits.filter((digit) => digit.label === label);
    for (const { id, base64 } of own.slice(0, perClass))
      writeFileSync(join(named, `${id}.png`), Buffer.from(base64, 'base64'));
  }
  const unseen = join(folder, 'unseen.png');
  const [one] = digits.filter(({ label }) => label === 1).slice(-1);
  writeFileSync(unseen, Buffer.from(one!.base64, 'base64'));
  return { pictures, unseen };
}

/** Opens a page by the side navigation, which is behind a button on a small screen. */
async function go(page: Page, name: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu' });
  if (await menu.isVisible()) await press(page, menu);
  await press(
    page,
    page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name, exact: true }),
  );
  await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
}

/** Goes to a control that opens the browser's dialog for files, and chooses there. */
async function giveFiles(page: Page, control: Locator, path: string): Promise<void> {
  // Before the first key: the browser has to be told to hand its dialog over.
  const dialog = page.waitForEvent('filechooser');
  await press(page, control);
  await (await dialog).setFiles(path);
}

async function signInByKeyboard({ page, url, key }: Stage): Promise<void> {
  await page.goto(url);
  await page.getByLabel('API key').waitFor();
  // The field has the focus by itself.
  await page.keyboard.type(key);
  await page.keyboard.press('Enter');
  await page.locator('main#page h1').waitFor();
}

async function makeApp({ page }: Stage, app: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu' });
  if (await menu.isVisible()) await press(page, menu);
  await press(page, page.getByRole('button', { name: 'New app' }));
  await type(page, page.getByLabel('Id of the app'), app);
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/apps/${app}/models`);
}

async function importFolder({ page, axe }: Stage, folder: string): Promise<void> {
  await go(page, 'Datasets');
  await press(page, page.getByRole('button', { name: 'New dataset' }));
  await type(page, page.getByLabel('Id', { exact: true }), 'digits');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Drop a folder here' }).waitFor();
  await giveFiles(page, page.getByRole('button', { name: 'Choose a folder' }), folder);
  const send = page.getByRole('button', { name: `Send ${perClass * classes.length} inputs` });
  await send.waitFor();
  await axe();
  await press(page, send);
  await page.getByText('Everything that was to be sent is in').waitFor();
}

async function freezeAndReport({ page, axe, screenshot }: Stage): Promise<void> {
  await press(page, page.getByRole('link', { name: 'Freeze a version' }));
  await press(page, page.getByRole('button', { name: 'Freeze a version' }));
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Freeze' }));
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await press(page, page.getByRole('link', { name: 'Report', exact: true }));
  await page.getByRole('heading', { name: 'What it holds' }).waitFor();
  const inputs = page.locator('dt', { hasText: /^Inputs$/ }).locator('xpath=following-sibling::dd');
  strictEqual(await inputs.innerText(), String(perClass * classes.length));
  await axe();
  await screenshot('flow-report');
}

/** Fills the steps, reads the estimate, and starts. @returns the price that was shown */
async function train({ page, axe, screenshot }: Stage, isAgain: boolean): Promise<void> {
  await go(page, 'Train a model');
  if (isAgain) {
    await choose(page, page.getByLabel('A new version of a model'));
    await pick(page, 'Model', 'reader');
  } else {
    await type(page, page.getByLabel('Id of the new model'), 'reader');
    await choose(page, page.getByRole('radio', { name: /visual-classifier/ }));
  }
  await pick(page, 'Dataset', 'digits');
  await page.getByLabel('Version', { exact: true }).waitFor();
  if (isAgain) await choose(page, page.getByRole('radio', { name: /An earlier version/ }));
  else await choose(page, page.getByRole('radio', { name: /Deeptune_ResNet_Small/ }));
  const start = page.getByRole('button', { name: 'Train reader' });
  await page.getByRole('complementary', { name: 'Estimate' }).getByText('$').first().waitFor();
  await axe();
  await screenshot(isAgain ? 'flow-retrain' : 'flow-estimate');
  await tabTo(page, start);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/models/reader/train**');
}

/** Chooses in a searchable select by typing. */
async function pick(page: Page, label: string, text: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label, exact: true });
  await tabTo(page, field);
  await page.keyboard.type(text);
  await page.getByRole('option', { name: text }).first().waitFor();
  await page.keyboard.press('Enter');
  strictEqual(await field.inputValue(), text);
}

/** The curve is there while it trains, and the page says by itself when it is trained. */
async function watch({ page, axe, screenshot }: Stage): Promise<void> {
  await page
    .locator('summary', { hasText: /points as a table/ })
    .first()
    .waitFor({ timeout: trainingTime });
  await axe();
  await screenshot('flow-live-curve');
  await page
    .locator('#page')
    .getByText('Trained', { exact: true })
    .first()
    .waitFor({ timeout: trainingTime });
}

async function compare({ page, axe, screenshot }: Stage): Promise<void> {
  await press(page, page.getByRole('link', { name: 'Versions', exact: true }));
  const boxes = page.getByRole('region', { name: 'Versions', exact: true }).getByRole('checkbox');
  await boxes.first().waitFor();
  for (const at of [0, 1]) {
    await check(page, boxes.nth(at));
    await page.waitForURL(/compare=/);
  }
  await page.getByRole('heading', { name: /side by side/i }).waitFor();
  await axe();
  await screenshot('flow-compare');
}

async function predict({ page, axe, screenshot }: Stage, picture: string): Promise<void> {
  await press(page, page.getByRole('link', { name: 'Predict', exact: true }));
  await giveFiles(page, page.getByLabel(/choose files/), picture);
  await page.getByRole('heading', { name: 'unseen.png' }).waitFor();
  await page
    .getByRole('region')
    .getByText(/^digit-\d$/)
    .first()
    .waitFor({ timeout: 60_000 });
  await axe();
  await screenshot('flow-predict');
}

async function usage({ page, client, axe, screenshot }: Stage, app: string): Promise<void> {
  await go(page, 'Usage');
  const row = page.getByRole('row', { name: new RegExp(`^${app} / reader`) });
  await row.waitFor();
  match(await row.innerText(), /^\S+ \/ reader\s+2\s/);
  const { amount } = await client.call('GetAmount', { app_id: app });
  strictEqual(amount.recordCount, 2);
  ok(amount.amountMicros > 0);
  await axe();
  await screenshot('flow-usage');
}

export const scenarios: readonly Scenario[] = [
  {
    name: 'whole flow: import, report, estimate, train, watch, retrain, compare, predict and usage, by keyboard alone',
    variants: everyVariant,
    run: async (stage) => {
      const folder = mkdtempSync(join(tmpdir(), 'deeptune-flow-'));
      const app = `flow-${stage.variant.scheme}-${stage.variant.width}`;
      try {
        const { pictures, unseen } = writeDigits(folder);
        await signInByKeyboard(stage);
        await makeApp(stage, app);
        await importFolder(stage, pictures);
        await freezeAndReport(stage);
        await train(stage, false);
        await watch(stage);
        await train(stage, true);
        await watch(stage);
        await compare(stage);
        await predict(stage, unseen);
        await usage(stage, app);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  },
];
