import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { fail } from '../../core/errors.ts';
import { checkObjectKey, checkPrefix } from '../../core/ports/object-key.ts';
import type { ObjectHead, ObjectPage, Objects } from '../../core/ports/objects.ts';
import { isAwsError } from '../aws/aws-error.ts';
import { copyObject } from './s3-copy.ts';
import { uploadChunks } from './s3-upload.ts';
import { keyOfLink, signUpload } from './s3-links.ts';

export interface S3ObjectsOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Encrypts what is written; absent: the bucket's own default does. */
  readonly kmsKeyId?: string;
}

/** Any key: a link to it shows how links to this bucket look. */
const probe = 'probe';

/** S3 refuses two conditional puts of one key that overlap; one of them has to ask again. */
const maxPutTries = 5;

/**
 * `Objects` in one S3 bucket. The role needs `s3:ListBucket`: without it S3 answers 403 for an
 * absent key.
 */
export class S3Objects implements Objects {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #encryption: Pick<PutObjectCommandInput, 'ServerSideEncryption' | 'SSEKMSKeyId'>;

  constructor(options: S3ObjectsOptions) {
    this.#client = options.client;
    this.#bucket = options.bucket;
    this.#encryption = options.kmsKeyId
      ? { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: options.kmsKeyId }
      : {};
  }

  async put(
    key: string,
    body: Uint8Array,
    options: { ifAbsent?: boolean; contentType?: string } = {},
  ): Promise<'written' | 'exists'> {
    const command = new PutObjectCommand({
      ...this.#at(key),
      ...this.#encryption,
      Body: body,
      ContentType: options.contentType,
      IfNoneMatch: options.ifAbsent ? '*' : undefined,
    });
    return this.#putConditionally(command, maxPutTries);
  }

  async putChunks(
    key: string,
    chunks: AsyncIterable<Uint8Array>,
    { contentType }: { contentType?: string } = {},
  ): Promise<void> {
    const target = { ...this.#at(key), ...this.#encryption, ContentType: contentType };
    await uploadChunks(this.#client, target, chunks);
  }

  async get(key: string, range?: { start: number; end: number }): Promise<Uint8Array | undefined> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    try {
      const reply = await this.#client.send(new GetObjectCommand({ ...this.#at(key), Range }));
      return await reply.Body?.transformToByteArray();
    } catch (error) {
      if (isAwsError(error, 'NoSuchKey')) return undefined;
      // The object ends before the range begins: that part of it is empty.
      if (isAwsError(error, 'InvalidRange')) return new Uint8Array();
      throw error;
    }
  }

  async head(key: string): Promise<ObjectHead | undefined> {
    try {
      const reply = await this.#client.send(new HeadObjectCommand(this.#at(key)));
      return { key, size: reply.ContentLength ?? 0 };
    } catch (error) {
      if (isAwsError(error, 'NotFound', 'NoSuchKey')) return undefined;
      throw error;
    }
  }

  async list(prefix: string, after?: string): Promise<ObjectPage> {
    checkPrefix(prefix);
    const reply = await this.#client.send(
      new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: prefix, StartAfter: after }),
    );
    const objects = (reply.Contents ?? []).map((o) => ({ key: o.Key ?? '', size: o.Size ?? 0 }));
    const last = reply.IsTruncated ? objects.at(-1) : undefined;
    return last ? { objects, next: last.key } : { objects };
  }

  async copy(from: string, to: string): Promise<void> {
    checkObjectKey(from);
    const target = { ...this.#at(to), ...this.#encryption };
    try {
      await copyObject(this.#client, from, target);
    } catch (error) {
      if (!isAwsError(error, 'NoSuchKey', 'NotFound')) throw error;
      throw fail('doesNotExist', `There is no object ${from}`, error);
    }
  }

  async delete(key: string): Promise<void> {
    await this.#client.send(new DeleteObjectCommand(this.#at(key)));
  }

  async downloadUrl(key: string, seconds: number): Promise<string> {
    const command = new GetObjectCommand(this.#at(key));
    return getSignedUrl(this.#client, command, { expiresIn: seconds });
  }

  async uploadUrl(key: string, size: number, seconds: number): Promise<string> {
    return signUpload(this.#client, { ...this.#at(key), ContentLength: size }, seconds);
  }

  async keyOfUrl(url: string): Promise<string | undefined> {
    return keyOfLink(url, await this.downloadUrl(probe, 1), probe);
  }

  /** Of a key, or of a prefix. */
  uri(key: string): string {
    if (key.endsWith('/')) checkPrefix(key);
    else checkObjectKey(key);
    return `s3://${this.#bucket}/${key}`;
  }

  #at(key: string): { Bucket: string; Key: string } {
    checkObjectKey(key);
    return { Bucket: this.#bucket, Key: key };
  }

  /**
   * After a lost answer the SDK asks again and is told "exists" by our own write: right for
   * content-addressed keys, which is what `ifAbsent` is for.
   */
  async #putConditionally(command: PutObjectCommand, tries: number): Promise<'written' | 'exists'> {
    try {
      await this.#client.send(command);
      return 'written';
    } catch (error) {
      if (isAwsError(error, 'PreconditionFailed')) return 'exists';
      if (!isAwsError(error, 'ConditionalRequestConflict') || tries <= 1) throw error;
      return this.#putConditionally(command, tries - 1);
    }
  }
}
