import { parseArgs } from 'node:util';
import { idSchema } from '../core/api/ids.ts';
import { awsClients } from '../lambda/adapters/aws-clients.ts';
import { createFirstKey } from '../lambda/first-key.ts';
import { operatorClients } from '../operator/clients.ts';
import { readDeploymentFile } from '../operator/deployment-file.ts';
import { operatorRegion } from '../operator/region.ts';
import { deployedOutput } from '../operator/stack.ts';

const usage = 'npm run --silent create-key -- --user <id> [--table <output TableName>]';

try {
  const { values } = parseArgs({
    options: { user: { type: 'string' }, table: { type: 'string' } },
  });
  if (!values.user) throw new Error(`usage: ${usage}`);
  const userId = idSchema.parse(values.user);
  const configuration = readDeploymentFile();
  const region = await operatorRegion(configuration);
  const { cloudFormation } = operatorClients({ region });
  const wanted = { name: configuration.name, output: 'table' } as const;
  const tableName = values.table ?? (await deployedOutput(cloudFormation, wanted));
  const key = await createFirstKey({ tableName, userId }, awsClients(process.env, { region }));
  process.stdout.write(`${key}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
