import { createApiKey } from '../../core/access/authenticate.ts';
import { AwsHost } from '../compose.ts';
import type { AwsClients } from '../aws/aws-clients.ts';

/** The user an operator makes a key for, and the deployed table. */
export interface FirstKey {
  readonly tableName: string;
  readonly userId: string;
  /** True: it may bill, and read the bill of every tenant. */
  readonly isOperator?: boolean;
}

/**
 * A key for all of one user's apps, made with the operator's own AWS credentials: the first one,
 * which no key can ask the API for.
 * @returns the key: shown this once, stored as its hash
 */
export async function createFirstKey(
  { tableName, userId, isOperator }: FirstKey,
  clients?: AwsClients,
): Promise<string> {
  const host = new AwsHost('authorizer', { TABLE_NAME: tableName }, clients);
  const made = isOperator ? "an operator's, made by him" : 'made by the operator';
  const request = { userId, description: made, scopes: ['All'] };
  const asked = isOperator ? { ...request, isOperator } : request;
  return (await createApiKey(asked, host)).key;
}
