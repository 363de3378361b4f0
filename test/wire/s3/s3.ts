import { createHash } from 'node:crypto';
import { FakeUploads } from './s3-uploads.ts';
import type { FakeService, WireReply, WireRequest } from '../protocol/wire.ts';
import { bytesOf, headerOf, queryOf, WireError } from '../protocol/wire.ts';
import { tags } from '../protocol/xml.ts';

/** Largest object that one CopyObject takes. */
const copyLimitBytes = 5 * 1024 ** 3;

/** Buckets of any name; bytes under keys. */
export class FakeS3 implements FakeService {
  readonly name = 's3';
  /** Copies of more than this are refused; a test sets it low. */
  copyLimit = copyLimitBytes;
  readonly #objects = new Map<string, Uint8Array>();
  /** `x-amz-meta-…` of the objects that have any. */
  readonly #metadata = new Map<string, Metadata>();
  readonly #uploads = new FakeUploads();

  owns(request: WireRequest): boolean {
    return /(^|\.)s3[.-]/.test(request.hostname);
  }

  operation(request: WireRequest): string {
    const isCopy = headerOf(request, 'x-amz-copy-source') !== undefined;
    const has = (name: string) => queryOf(request, name) !== undefined;
    switch (request.method) {
      case 'GET':
        return has('list-type') ? 'ListObjectsV2' : 'GetObject';
      case 'HEAD':
        return 'HeadObject';
      case 'PUT':
        if (has('partNumber')) return isCopy ? 'UploadPartCopy' : 'UploadPart';
        return isCopy ? 'CopyObject' : 'PutObject';
      case 'DELETE':
        return has('uploadId') ? 'AbortMultipartUpload' : 'DeleteObject';
      default:
        return has('uploads') ? 'CreateMultipartUpload' : 'CompleteMultipartUpload';
    }
  }

  /** Keys and sizes of one bucket, in order. */
  dump(bucket: string): Record<string, number> {
    const mine = [...this.#objects].filter(([at]) => at.startsWith(`${bucket}/`)).sort(byPath);
    return Object.fromEntries(mine.map(([at, body]) => [at.slice(bucket.length + 1), body.length]));
  }

  /** Puts an object there (or takes it away), as somebody with a console does. */
  plant(bucket: string, key: string, body: string | Uint8Array | undefined): void {
    if (body === undefined) this.#objects.delete(`${bucket}/${key}`);
    else this.#objects.set(`${bucket}/${key}`, Buffer.from(body as Uint8Array));
  }

  /** What lies there, as somebody with a console sees it. */
  read(bucket: string, key: string): Uint8Array | undefined {
    return this.#objects.get(`${bucket}/${key}`);
  }

  /** Uploads in parts that nobody has completed or aborted. */
  get openUploads(): number {
    return this.#uploads.open;
  }

  perform(operation: string, request: WireRequest): WireReply {
    const at = addressOf(request);
    switch (operation) {
      case 'PutObject':
        return this.#put(at, request);
      case 'GetObject':
        this.#assertMatches(at, headerOf(request, 'if-match'));
        return this.#get(at, headerOf(request, 'range'));
      case 'HeadObject':
        return {
          ...reply(''),
          headers: { ...sized(this.#existing(at, 'NotFound')), ...this.#metadata.get(at) },
        };
      case 'ListObjectsV2':
        return reply(this.#list(at.slice(0, -1), request));
      case 'CopyObject':
        return this.#copy(at, sourceOf(request));
      case 'DeleteObject':
        this.#objects.delete(at);
        return { ...reply(''), statusCode: 204 };
      default:
        return this.#multipart(operation, request, at);
    }
  }

  refuse(error: WireError): WireReply {
    const body = tags({ Error: { Code: error.code, Message: error.message } });
    return { ...reply(body), statusCode: error.status };
  }

  #put(at: string, request: WireRequest): WireReply {
    if (headerOf(request, 'if-none-match') === '*' && this.#objects.has(at)) {
      throw new WireError('PreconditionFailed', 'At least one precondition did not hold', 412);
    }
    const body = checkedBody(request);
    this.#store(at, body, metadataOf(request));
    return { ...reply(''), headers: { etag: etagOf(body) } };
  }

  #store(at: string, body: Uint8Array, metadata: Metadata): void {
    this.#objects.set(at, body);
    this.#metadata.set(at, metadata);
  }

  #assertMatches(at: string, etag: string | undefined): void {
    if (etag !== undefined && etag !== etagOf(this.#existing(at, 'NoSuchKey')))
      throw new WireError('PreconditionFailed', 'At least one precondition did not hold', 412);
  }

  #get(at: string, range: string | undefined): WireReply {
    const whole = this.#existing(at, 'NoSuchKey');
    if (range === undefined) return { statusCode: 200, headers: sized(whole), body: whole };
    const [, start = 0, end = 0] = (/^bytes=(\d+)-(\d+)$/.exec(range) ?? []).map(Number);
    if (start >= whole.length) throw new WireError('InvalidRange', 'not satisfiable', 416);
    const part = whole.slice(start, end + 1);
    return { statusCode: 206, headers: { ...sized(part), etag: etagOf(whole) }, body: part };
  }

  #list(bucket: string, request: WireRequest): string {
    const prefix = `${bucket}/${queryOf(request, 'prefix') ?? ''}`;
    const after = queryOf(request, 'start-after');
    const found = [...this.#objects.keys()]
      .filter((at) => at.startsWith(prefix) && (!after || at > `${bucket}/${after}`))
      .sort();
    const shown = found.slice(0, Number(queryOf(request, 'max-keys') ?? 1000));
    const contents = shown.map((at) =>
      tags({
        Contents: { Key: at.slice(bucket.length + 1), Size: this.#objects.get(at)?.length ?? 0 },
      }),
    );
    const IsTruncated = String(shown.length < found.length);
    return `<ListBucketResult>${tags({ IsTruncated })}${contents.join('')}</ListBucketResult>`;
  }

  #copy(at: string, source: string): WireReply {
    const body = this.#existing(source, 'NoSuchKey');
    if (body.length > this.copyLimit) {
      throw new WireError('InvalidRequest', 'The specified copy source is larger than the maximum');
    }
    this.#objects.set(at, body);
    return reply(tags({ CopyObjectResult: { ETag: etagOf(body) } }));
  }

  #multipart(operation: string, request: WireRequest, at: string): WireReply {
    const uploadId = queryOf(request, 'uploadId') ?? '';
    switch (operation) {
      case 'CreateMultipartUpload':
        return reply(
          tags({ InitiateMultipartUploadResult: { UploadId: this.#uploads.create(request) } }),
        );
      case 'UploadPart': {
        const part = this.#uploads.add(uploadId, request, checkedBody(request));
        return { ...reply(''), headers: { etag: etagOf(part) } };
      }
      case 'UploadPartCopy': {
        const source = this.#existing(sourceOf(request), 'NoSuchKey');
        const part = this.#uploads.add(uploadId, request, rangeOf(request, source));
        return reply(tags({ CopyPartResult: { ETag: etagOf(part) } }));
      }
      case 'CompleteMultipartUpload': {
        const { body, created } = this.#uploads.complete(uploadId);
        this.#store(at, body, metadataOf(created));
        return reply(tags({ CompleteMultipartUploadResult: { Key: at } }));
      }
      default:
        this.#uploads.abort(uploadId);
        return { ...reply(''), statusCode: 204 };
    }
  }

  #existing(at: string, code: string): Uint8Array {
    const body = this.#objects.get(at);
    if (!body) throw new WireError(code, 'The specified key does not exist.', 404);
    return body;
  }
}

/** `bucket/key`, from either style of address. */
function addressOf(request: WireRequest): string {
  const path = decodeURIComponent(request.path);
  const bucket = /^(.+)\.s3[.-]/.exec(request.hostname)?.[1];
  return bucket ? `${bucket}${path}` : path.slice(1);
}

function sourceOf(request: WireRequest): string {
  return decodeURIComponent(headerOf(request, 'x-amz-copy-source') ?? '');
}

type Metadata = Readonly<Record<string, string>>;

function metadataOf({ headers }: WireRequest): Metadata {
  const all = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(all.filter(([name]) => name.startsWith('x-amz-meta-')));
}

/** The body, refused where it is not what its checksum says. */
function checkedBody(request: WireRequest): Uint8Array {
  const body = bytesOf(request.body);
  const wanted = headerOf(request, 'x-amz-checksum-sha256');
  if (wanted && wanted !== createHash('sha256').update(body).digest('base64')) {
    throw new WireError('BadDigest', 'The SHA256 you specified did not match', 400);
  }
  return body;
}

/** The part of another object that a copy in parts asks for. */
function rangeOf(request: WireRequest, source: Uint8Array): Uint8Array {
  const range = headerOf(request, 'x-amz-copy-source-range') ?? '';
  const [, start = 0, end = 0] = (/^bytes=(\d+)-(\d+)$/.exec(range) ?? []).map(Number);
  return source.slice(start, end + 1);
}

function etagOf(body: Uint8Array): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function sized(body: Uint8Array): Record<string, string> {
  return { 'content-length': String(body.length), etag: etagOf(body) };
}

function byPath([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function reply(xml: string): WireReply {
  const headers = { 'content-type': 'application/xml' };
  return { statusCode: 200, headers, body: Buffer.from(xml) };
}
