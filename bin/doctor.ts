import { operatorClients } from '../operator/clients.ts';
import { readDeploymentFile } from '../operator/deployment-file.ts';
import { runChecks } from '../operator/doctor/doctor.ts';
import { report } from '../operator/doctor/report.ts';
import { ambientRegion } from '../operator/region.ts';

try {
  const findings = await runChecks({
    configuration: readDeploymentFile(),
    ambientRegion: await ambientRegion(),
    clientsIn: (region) => operatorClients({ region }),
  });
  process.stdout.write(report(findings));
  process.exitCode = findings.every(({ state }) => state === 'ok') ? 0 : 1;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
