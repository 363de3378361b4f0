/** A bucket, or what lies below a prefix of it. */
export interface BucketPlace {
  readonly bucket: string;
  /** Empty: all of the bucket; else ends with `/`, so that `t1/` is not `t10/`. */
  readonly prefix: string;
}

const form = /^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/((?:[A-Za-z0-9._=@+-]+\/)*))?$/;

/** Reads `bucket` or `bucket/prefix/`. @throws Error that shows the text and what would be right */
export function parseBucketPlace(text: string): BucketPlace {
  const [, bucket, prefix = ''] = form.exec(text) ?? [];
  if (bucket === undefined || prefix.split('/').some(isStep))
    throw new Error(
      `'${text}' is not a valid bucket to read from; write my-bucket or my-bucket/prefix/, with letters, digits and . _ = @ + - in the prefix`,
    );
  return { bucket, prefix };
}

/** Several, separated by commas. @throws Error */
export function parseBucketPlaces(text: string): BucketPlace[] {
  return text.split(',').map(parseBucketPlace);
}

export interface S3Object {
  readonly bucket: string;
  readonly key: string;
}

/**
 * The object that an `s3://bucket/key` names; undefined where it names none, or one whose key steps
 * out of its prefix.
 */
export function parseS3Url(url: string): S3Object | undefined {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(url) ?? [];
  if (bucket === undefined || key === undefined || key.split('/').some(isStep)) return undefined;
  return { bucket, key };
}

/** True where the object lies there. */
export function isWithin(place: BucketPlace, object: S3Object): boolean {
  return place.bucket === object.bucket && object.key.startsWith(place.prefix);
}

const isStep = (segment: string) => segment === '.' || segment === '..';
