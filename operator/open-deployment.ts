import { operatorClients } from './clients.ts';
import { readDeploymentFile } from './deployment-file.ts';
import { operatorRegion } from './region.ts';
import { deployedOutput } from './stack.ts';
import type { Wanted } from './stack.ts';

/**
 * The deployment that the configuration names, with the operator's own credentials, in its region.
 * @throws Error where no region is known, or the configuration is not valid
 */
export async function openDeployment() {
  const configuration = readDeploymentFile();
  const region = await operatorRegion(configuration);
  const clients = operatorClients({ region });
  const { name } = configuration;
  /** @throws Error where the stack does not tell it */
  const outputOf = (output: Wanted['output']) =>
    deployedOutput(clients.cloudFormation, { name, output });
  return { region, clients, outputOf };
}
