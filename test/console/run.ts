import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { npmCommand, runCommand } from '../../cli/command-line.ts';
import { makeFolder, ownTemporaryFolder } from '../temporary-folder.ts';
import { launchChromium } from './chromium.ts';
import { startConsoleHost, trainAll } from './host.ts';
import type { ConsoleHost } from './host.ts';
import type { Scenario, Variant } from './scenario.ts';
import { openStage } from './stage.ts';

/**
 * `npm run test:console [-- <words>…]`: the console in a real Chromium, on a laptop host of its own
 * that has trained a model of every type. Ends with 1 where a scenario fails.
 */
interface Options {
  readonly data?: string;
  readonly keep?: string;
  readonly pictures?: string;
  readonly once?: boolean;
}

const say = (text: string) => void process.stdout.write(`${text}\n`);
const asUsual: readonly Variant[] = [{ scheme: 'light', width: 1280 }];

const command = npmCommand('test:console', 'tests the console in a real Chromium')
  .argument('[words...]', 'only scenarios whose name contains one of these')
  .option('--data <folder>', 'a data folder with all model types trained; absent: they are trained')
  .option('--keep <folder>', 'trains into this folder, for --data of later runs')
  .option('--once', 'each scenario as it begins: light, 1280 pixels wide')
  .option(
    '--pictures <folder>',
    'where screenshots go (absent: a temporary folder, which stays where a scenario failed)',
  );

async function run(words: readonly string[], options: Options): Promise<void> {
  const scenarios = chosen(await allScenarios(), words);
  const passing = options.pictures === undefined ? makeFolder('pictures') : undefined;
  const pictures = passing?.path ?? resolve(options.pictures ?? '');
  ownTemporaryFolder('console-tests');
  // The browser first: where there is none, nothing is trained in vain.
  const browser = await launchChromium();
  try {
    const isHuge = scenarios.some((scenario) => scenario.isHuge === true);
    const { keep, data = keep } = options;
    if (keep !== undefined) await trainAll(resolve(keep), say);
    const host = await startConsoleHost({ data, isHuge, say });
    try {
      const failures = await playAll(options.once ? scenarios.map(once) : scenarios, {
        browser,
        host,
        pictures,
      });
      if (failures === 0) passing?.remove();
      else say(`\nscreenshots: ${pictures}`);
      process.exitCode = failures === 0 ? 0 : 1;
    } finally {
      await host.close();
    }
  } finally {
    await browser.close();
  }
}

const once = (scenario: Scenario): Scenario => ({ ...scenario, variants: asUsual });

/** Those of every file in scenarios/, in the order of their files' names. */
async function allScenarios(): Promise<Scenario[]> {
  const folder = join(import.meta.dirname, 'scenarios');
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  const modules = files.sort().map((name) => import(join(folder, name)));
  return ((await Promise.all(modules)) as { scenarios: readonly Scenario[] }[]).flatMap(
    ({ scenarios }) => scenarios,
  );
}

function chosen(all: readonly Scenario[], words: readonly string[]): readonly Scenario[] {
  if (words.length === 0) return all;
  const found = all.filter(({ name }) => words.some((word) => name.includes(word)));
  if (found.length > 0) return found;
  const names = all.map(({ name }) => `  ${name}`).join('\n');
  throw new Error(`no scenario is called '${words.join("' or '")}'; there are\n${names}`);
}

interface Theatre {
  readonly browser: Browser;
  readonly host: ConsoleHost;
  readonly pictures: string;
}

async function playAll(scenarios: readonly Scenario[], theatre: Theatre): Promise<number> {
  const from = performance.now();
  let [passed, failed] = [0, 0];
  for (const scenario of scenarios)
    for (const variant of scenario.variants ?? asUsual)
      if (await play(scenario, variant, theatre)) passed += 1;
      else failed += 1;
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  say(`\n${passed} passed, ${failed} failed, in ${seconds} s`);
  return failed;
}

/** @returns true where it went as it should */
async function play(scenario: Scenario, variant: Variant, theatre: Theatre): Promise<boolean> {
  const from = performance.now();
  const { stage, complaints, close } = await openStage({ ...theatre, variant });
  try {
    await scenario.run(stage);
    const heard = complaints();
    if (heard.length > 0) throw new Error(`the page complained:\n${heard.join('\n')}`);
    say(`ok    ${titleOf(scenario, variant)} (${seconds(from)} s)`);
    return true;
  } catch (error) {
    const file = `failed-${scenario.name.replaceAll(/\W+/g, '-')}`;
    await stage.screenshot(file).catch(() => undefined);
    say(`FAIL  ${titleOf(scenario, variant)} (${seconds(from)} s)\n${indented(error)}`);
    for (const line of complaints()) say(`      the page said: ${line}`);
    return false;
  } finally {
    await close();
  }
}

const titleOf = ({ name }: Scenario, { scheme, width }: Variant) => `${name} [${scheme} ${width}]`;
const seconds = (from: number) => ((performance.now() - from) / 1000).toFixed(1);
const indented = (error: unknown) =>
  String(error instanceof Error ? (error.stack ?? error.message) : error).replaceAll(
    /^/gm,
    '      ',
  );

try {
  await runCommand(command.action(run));
} catch (error) {
  process.stderr.write(`npm run test:console: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
