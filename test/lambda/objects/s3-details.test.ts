import { isError } from '../../../core/errors.ts';
import { awsClients } from '../../../lambda/aws/aws-clients.ts';
import { S3Objects } from '../../../lambda/objects/s3-objects.ts';
import { rejection } from '../../contract/wait.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';
import { faultKinds } from '../../wire/protocol/faults.ts';
import type { WireRequest } from '../../wire/protocol/wire.ts';
import { headerOf, WireError } from '../../wire/protocol/wire.ts';

const bucket = 'deeptune-data';
const objectsOn = (fake: FakeAws) => new S3Objects({ client: fakeClients(fake).s3, bucket });
const bytes = Buffer.from('0123456789');

/** Every request that reached the fake. */
function listenTo(fake: FakeAws): WireRequest[] {
  const seen: WireRequest[] = [];
  const handle = fake.handle.bind(fake);
  fake.handle = (request) => {
    seen.push(request);
    return handle(request);
  };
  return seen;
}

test('a range that begins behind the end is empty', async () => {
  const objects = objectsOn(new FakeAws());
  await objects.put('a', bytes);
  await objects.put('empty', new Uint8Array());

  expect(await objects.get('a', { start: 10, end: 20 })).toHaveLength(0);
  expect(await objects.get('empty', { start: 0, end: 20 })).toHaveLength(0);
});

describe('conditional puts that overlap', () => {
  const conflict = new WireError('ConditionalRequestConflict', 'conflict', 409);

  test('are asked again', async () => {
    const fake = new FakeAws();
    for (let n = 0; n < 4; n++) fake.faultOnce('s3', 'PutObject', conflict);

    expect(await objectsOn(fake).put('a', bytes, { ifAbsent: true })).toBe('written');
  });

  test('but not for ever', async () => {
    const fake = new FakeAws();
    for (let n = 0; n < 5; n++) fake.faultOnce('s3', 'PutObject', conflict);

    const error = await rejection(objectsOn(fake).put('a', bytes, { ifAbsent: true }));

    expect(error).toMatchObject({ name: 'ConditionalRequestConflict' });
    expect(fake.s3.dump(bucket)).toEqual({});
  });
});

describe('encryption', () => {
  test('with a key, what is put and copied names it', async () => {
    const fake = new FakeAws();
    const seen = listenTo(fake);
    const objects = new S3Objects({ client: fakeClients(fake).s3, bucket, kmsKeyId: 'key-1' });

    await objects.put('a', bytes, { contentType: 'text/plain' });
    await objects.copy('a', 'b');

    for (const request of seen) {
      expect(headerOf(request, 'x-amz-server-side-encryption')).toBe('aws:kms');
      expect(headerOf(request, 'x-amz-server-side-encryption-aws-kms-key-id')).toBe('key-1');
    }
    expect(headerOf(seen[0] as WireRequest, 'content-type')).toBe('text/plain');
  });

  test('without a key, the bucket decides', async () => {
    const fake = new FakeAws();
    const seen = listenTo(fake);

    await objectsOn(fake).put('a', bytes);

    expect(headerOf(seen[0] as WireRequest, 'x-amz-server-side-encryption')).toBeUndefined();
  });
});

describe('copies of more than S3 takes at once', () => {
  test('go in parts and arrive whole', async () => {
    const fake = new FakeAws();
    const objects = objectsOn(fake);
    fake.s3.copyLimit = 4;
    await objects.put('a', bytes);

    await objects.copy('a', 'b');

    expect(Buffer.from((await objects.get('b')) ?? [])).toEqual(bytes);
    expect(fake.s3.openUploads).toBe(0);
  });

  test('that fail leave nothing behind', async () => {
    const fake = new FakeAws();
    const objects = objectsOn(fake);
    fake.s3.copyLimit = 4;
    await objects.put('a', bytes);
    fake.faultOnce('s3', 'UploadPartCopy', 'access-denied');

    expect(await rejection(objects.copy('a', 'b'))).toMatchObject({ name: 'AccessDenied' });

    expect(fake.s3.openUploads).toBe(0);
    expect(await objects.head('b')).toBeUndefined();
  });

  test.each(faultKinds)('that fail say why, also where tidying up meets %s', async (fault) => {
    const fake = new FakeAws();
    const objects = objectsOn(fake);
    fake.s3.copyLimit = 4;
    await objects.put('a', bytes);
    fake.faultOnce('s3', 'UploadPartCopy', 'access-denied');
    fake.faultOnce('s3', 'AbortMultipartUpload', fault);

    expect(await rejection(objects.copy('a', 'b'))).toMatchObject({ name: 'AccessDenied' });

    expect(fake.faultsLeft).toEqual([]);
    expect(await objects.head('b')).toBeUndefined();
    // Parts that stay are no object, and the bucket's lifecycle rule removes them.
    expect(fake.s3.openUploads).toBe(fault === 'access-denied' ? 1 : 0);
  });

  test('of an absent object are does-not-exist', async () => {
    const fake = new FakeAws();
    fake.faultOnce('s3', 'CopyObject', new WireError('InvalidRequest', 'too large'));

    expect(isError(await rejection(objectsOn(fake).copy('a', 'b')), 'doesNotExist')).toBe(true);
  });
});

test.each([
  [{}, `${bucket}.s3.eu-central-1.amazonaws.com`, '/a'],
  [{ AWS_ENDPOINT_URL: 'x' }, 's3.eu-central-1.amazonaws.com', `/${bucket}/a`],
  [{ AWS_ENDPOINT_URL_S3: 'x' }, 's3.eu-central-1.amazonaws.com', `/${bucket}/a`],
])('with %j the bucket is named in %s%s', async (environment, hostname, path) => {
  const fake = new FakeAws();
  const seen = listenTo(fake);
  const credentials = { accessKeyId: 'a', secretAccessKey: 's' };
  const region = 'eu-central-1';
  const { s3 } = awsClients(environment, { requestHandler: fake, credentials, region });
  const objects = new S3Objects({ client: s3, bucket });

  await objects.put('a', bytes);

  expect(seen[0]).toMatchObject({ hostname, path });
  expect(fake.s3.dump(bucket)).toEqual({ a: 10 });
});
