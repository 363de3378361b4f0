import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import type { CompletedPart, S3Client } from '@aws-sdk/client-s3';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { fail } from '../../core/errors.ts';
import { isAwsError } from '../../lambda/aws/aws-error.ts';

/** 10,000 parts of this size are 640 GB. */
const defaultPartBytes = 64 * 1024 ** 2;

/** A file on the way to its key. */
export interface Upload {
  readonly path: string;
  readonly size: number;
  /**
   * Hexadecimal; kept with the object, as S3's own checksum of an upload in parts is not that of
   * the whole.
   */
  readonly sha256: string;
}

export interface Target {
  readonly Bucket: string;
  readonly Key: string;
}

/** True where the object is there with the same bytes: size and SHA-256. */
export async function isUploaded(client: S3Client, to: Target, file: Upload): Promise<boolean> {
  try {
    const { ContentLength, Metadata } = await client.send(new HeadObjectCommand(to));
    return ContentLength === file.size && Metadata?.['sha256'] === file.sha256;
  } catch (error) {
    if (isAwsError(error, 'NotFound', 'NoSuchKey')) return false;
    throw error;
  }
}

/**
 * Uploads a file in parts; S3 checks the SHA-256 of each. It appears whole or not at all, and what
 * fails leaves no parts behind.
 * @throws DeeptuneError conflict where the file is not the one that was hashed
 */
export async function uploadFile(
  client: S3Client,
  to: Target,
  file: Upload & { readonly partBytes?: number },
): Promise<void> {
  const Metadata = { sha256: file.sha256 };
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...to, Metadata, ChecksumAlgorithm: 'SHA256' }),
  );
  const upload = { ...to, UploadId };
  try {
    const Parts = await uploadParts(client, upload, file);
    await complete(client, { ...upload, MultipartUpload: { Parts } }, file);
  } catch (error) {
    // What failed is worth more than a failure to tidy up: the bucket's lifecycle rule does that
    // too.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

type Begun = Target & { readonly UploadId: string | undefined };

async function uploadParts(
  client: S3Client,
  upload: Begun,
  file: Upload & { readonly partBytes?: number },
): Promise<CompletedPart[]> {
  const whole = createHash('sha256');
  const parts: CompletedPart[] = [];
  for await (const Body of partsOf(file.path, file.partBytes ?? defaultPartBytes)) {
    whole.update(Body);
    const PartNumber = parts.length + 1;
    const ChecksumSHA256 = createHash('sha256').update(Body).digest('base64');
    const { ETag } = await client.send(
      new UploadPartCommand({ ...upload, PartNumber, Body, ChecksumSHA256 }),
    );
    parts.push({ PartNumber, ETag, ChecksumSHA256 });
  }
  if (whole.digest('hex') === file.sha256) return parts;
  throw fail('conflict', `${file.path} changed while it was uploaded; run this again`);
}

/** The bytes of a file in pieces, at least one. */
async function* partsOf(path: string, partBytes: number): AsyncGenerator<Uint8Array> {
  const file = await open(path);
  try {
    let part = await readPart(file, partBytes);
    do {
      yield part;
      part = await readPart(file, partBytes);
    } while (part.length > 0);
  } finally {
    await file.close();
  }
}

async function readPart(file: FileHandle, partBytes: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(partBytes);
  let filled = 0;
  while (filled < partBytes) {
    const { bytesRead } = await file.read(buffer, filled, partBytes - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** After a lost answer the SDK asks again, and the upload is gone because it is complete. */
async function complete(
  client: S3Client,
  whole: Begun & { readonly MultipartUpload: { readonly Parts: CompletedPart[] } },
  file: Upload,
): Promise<void> {
  try {
    await client.send(new CompleteMultipartUploadCommand(whole));
  } catch (error) {
    if (!isAwsError(error, 'NoSuchUpload')) throw error;
    const { Bucket, Key } = whole;
    if (!(await isUploaded(client, { Bucket, Key }, file))) throw error;
  }
}
