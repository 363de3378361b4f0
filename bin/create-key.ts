import { parseArgs } from 'node:util';
import { idSchema } from '../core/api/http/ids.ts';
import { awsClients } from '../lambda/aws/aws-clients.ts';
import { createFirstKey } from '../lambda/api/first-key.ts';
import { openDeployment } from '../operator/open-deployment.ts';

const usage = 'npm run --silent create-key -- --user <id> [--table <output TableName>]';

try {
  const { values } = parseArgs({
    options: { user: { type: 'string' }, table: { type: 'string' } },
  });
  if (!values.user) throw new Error(`usage: ${usage}`);
  const userId = idSchema.parse(values.user);
  const { region, outputOf } = await openDeployment();
  const tableName = values.table ?? (await outputOf('table'));
  const key = await createFirstKey({ tableName, userId }, awsClients(process.env, { region }));
  process.stdout.write(`${key}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
