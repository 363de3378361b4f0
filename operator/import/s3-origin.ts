import type { S3Client } from '@aws-sdk/client-s3';
import { S3Files } from './s3-files.ts';

/**
 * What an `s3://bucket/…` names: one object among those of its folder, or everything below a
 * prefix.
 * @throws Error where it names nothing
 */
export async function s3Origin(
  client: S3Client,
  from: string,
): Promise<{ readonly files: S3Files; readonly file?: string }> {
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(from) ?? [];
  if (bucket === undefined) throw new Error(`'${from}' is not s3://bucket or s3://bucket/prefix`);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const file = path.slice(folder.length);
  const beside = new S3Files(client, bucket, folder);
  if (file !== '' && (await beside.has(file))) return { files: beside, file };
  const files = file === '' ? beside : new S3Files(client, bucket, `${path}/`);
  for await (const _name of files.names()) return { files };
  throw new Error(`'${from}' does not exist: there is no such object, and none below it`);
}
