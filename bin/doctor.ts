import { npmCommand, runCommand } from '../cli/command-line.ts';
import { operatorClients } from '../operator/clients.ts';
import { readDeploymentFile } from '../operator/deployment-file.ts';
import { runChecks } from '../operator/doctor/doctor.ts';
import { report } from '../operator/doctor/report.ts';
import { ambientRegion } from '../operator/region.ts';

async function run(): Promise<void> {
  const findings = await runChecks({
    configuration: readDeploymentFile(),
    ambientRegion: await ambientRegion(),
    clientsIn: (region) => operatorClients({ region }),
  });
  process.stdout.write(report(findings));
  process.exitCode = findings.every(({ state }) => state === 'ok') ? 0 : 1;
}

const command = npmCommand('doctor', 'looks at what stands between an account and its first model');

try {
  await runCommand(command.action(run));
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
