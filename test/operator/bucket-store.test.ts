import { S3Objects } from '../../lambda/objects/s3-objects.ts';
import { BucketStore } from '../../operator/staging/bucket-store.ts';
import { describeStagingStore } from '../contract/staging-store.contract.ts';
import { FakeAws } from '../wire/fake-aws.ts';
import { bucket, clientsOn } from './operator-account.ts';

describeStagingStore('BucketStore', () => {
  const place = { client: clientsOn(new FakeAws()).s3, bucket };
  return { store: new BucketStore(place), objects: new S3Objects(place) };
});
