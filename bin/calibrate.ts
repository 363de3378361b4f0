import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { npmCommand, runCommand } from '../cli/command-line.ts';
import { calibrateNow } from '../local/machine/calibrate-now.ts';
import { calibratedText, calibrationTable } from '../local/machine/machine-words.ts';
import { readSettings } from '../local/settings.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function run({ json }: { readonly json?: boolean }): Promise<void> {
  const { folder, device } = readSettings(process.env);
  process.umask(0o077);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const root = dirname(import.meta.dirname);
  const { calibration, file } = await calibrateNow({ folder, root, asked: device, say });
  const { device: found } = file;
  process.stdout.write(
    json === true ? `${JSON.stringify(found)}\n` : `${calibrationTable(calibration)}\n`,
  );
  say(`${calibratedText(calibration)}\nkept in ${file.path}`);
}

const command = npmCommand(
  'calibrate',
  'measures how fast this machine trains, for the forecasts of the laptop host; a host that runs on the same data folder (DEEPTUNE_FOLDER) takes it at once',
).option('--json', 'what forecasts see of this machine, as JSON');

try {
  await runCommand(command.action(run));
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
