import { parseArgs } from 'node:util';
import { idSchema } from '../core/api/ids.ts';
import { createFirstKey } from '../lambda/first-key.ts';

const usage = 'npm run create-key -- --user <id> --table <output TableName of deeptune-storage>';

try {
  const { values } = parseArgs({
    options: { user: { type: 'string' }, table: { type: 'string' } },
  });
  const { user: userId, table: tableName } = values;
  if (!userId || !tableName) throw new Error(`usage: ${usage}`);
  process.stdout.write(`${await createFirstKey({ tableName, userId: idSchema.parse(userId) })}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
