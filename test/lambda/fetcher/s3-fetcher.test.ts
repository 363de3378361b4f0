import { maxContentBytes } from '../../../core/ports/fetcher.ts';
import { S3Fetcher } from '../../../lambda/fetcher/s3-fetcher.ts';
import { parseBucketPlace } from '../../../net/bucket-place.ts';
import { NoBuckets } from '../../../local/objects/no-buckets.ts';
import { later } from '../../net/web.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';

const aws = new FakeAws();
const fetcher = new S3Fetcher({
  client: fakeClients(aws).s3,
  places: ['photos', 'archive/2026/', 'artifacts'].map(parseBucketPlace),
  ownBucket: 'artifacts',
});
const fetchNow = (url: string) => fetcher.fetch(url, later());
const reasonFor = async (url: string) => (await fetchNow(url)) as { reason: string };

beforeAll(() => {
  for (const bucket of ['photos', 'archive', 'artifacts', 'others'])
    for (const key of ['a b/1é.png', '2026/1.png', '20260/1.png'])
      aws.s3.plant(bucket, key, `${bucket} ${key}`);
});

test.each([
  ['s3://photos/a b/1é.png', 'photos a b/1é.png'],
  ['s3://archive/2026/1.png', 'archive 2026/1.png'],
])('%s is read', async (url, content) => {
  const fetched = (await fetchNow(url)) as { bytes: Uint8Array };

  expect(Buffer.from(fetched.bytes).toString()).toBe(content);
});

test.each([
  's3://others/2026/1.png',
  's3://archive/20260/1.png',
  's3://archive/a b/1é.png',
  's3://artifacts/2026/1.png',
  'S3://photos/2026/1.png',
  's3://photos',
  's3://photos/',
  's3:///2026/1.png',
  's3://archive/2026/../a b/1é.png',
  's3://archive/2026/./1.png',
])('%s is not read, and S3 is not asked', async (url) => {
  const before = aws.calls.length;

  const { reason } = await reasonFor(url);

  expect(reason).toMatch(/ was not fetched: it is (not a valid s3:|not among the buckets)/);
  expect(aws.calls.length).toBe(before);
});

test('what is not allowed names the setting', async () => {
  expect(await reasonFor('s3://others/1.png')).toEqual({
    reason:
      "'s3://others/1.png' was not fetched: it is not among the buckets that are read from; whoever runs this service can name it in fetchBuckets of deeptune.config.json",
  });
});

test('an absent object, and one that the role may not read, are reasons', async () => {
  expect((await reasonFor('s3://photos/none.png')).reason).toMatch(/: it does not exist$/);

  aws.faultOnce('s3', 'GetObject', 'access-denied');

  const { reason } = await reasonFor('s3://photos/2026/1.png');
  expect(reason).toMatch(/: it does not exist, or the service's role may not read it or its key$/);
});

test('what is larger than an input may be is a reason', async () => {
  aws.s3.plant('photos', 'large', 'x'.repeat(maxContentBytes + 1));

  expect((await reasonFor('s3://photos/large')).reason).toMatch(/larger than 20000000 bytes$/);
});

test('what is late is a reason', async () => {
  const past = new Date(Date.now() - 1).toISOString();

  expect(await fetcher.fetch('s3://photos/2026/1.png', past)).toEqual({
    reason: expect.stringMatching(/not there in time, .*; give fewer in one request$/),
  });
});

test('the laptop host says what to do instead', async () => {
  expect(await new NoBuckets().fetch('s3://photos/1.png')).toEqual({
    reason: expect.stringMatching(/npm run import -- --from s3:\/\/…` reads them with your own/),
  });
});
