import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import type { AwsClients } from '../../lambda/aws/aws-clients.ts';

/** What the storage stack made. */
export interface StoredThings {
  readonly table: string;
  readonly bucket: string;
}

/** @throws Error where one of them is not there */
export async function findStored(clients: AwsClients): Promise<StoredThings> {
  const { TableNames = [] } = await clients.dynamodb.send(new ListTablesCommand({}));
  const { Buckets = [] } = await clients.s3.send(new ListBucketsCommand({}));
  const buckets = Buckets.map(({ Name = '' }) => Name);
  const table = TableNames.find((name) => name.startsWith('deeptune-storage'));
  const bucket = buckets.find((name) => /^deeptune-storage.*artifactsbucket/i.test(name));
  if (table && bucket) return { table, bucket };
  throw new Error(`no table or bucket of deeptune-storage in ${[...TableNames, ...buckets]}`);
}

/**
 * MiniStack serves an API below its own address. @param apiUrl the stack's output
 * `https://<id>.execute-api.…`
 */
export function httpUrl(miniStackUrl: string, apiUrl: string): string {
  const [, id] = /^https?:\/\/([a-z0-9]+)\.execute-api\./i.exec(apiUrl) ?? [];
  if (id === undefined) throw new Error(`output ApiUrl is '${apiUrl}', which names no API`);
  return `${miniStackUrl}/_aws/execute-api/${id}`;
}
