import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { isAwsError } from '../aws/aws-error.ts';

/** Where an object goes, and how it is encrypted there. */
export type UploadTarget = Pick<
  PutObjectCommandInput,
  'ServerSideEncryption' | 'SSEKMSKeyId' | 'ContentType'
> & { readonly Bucket: string; readonly Key: string };

/** S3 takes parts of 5 MiB or more, the last apart, and 10,000 of them. */
const partBytes = 8 * 1024 * 1024;

/**
 * Uploads chunks of any size part by part, holding one part: the object appears whole or not at
 * all. One that fits into a part is one put.
 */
export async function uploadChunks(
  client: S3Client,
  target: UploadTarget,
  chunks: AsyncIterable<Uint8Array>,
): Promise<void> {
  const parts = partsOf(chunks);
  const first = await parts.next();
  const Body = first.value ?? new Uint8Array();
  if (first.done || Body.length < partBytes) {
    await client.send(new PutObjectCommand({ ...target, Body }));
    return;
  }
  const created = await client.send(new CreateMultipartUploadCommand(target));
  const { Bucket, Key } = target;
  const upload = { Bucket, Key, UploadId: created.UploadId };
  try {
    await uploadParts(client, upload, Body, parts);
  } catch (error) {
    // What failed is worth more than a failure to tidy up: the bucket's lifecycle rule does that
    // too.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

interface Upload {
  readonly Bucket: string;
  readonly Key: string;
  readonly UploadId: string | undefined;
}

async function uploadParts(
  client: S3Client,
  upload: Upload,
  first: Uint8Array,
  others: AsyncIterable<Uint8Array>,
): Promise<void> {
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  let size = 0;
  const send = async (Body: Uint8Array) => {
    const PartNumber = Parts.length + 1;
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body }));
    Parts.push({ PartNumber, ETag });
    size += Body.length;
  };
  await send(first);
  for await (const part of others) await send(part);
  try {
    await client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
    );
  } catch (error) {
    // After a lost answer the SDK asks again, and the upload is gone because it is complete.
    if (!isAwsError(error, 'NoSuchUpload')) throw error;
    const { Bucket, Key } = upload;
    const made = await client.send(new HeadObjectCommand({ Bucket, Key }));
    if (made.ContentLength !== size) throw error;
  }
}

/** The same bytes in parts of `partBytes`, the last one smaller; none where there are no bytes. */
async function* partsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let part = new Uint8Array(partBytes);
  let length = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const piece = chunk.subarray(at, at + partBytes - length);
      part.set(piece, length);
      length += piece.length;
      at += piece.length;
      if (length < partBytes) continue;
      yield part;
      [part, length] = [new Uint8Array(partBytes), 0];
    }
  }
  if (length > 0) yield part.subarray(0, length);
}
