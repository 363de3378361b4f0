import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import type { ConsoleHost } from './host.ts';
import type { Stage, Variant } from './scenario.ts';

/** What a stage is for the one who runs scenarios. */
export interface RunningStage {
  readonly stage: Stage;
  /** What the page complained of and no `expectConsole` names. */
  complaints(): string[];
  close(): Promise<void>;
}

interface StageOptions {
  readonly browser: Browser;
  readonly host: ConsoleHost;
  readonly variant: Variant;
  /** Where screenshots go. */
  readonly pictures: string;
}

/** How long a page may take to show what a person did, on a busy machine, milliseconds. */
const patience = 20_000;

/** Opens a window of its own, which shares nothing with those before it. */
export async function openStage(options: StageOptions): Promise<RunningStage> {
  const { browser, host, variant } = options;
  const context = await browser.newContext({
    viewport: { width: variant.width, height: 800 },
    colorScheme: variant.scheme,
    reducedMotion: 'reduce',
    locale: 'en-US',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const { heard, expected } = listen(page);
  const { url, key, client } = host;
  const open = (path: string) => openPage(page, url + path);
  const stage: Stage = {
    ...{ page, variant, url, key, client, open },
    signIn: (path = '/', typed = key) => signIn(page, url + path, typed),
    axe: () => assertAccessible(page),
    screenshot: (name) => screenshot(page, name, options),
    expectConsole: (pattern) => void expected.push(pattern),
  };
  const complaints = () => heard.filter((line) => !expected.some((each) => each.test(line)));
  return { stage, complaints, close: () => context.close() };
}

/** What goes wrong in the page: errors of its script, of its console, breaches of its policy. */
function listen(page: Page): { heard: string[]; expected: RegExp[] } {
  const heard: string[] = [];
  page.on('pageerror', (error) => heard.push(`page error: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    const isBad = ['error', 'warning'].includes(message.type());
    if (isBad) heard.push(`${message.type()}: ${message.text()} (${message.location().url})`);
  });
  return { heard, expected: [] };
}

async function signIn(page: Page, address: string, key: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel('API key').fill(key);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.locator('main#page h1').waitFor();
}

async function openPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('main#page h1').waitFor();
}

/** axe-core runs outside of the page's policy, so that the page can be looked at as it is. */
async function assertAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: typeof axe }).axe.run(document),
  );
  const found = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const lines = found.flatMap(({ id, help, nodes }) => [
    `${id}: ${help}`,
    ...nodes.slice(0, 5).map(({ html, failureSummary }) => `  ${html}\n  ${failureSummary}`),
  ]);
  if (lines.length > 0) throw new Error(`axe-core on ${page.url()}:\n${lines.join('\n')}`);
}

async function screenshot(
  page: Page,
  name: string,
  { variant, pictures }: StageOptions,
): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const path = join(pictures, `${name}-${variant.scheme}-${variant.width}.png`);
  await page.screenshot({ path, fullPage: true });
}
