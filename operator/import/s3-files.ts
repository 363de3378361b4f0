import type { S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { isAwsError } from '../../lambda/aws/aws-error.ts';

/**
 * Bytes of one request where a file is read piece by piece: a connection that stays open while
 * batches are posted would be cut.
 */
const pieceBytes = 8 * 1024 ** 2;

/**
 * The objects below a prefix of a bucket, as the importer reads files (`SourceFiles` of
 * `cli/import`), with the caller's own credentials.
 */
export class S3Files {
  readonly place: string;
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #prefix: string;

  /** @param prefix empty, or ends with `/` */
  constructor(client: S3Client, bucket: string, prefix: string) {
    this.#client = client;
    this.#bucket = bucket;
    this.#prefix = prefix;
    this.place = `s3://${bucket}/${prefix}`;
  }

  async *names(): AsyncGenerator<string> {
    for await (const key of this.#keys('')) if (!isHidden(key) && !isFolder(key)) yield key;
  }

  async *passedOver(): AsyncGenerator<LeftOut> {
    let last: string | undefined;
    for await (const key of this.#keys('')) {
      const hidden = isHidden(key) ? hiddenPartOf(key) : last;
      if (hidden !== last) yield leftOut(hidden ?? key);
      last = hidden;
    }
  }

  async has(name: string): Promise<boolean> {
    // The key itself comes first among those that begin with it.
    for await (const key of this.#keys(name, 1)) return key === name;
    return false;
  }

  async read(
    name: string,
    maxBytes: number,
  ): Promise<{ readonly bytes: Uint8Array } | { readonly reason: string }> {
    try {
      const { Body, ContentLength = 0 } = await this.#client.send(this.#get(name));
      if (ContentLength <= maxBytes)
        return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array() };
      (Body as { destroy?: () => void } | undefined)?.destroy?.();
      return { reason: `The object has ${ContentLength} bytes; at most ${maxBytes} are sent` };
    } catch (error) {
      if (isAwsError(error, 'NoSuchKey'))
        return { reason: `The object ${this.urlOf(name)} does not exist` };
      if (isAwsError(error, 'AccessDenied'))
        return { reason: `Your credentials may not read ${this.urlOf(name)}, or not its key` };
      throw error;
    }
  }

  async *stream(name: string): AsyncGenerator<Uint8Array> {
    let etag: string | undefined;
    for (let start = 0; ; start += pieceBytes) {
      const piece = await this.#piece(name, start, etag);
      if (piece) yield piece.bytes;
      if (!piece || piece.bytes.length < pieceBytes) return;
      etag = piece.etag;
    }
  }

  readonly urlOf = (name: string): string => this.place + name;

  /**
   * Undefined behind the end. @throws Error where the object is another one than that of the pieces
   * before
   */
  async #piece(name: string, start: number, etag: string | undefined) {
    const command = this.#get(name, `bytes=${start}-${start + pieceBytes - 1}`, etag);
    try {
      const { Body, ETag } = await this.#client.send(command);
      return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), etag: ETag };
    } catch (error) {
      if (isAwsError(error, 'InvalidRange')) return undefined;
      throw error;
    }
  }

  #get(name: string, Range?: string, IfMatch?: string): GetObjectCommand {
    return new GetObjectCommand({
      Bucket: this.#bucket,
      Key: this.#prefix + name,
      Range,
      IfMatch,
    });
  }

  /** Keys that begin with prefix and name, without the prefix, in order; a page at a time. */
  async *#keys(name: string, MaxKeys?: number): AsyncGenerator<string> {
    let StartAfter: string | undefined;
    do {
      const page = await this.#client.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: this.#prefix + name,
          StartAfter,
          MaxKeys,
        }),
      );
      const keys = (page.Contents ?? []).map(({ Key = '' }) => Key);
      for (const key of keys) yield key.slice(this.#prefix.length);
      StartAfter = page.IsTruncated ? keys.at(-1) : undefined;
    } while (StartAfter !== undefined);
  }
}

/** `Problem` of `cli/import`, which this folder does not import. */
interface LeftOut {
  readonly where: string;
  readonly kind: 'left-out';
  readonly word: string;
  readonly reason: string;
}

function leftOut(where: string): LeftOut {
  const reason = 'Hidden files, and what systems leave behind, are not read';
  return { where, kind: 'left-out', word: 'hidden', reason };
}

const ofSystems = /^(\.|thumbs\.db$|desktop\.ini$|__MACOSX$)/i;

/** Consoles make objects that end with `/` to show folders; the prefix itself is the empty name. */
const isFolder = (key: string) => key === '' || key.endsWith('/');

/** As in a folder. */
function isHidden(key: string): boolean {
  return !isFolder(key) && key.split('/').some((segment) => ofSystems.test(segment));
}

/** Up to the segment that hides it: a hidden folder counts once. */
function hiddenPartOf(key: string): string {
  const segments = key.split('/');
  return segments.slice(0, segments.findIndex((one) => ofSystems.test(one)) + 1).join('/');
}
