import { npmCommand, runCommand } from '../cli/command-line.ts';
import { idSchema } from '../core/api/http/ids.ts';
import { awsClients } from '../lambda/aws/aws-clients.ts';
import { createFirstKey } from '../lambda/api/first-key.ts';
import { openDeployment } from '../operator/open-deployment.ts';

interface Options {
  readonly user: string;
  readonly table?: string;
  readonly operator?: true;
}

async function run({ user, table, operator }: Options): Promise<void> {
  const userId = idSchema.safeParse(user);
  if (!userId.success) throw new Error(`--user '${user}' ${userId.error.issues[0]?.message ?? ''}`);
  const { region, outputOf } = await openDeployment();
  const tableName = table ?? (await outputOf('table'));
  const wanted = { tableName, userId: userId.data, isOperator: operator === true };
  process.stdout.write(`${await createFirstKey(wanted, awsClients(process.env, { region }))}\n`);
}

const command = npmCommand('create-key', 'makes the first API key of a user of a deployed account')
  .usage('--user <id> [--operator] [--table <name>]')
  .requiredOption('--user <id>', 'whose key it is')
  .option('--operator', 'the key may also bill, and read the bill of every tenant')
  .option('--table <name>', 'the output TableName; else it is read from the deployed stack')
  .action(run);

try {
  await runCommand(command);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
