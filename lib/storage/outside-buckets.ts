import { Aws } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { parseBucketPlace } from '../../net/bucket-place.ts';
import { addWithWildcards } from '../acknowledge.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { allow } from '../statement.ts';
import type { Variables } from '../configuration/variables.ts';

const whyPatterns =
  'The operator names the bucket or prefix whose objects inputs may be read from.';

/**
 * Buckets of others that inputs may be read from by `s3://` URL. Their own policies and keys have
 * to let the role in, too.
 */
export class OutsideBuckets {
  readonly #places: readonly string[];

  constructor({ fetchBuckets }: Pick<Configuration, 'fetchBuckets'>) {
    this.#places = fetchBuckets;
  }

  /** Reads objects there. A variable cannot be empty, so `none` stands for no bucket. */
  grantRead(role: Role): Variables<'FETCH_BUCKETS'> {
    const objects = this.#places.map(parseBucketPlace).map(objectsAt);
    if (objects.length > 0) addWithWildcards(role, allow(['s3:GetObject'], objects), whyPatterns);
    return { FETCH_BUCKETS: this.#places.join(',') || 'none' };
  }
}

function objectsAt({ bucket, prefix }: ReturnType<typeof parseBucketPlace>): string {
  return `arn:${Aws.PARTITION}:s3:::${bucket}/${prefix}*`;
}
