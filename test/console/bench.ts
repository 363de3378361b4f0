import { ownTemporaryFolder } from '../temporary-folder.ts';
import { launchChromium } from './chromium.ts';
import { startConsoleHost } from './host.ts';
import { openStage } from './stage.ts';
import { npmCommand, runCommand } from '../../cli/command-line.ts';
import { buildConsole } from '../../console/build/build-console.ts';
import {
  maxBundleBytes,
  maxImporterBytes,
  maxStyleBytes,
  sizesOf,
} from '../../console/build/sizes.ts';

/**
 * `npm run bench:console`: how large the console is, and when its first page is painted on the
 * laptop host. Ends with 1 where a goal is missed.
 */
const say = (text: string) => void process.stdout.write(`${text}\n`);
const rounds = 7;
/** Milliseconds from asking for the address until something is painted. */
const maxFirstPaint = 1_000;

async function run(options: { readonly data?: string }): Promise<void> {
  ownTemporaryFolder('bench-console');
  const sizes = sizesOf(await buildConsole());
  const paints = await firstPaints(options.data);
  const [median, worst] = [paints[Math.floor(rounds / 2)]!, paints.at(-1)!];
  const rows: [what: string, found: number, goal: number, unit: string][] = [
    ['what every page needs, gzipped', sizes.firstPart, maxBundleBytes, 'bytes'],
    ['all pages, gzipped', sizes.bundle, maxBundleBytes, 'bytes'],
    ['the importer of folders, gzipped', sizes.importer, maxImporterBytes, 'bytes'],
    ['style sheet, minified', sizes.style, maxStyleBytes, 'bytes'],
    [`first paint, median of ${rounds}, nothing kept`, median, maxFirstPaint, 'ms'],
    ['first paint, the longest', worst, maxFirstPaint, 'ms'],
  ];
  for (const [what, found, goal, unit] of rows)
    say(`${found > goal ? 'MISSED ' : ''}${what}: ${Math.round(found)} ${unit} (goal ${goal})`);
  process.exitCode = rows.some(([, found, goal]) => found > goal) ? 1 : 0;
}

/** Each in a browser that has nothing of the console; milliseconds, ascending. */
async function firstPaints(data: string | undefined): Promise<number[]> {
  const browser = await launchChromium();
  const host = await startConsoleHost({ data, isHuge: false, say });
  const times: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const variant = { scheme: 'light', width: 1280 } as const;
      const { stage, close } = await openStage({ browser, host, variant, pictures: '' });
      await stage.page.goto(stage.url);
      await stage.page.getByLabel('API key').waitFor();
      times.push(
        await stage.page.evaluate(
          () => performance.getEntriesByName('first-contentful-paint')[0]!.startTime,
        ),
      );
      await close();
    }
  } finally {
    await host.close();
    await browser.close();
  }
  return times.sort((a, b) => a - b);
}

const command = npmCommand('bench:console', 'size and first paint of the console').option(
  '--data <folder>',
  'a data folder with all model types trained; absent: they are trained',
);

try {
  await runCommand(command.action(run));
} catch (error) {
  process.stderr.write(`npm run bench:console: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
