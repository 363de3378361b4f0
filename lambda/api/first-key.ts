import { createApiKey } from '../../core/access/authenticate.ts';
import { AwsHost } from '../compose.ts';
import type { AwsClients } from '../aws/aws-clients.ts';

/** The user an operator makes a key for, and the deployed table. */
export interface FirstKey {
  readonly tableName: string;
  readonly userId: string;
}

/**
 * A key for all of one user's apps, made with the operator's own AWS credentials: the first one,
 * which no key can ask the API for.
 * @returns the key: shown this once, stored as its hash
 */
export async function createFirstKey(
  { tableName, userId }: FirstKey,
  clients?: AwsClients,
): Promise<string> {
  const host = new AwsHost('authorizer', { TABLE_NAME: tableName }, clients);
  const request = { userId, description: 'made by the operator', scopes: ['All'] };
  return (await createApiKey(request, host)).key;
}
