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
// Only where it is deployed: the rest needs no bundler.
const { buildConsole } = configuration.console
  ? await import('../console/build/build-console.ts')
  : { buildConsole: async () => [] };
const consoleFiles = await buildConsole();
application(configuration, undefined, consoleFiles);
