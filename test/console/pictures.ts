import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page, Request } from 'playwright-core';
import sharp from 'sharp';
import type { Client } from '../../client/client.ts';
import { npmCommand, runCommand } from '../../cli/command-line.ts';
import { addresses } from '../../console/addresses.ts';
import { ownTemporaryFolder } from '../temporary-folder.ts';
import { launchChromium } from './chromium.ts';
import { appId, startConsoleHost } from './host.ts';
import type { Stage, Variant } from './scenario.ts';
import { openStage } from './stage.ts';

/**
 * `npm run docs:console`: draws docs/pictures/console/*.webp, every page of the console on models
 * that are trained for it from seeds.
 */
const folder = join(dirname(dirname(import.meta.dirname)), 'docs/pictures/console');
const say = (text: string) => void process.stdout.write(`${text}\n`);

/** A page, and what is to be there before it is drawn. */
interface Picture {
  readonly name: string;
  readonly path: string;
  readonly variant?: Variant;
}

const asUsual: Variant = { scheme: 'light', width: 1280 };
const dark: Variant = { scheme: 'dark', width: 1280 };
const telephone: Variant = { scheme: 'light', width: 390 };
const [classifier, detector] = ['visual-classifier', 'visual-detector'];

const pictures: readonly Picture[] = [
  { name: 'models', path: addresses.models(appId) },
  { name: 'models-telephone', path: addresses.models(appId), variant: telephone },
  { name: 'overview', path: addresses.model(appId, classifier) },
  { name: 'overview-dark', path: addresses.model(appId, classifier), variant: dark },
  { name: 'training', path: addresses.model(appId, classifier, 'train') },
  { name: 'versions', path: addresses.model(appId, classifier, 'versions') },
  { name: 'predict', path: addresses.model(appId, detector, 'predict') },
  { name: 'export', path: addresses.model(appId, classifier, 'export') },
  { name: 'train-a-model', path: addresses.train(appId) },
  { name: 'datasets', path: addresses.datasets(appId) },
  { name: 'inputs', path: addresses.dataset(appId, detector) },
  { name: 'report', path: addresses.dataset(appId, detector, 'report') },
  { name: 'dataset-versions', path: addresses.dataset(appId, detector, 'versions') },
  { name: 'import', path: addresses.dataset(appId, detector, 'import') },
  { name: 'schedules', path: addresses.schedules(appId) },
  { name: 'activity', path: addresses.activity() },
  { name: 'usage', path: addresses.usage() },
  { name: 'budgets', path: addresses.budgets() },
  { name: 'invoice', path: addresses.invoice(`draft-${new Date().toISOString().slice(0, 7)}`) },
  { name: 'ledger', path: addresses.ledger() },
  { name: 'estimator', path: addresses.estimator() },
  { name: 'usage-dark-telephone', path: addresses.usage(), variant: { ...dark, width: 390 } },
  { name: 'keys', path: addresses.keys() },
  { name: 'notifications', path: addresses.notifications() },
];

/** Height of a picture, CSS pixels: longer pages are cut. */
const maxHeight = 1_400;

async function run(names: readonly string[], options: { readonly data?: string }): Promise<void> {
  mkdirSync(folder, { recursive: true });
  ownTemporaryFolder('console-pictures');
  const browser = await launchChromium();
  const host = await startConsoleHost({ data: options.data, isHuge: false, say });
  try {
    await setBudgets(host.client);
    const chosen = pictures.filter(({ name }) => names.length === 0 || names.includes(name));
    for (const { name, path, variant = asUsual } of chosen) {
      const { stage, close } = await openStage({ browser, host, variant, pictures: folder });
      const answered = watchRequests(stage.page);
      await stage.signIn(path);
      await answered();
      await draw(stage, join(folder, `${name}.webp`));
      await close();
      say(`docs/pictures/console/${name}.webp`);
    }
  } finally {
    await host.close();
    await browser.close();
  }
}

/** Budgets to be drawn, of what the tours were charged. */
async function setBudgets(client: Client): Promise<void> {
  const { amount } = await client.call('GetAmount', {});
  const monthMicros = Math.ceil(amount.postedMicros * 1.15);
  const levels = [
    { level: 'tenant', monthMicros: 50_000_000, dayMicros: 5_000_000 },
    { level: 'app', appId, monthMicros },
    { level: 'model', appId, modelId: detector, monthMicros },
  ] as const;
  for (const budget of levels) await client.call('PutBudget', {}, { budget });
}

/** What is shown once nothing is on its way any more. */
async function draw({ page }: Stage, path: string): Promise<void> {
  await page.waitForFunction(() => document.querySelector('.skeleton, .spinner') === null);
  // Pictures and curves are drawn after what they are drawn from has come.
  await page.waitForFunction(() =>
    [...document.images].every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
  );
  const png = await page.screenshot({ fullPage: true, animations: 'disabled' });
  const image = sharp(png);
  const { width = 0, height = 0 } = await image.metadata();
  const cut = { left: 0, top: 0, width, height: Math.min(height, maxHeight) };
  await image.extract(cut).webp({ quality: 82, effort: 6 }).toFile(path);
}

/** How long nothing is asked before a page is taken to have all, and at most; milliseconds. */
const quiet = 800;
const patience = 60_000;

/** @returns what waits until all requests but the stream of events are answered and none follows */
function watchRequests(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  let last = performance.now();
  const isStream = (request: Request) => request.url().endsWith('/events');
  page.on('request', (request) => void (isStream(request) || open.add(request)));
  const ended = (request: Request) => {
    open.delete(request);
    last = performance.now();
  };
  page.on('requestfinished', ended).on('requestfailed', ended);
  return async () => {
    const from = performance.now();
    while (open.size > 0 || performance.now() - last < quiet) {
      if (performance.now() - from > patience) throw new Error(`${page.url()} goes on asking`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
}

const command = npmCommand('docs:console', 'draws docs/pictures/console/*.webp')
  .argument('[names...]', 'only these pictures')
  .option(
    '--data <folder>',
    'a data folder with all model types trained; absent: they are trained',
  );

try {
  await runCommand(command.action(run));
} catch (error) {
  process.stderr.write(`npm run docs:console: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
