import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { checkObjectKey } from '../../core/ports/object-key.ts';

/**
 * A link that takes PUTs of exactly `ContentLength` bytes: that header is signed. The bucket's
 * default encrypts. Ends after `seconds`, or with the credentials that signed it.
 */
export function signUpload(
  client: S3Client,
  put: PutObjectCommandInput & { readonly ContentLength: number },
  seconds: number,
): Promise<string> {
  const command = new PutObjectCommand(put);
  // There are no bytes yet: the checksum that the SDK adds is that of nothing, and S3 would hold
  // the upload to it.
  command.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { headers: Record<string, string> };
      for (const name of Object.keys(headers).filter(isChecksum)) delete headers[name];
      return next(args);
    },
    { step: 'build', priority: 'low' },
  );
  return getSignedUrl(client, command, { expiresIn: seconds });
}

const isChecksum = (name: string) =>
  name.startsWith('x-amz-checksum-') || name === 'x-amz-sdk-checksum-algorithm';

/**
 * The key that a URL leads to, where it lies beside `sample`, a link to the key `sampleKey` of the
 * same bucket: same scheme, host and way of naming the bucket.
 */
export function keyOfLink(url: string, sample: string, sampleKey: string): string | undefined {
  const base = withoutQuery(sample).slice(0, -sampleKey.length);
  const asked = URL.canParse(url) ? withoutQuery(url) : '';
  if (!asked.startsWith(base)) return undefined;
  try {
    const key = decodeURIComponent(asked.slice(base.length));
    checkObjectKey(key);
    return key;
  } catch {
    return undefined;
  }
}

function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
