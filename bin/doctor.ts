import { npmCommand, runCommand } from '../cli/command-line.ts';
import { operatorClients } from '../operator/clients.ts';
import { readDeploymentFile } from '../operator/deployment-file.ts';
import { runChecks } from '../operator/doctor/doctor.ts';
import { report } from '../operator/doctor/report.ts';
import { calibrationsIn } from '../local/machine/machine-file.ts';
import { calibratedText } from '../local/machine/machine-words.ts';
import { readSettings } from '../local/settings.ts';
import { ambientRegion } from '../operator/region.ts';

async function run(): Promise<void> {
  const findings = await runChecks({
    configuration: readDeploymentFile(),
    ambientRegion: await ambientRegion(),
    clientsIn: (region) => operatorClients({ region }),
  });
  process.stdout.write(report(findings));
  process.stdout.write(`\nLaptop host: ${laptopText(readSettings(process.env).folder)}\n`);
  process.exitCode = findings.every(({ state }) => state === 'ok') ? 0 : 1;
}

/** Beside the account: what forecasts of trainings on this machine are made with. */
function laptopText(folder: string): string {
  const known = calibrationsIn(folder).map(calibratedText);
  return known.join('\n') || 'not calibrated, its forecasts are rough (deeptune calibrate)';
}

const command = npmCommand('doctor', 'looks at what stands between an account and its first model');

try {
  await runCommand(command.action(run));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
