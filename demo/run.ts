import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Client } from '../client/client.ts';
import { startServer } from '../local/server.ts';
import type { RunningServer } from '../local/server.ts';
import { ensurePython } from '../local/python/python-environment.ts';
import { readSettings } from '../local/settings.ts';
import { showBill, showVerification } from './bill.ts';
import { concurrentTrainings, tourOfAll } from './all.ts';
import { loadDigits } from './digits.ts';
import { showEstimatorReport } from './estimator.ts';
import type { Choice } from './options.ts';
import { help, readChoice } from './options.ts';
import { pretrainedTour } from './pretrained.ts';
import { quickTour } from './quick.ts';
import { Report, formatDuration } from './report.ts';
import { stopTrainings } from './service.ts';
import { toursOf } from './tours.ts';

const root = dirname(import.meta.dirname);
const report = new Report(process.stdout);
/** It takes ten seconds where nothing else runs. */
const mostCalibrationMilliseconds = 60_000;

/**
 * The main job on real data, as a client over HTTP; every number printed is measured in this run.
 */
async function main(choice: Choice): Promise<void> {
  const begun = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-demo-'));
  const { python } = await ensurePython(root, (line) => report.line(line));
  const server = await startServer({
    local: settingsOf(folder),
    root,
    log: () => undefined,
    say: (line) => report.line(line),
  });
  try {
    await calibrated(server);
    report.heading(`deeptune on this machine: ${server.url}, data in ${folder}`);
    const client = new Client({ ...server, userId: 'demo', appId: 'tour' });
    await client.call('PostApps', {}, { apps: [{ id: 'tour' }] });
    const shown = show(choice, { client, report, python, folder });
    await Promise.race([shown, interruption()]).catch((error: unknown) => giveUp(client, error));
    await showBill(client, report);
    await showVerification(folder, report);
    await showEstimatorReport(client, report);
    report.heading(`Done in ${formatDuration((performance.now() - begun) / 1000)}. Next:`);
    report.line(
      'npm run serve        the same service on http://127.0.0.1:8420, with the walk-through in docs/walk-through.md',
    );
    report.line('npx cdk synth        what it is in your own AWS account');
    report.line('npm test             everything it promises');
    if (choice.staysOpen && process.stdout.isTTY) await showConsole(server, folder);
    else report.line(`console: ${server.url}, which ends with this demo`);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 20 });
  }
}

/**
 * Before the first training, which the calibration would give way to; it says itself what it found.
 * A machine that is busy with something else needs long, and is not waited for.
 */
async function calibrated(server: RunningServer): Promise<void> {
  const patience = new AbortController();
  const late = setTimeout(mostCalibrationMilliseconds, 'late', { signal: patience.signal });
  const first = await Promise.race([server.calibrated, late]);
  late.catch(() => undefined);
  patience.abort();
  if (first !== 'late') return;
  report.line(
    `This machine is too busy to be measured within ${mostCalibrationMilliseconds / 1000} s: the demo goes on, and its forecasts are rough.`,
  );
}

/** Keeps the host up, so that what was trained can be looked at, until Ctrl-C. */
async function showConsole(server: RunningServer, folder: string): Promise<void> {
  report.heading('Look at what it trained in the console (Ctrl-C ends it and deletes the data):');
  report.line(server.signInLink());
  report.line(
    `signs in once, within ten minutes; later: ${server.url} with the key in ${folder}/key`,
  );
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve);
  });
}

function settingsOf(folder: string) {
  const settings = readSettings({
    ...process.env,
    DEEPTUNE_FOLDER: folder,
    DEEPTUNE_MAX_CONCURRENT_TRAININGS: String(concurrentTrainings),
  });
  return { ...settings, port: 0, grpc: undefined, userId: 'demo' };
}

interface Tools {
  readonly client: Client;
  readonly report: Report;
  readonly python: string;
  readonly folder: string;
}

function show(choice: Choice, tools: Tools): Promise<void> {
  const { client, python } = tools;
  if (choice.kind === 'quick') return quickTour(client, loadDigits(python), report);
  if (choice.kind === 'all') {
    return tourOfAll(client, { python, report, chosen: toursOf(choice.modelTypeIds) });
  }
  return pretrainedTour(tools);
}

/** Ctrl-C ends the tour as a failure does: nothing goes on, and the folder goes. @throws Error */
function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
  });
}

/** A training job outlives its server: where the tour breaks off, it is stopped first. */
async function giveUp(client: Client, error: unknown): Promise<never> {
  await stopTrainings(client).catch(() => undefined);
  throw error;
}

function choiceOrExit(): Choice {
  try {
    const choice = readChoice(process.argv.slice(2));
    if (choice.kind === 'all') toursOf(choice.modelTypeIds);
    return choice;
  } catch (error) {
    process.stderr.write(`npm run demo: ${(error as Error).message}\n`);
    process.exit(2);
  }
}

const choice = choiceOrExit();
if (choice.kind === 'help') process.stdout.write(`${help}\n`);
else {
  await main(choice).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`\nThe demo failed: ${reason}\n`);
    process.exitCode = 1;
  });
}
