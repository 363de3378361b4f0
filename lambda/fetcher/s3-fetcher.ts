import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Fetched, Fetcher } from '../../core/ports/fetcher.ts';
import { maxContentBytes, notFetched } from '../../core/ports/fetcher.ts';
import type { BucketPlace, S3Object } from '../../net/bucket-place.ts';
import { isWithin, parseS3Url } from '../../net/bucket-place.ts';
import { isAwsError } from '../aws/aws-error.ts';

export interface S3FetcherOptions {
  readonly client: S3Client;
  /** What callers may name. */
  readonly places: readonly BucketPlace[];
  /** The service's own bucket: other people's objects lie there, and the role may read them. */
  readonly ownBucket: string;
}

const setting = 'fetchBuckets of deeptune.config.json';
const late =
  'it was not there in time, which all URLs of one request share; give fewer in one request';

/** Reads `s3://bucket/key` with the service's own role, where the operator allows it. */
export class S3Fetcher implements Fetcher {
  readonly #options: S3FetcherOptions;

  constructor(options: S3FetcherOptions) {
    this.#options = options;
  }

  async fetch(url: string, until: string): Promise<Fetched> {
    const object = parseS3Url(url);
    if (!object) return notFetched(url, 'it is not a valid s3://bucket/key URL');
    const { places, ownBucket } = this.#options;
    if (object.bucket === ownBucket || !places.some((place) => isWithin(place, object)))
      return notFetched(
        url,
        `it is not among the buckets that are read from; whoever runs this service can name it in ${setting}`,
      );
    const milliseconds = Date.parse(until) - Date.now();
    return milliseconds > 0 ? this.#read(url, object, milliseconds) : notFetched(url, late);
  }

  async #read(url: string, object: S3Object, milliseconds: number): Promise<Fetched> {
    const abortSignal = AbortSignal.timeout(milliseconds);
    try {
      const command = new GetObjectCommand({ Bucket: object.bucket, Key: object.key });
      return await accept(url, await this.#options.client.send(command, { abortSignal }));
    } catch (error) {
      return notFetched(url, abortSignal.aborted ? late : reasonOf(error));
    }
  }
}

async function accept(url: string, { Body, ContentLength }: GetObjectCommandOutput) {
  if ((ContentLength ?? 0) <= maxContentBytes)
    return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array() };
  // Nothing of it is read: the connection is of no use to anybody else.
  (Body as { destroy?: () => void } | undefined)?.destroy?.();
  return notFetched(url, `it is larger than ${maxContentBytes} bytes`);
}

/** Who may not list a bucket is told of an absent object that access is denied. */
function reasonOf(error: unknown): string {
  if (isAwsError(error, 'NoSuchKey', 'NoSuchBucket')) return 'it does not exist';
  if (isAwsError(error, 'AccessDenied', 'Forbidden'))
    return "it does not exist, or the service's role may not read it or its key";
  if (isAwsError(error, 'PermanentRedirect', 'AuthorizationHeaderMalformed'))
    return 'its bucket lies in another region than the service';
  return `S3 could not be asked (${error instanceof Error ? error.name : 'no answer'})`;
}
