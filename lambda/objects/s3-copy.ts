import type {
  CompleteMultipartUploadCommandInput,
  CopyObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { isAwsError } from '../aws/aws-error.ts';

/** Where a copy goes, and how it is encrypted there. */
export type CopyTarget = Omit<CopyObjectCommandInput, 'CopySource'> & {
  readonly Bucket: string;
  readonly Key: string;
};

/** One part of a copy in parts. */
const partBytes = 1024 ** 3;
const partsAtOnce = 8;

/**
 * Copies inside one bucket. S3 copies up to 5 GiB in one call and refuses more with
 * `InvalidRequest`: an optimizer state can be larger, so that one goes in parts of 1 GiB. A copy in
 * parts appears whole or not at all, too.
 */
export async function copyObject(
  client: S3Client,
  from: string,
  target: CopyTarget,
): Promise<void> {
  const source = encodeURI(`${target.Bucket}/${from}`);
  try {
    await client.send(new CopyObjectCommand({ ...target, CopySource: source }));
  } catch (error) {
    if (!isAwsError(error, 'InvalidRequest')) throw error;
    const head = await client.send(new HeadObjectCommand({ Bucket: target.Bucket, Key: from }));
    await copyInParts(client, { target, source, size: head.ContentLength ?? 0, etag: head.ETag });
  }
}

interface PartsCopy {
  readonly target: CopyTarget;
  readonly source: string;
  readonly size: number;
  /** Refuses parts of another object that has come to the source's key meanwhile. */
  readonly etag: string | undefined;
}

async function copyInParts(client: S3Client, copy: PartsCopy): Promise<void> {
  const created = await client.send(new CreateMultipartUploadCommand(copy.target));
  const { Bucket, Key } = copy.target;
  const upload = { Bucket, Key, UploadId: created.UploadId };
  try {
    const Parts = await copyParts(client, copy, upload);
    await complete(client, copy, { ...upload, MultipartUpload: { Parts } });
  } catch (error) {
    // What failed is worth more than a failure to tidy up: the bucket's lifecycle rule does that
    // too.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

/** After a lost answer the SDK asks again, and the upload is gone because it is complete. */
async function complete(
  client: S3Client,
  copy: PartsCopy,
  whole: CompleteMultipartUploadCommandInput & { Bucket: string; Key: string },
): Promise<void> {
  try {
    await client.send(new CompleteMultipartUploadCommand(whole));
  } catch (error) {
    if (!isAwsError(error, 'NoSuchUpload')) throw error;
    const { Bucket, Key } = whole;
    const made = await client.send(new HeadObjectCommand({ Bucket, Key }));
    if (made.ContentLength !== copy.size) throw error;
  }
}

async function copyParts(
  client: S3Client,
  copy: PartsCopy,
  upload: { Bucket: string; Key: string; UploadId: string | undefined },
) {
  const starts = Array.from({ length: Math.ceil(copy.size / partBytes) }, (_, n) => n * partBytes);
  const parts: { PartNumber: number; ETag: string | undefined }[] = [];
  const copyPart = async (start: number, PartNumber: number) => {
    const end = Math.min(start + partBytes, copy.size) - 1;
    const reply = await client.send(
      new UploadPartCopyCommand({
        ...upload,
        PartNumber,
        CopySource: copy.source,
        CopySourceRange: `bytes=${start}-${end}`,
        CopySourceIfMatch: copy.etag,
      }),
    );
    return { PartNumber, ETag: reply.CopyPartResult?.ETag };
  };
  for (let first = 0; first < starts.length; first += partsAtOnce) {
    const group = starts.slice(first, first + partsAtOnce);
    parts.push(...(await Promise.all(group.map((start, n) => copyPart(start, first + n + 1)))));
  }
  return parts;
}
