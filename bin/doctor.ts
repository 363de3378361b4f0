import { readFileSync } from 'node:fs';
import { readConfiguration } from '../lib/configuration.ts';
import { ambientRegion, operatorClients } from '../operator/clients.ts';
import { examine } from '../operator/doctor/doctor.ts';
import { report } from '../operator/doctor/report.ts';

const file = new URL('../deeptune.config.json', import.meta.url);

try {
  const findings = await examine({
    configuration: readConfiguration(readFileSync(file, 'utf8')),
    ambientRegion: await ambientRegion(),
    clientsIn: (region) => operatorClients({ region }),
  });
  process.stdout.write(report(findings));
  process.exitCode = findings.every(({ state }) => state === 'ok') ? 0 : 1;
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
