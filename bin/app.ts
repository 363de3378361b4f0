import { buildConsole } from '../console/build/build-console.ts';
import { application } from '../lib/application.ts';
import { assertRegion } from '../lib/configuration/region.ts';
import { ensureVendoredPackages } from '../local/python/vendored-packages.ts';
import { readDeploymentFile } from '../operator/deployment-file.ts';

const configuration = readDeploymentFile();
// Without a configured region the CDK deploys to that of the credentials, which the templates do
// not know.
assertRegion(configuration.region ?? process.env['CDK_DEFAULT_REGION']);
// Before the trainer's files are looked at: they are deployed with it.
await ensureVendoredPackages((line) => void process.stderr.write(`${line}\n`));
const consoleFiles = configuration.console ? await buildConsole() : [];
application(configuration, undefined, consoleFiles);
