import { S3Files } from '../../operator/import/s3-files.ts';
import { s3Origin } from '../../operator/import/s3-origin.ts';
import { fakeClients } from '../wire/clients.ts';
import { FakeAws } from '../wire/fake-aws.ts';

const pieceBytes = 8 * 1024 ** 2;
const aws = new FakeAws();
const client = fakeClients(aws).s3;
const files = new S3Files(client, 'data', 'set/');

async function all<T>(found: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of found) list.push(one);
  return list;
}

test('names come page by page, in order', async () => {
  const names = Array.from({ length: 2_005 }, (_, n) => String(n).padStart(5, '0'));
  for (const name of names) aws.s3.plant('data', `many/${name}`, 'x');

  expect(await all(new S3Files(client, 'data', 'many/').names())).toEqual(names);
  expect(aws.count('s3', 'ListObjectsV2')).toBe(3);
});

test.each([0, 1, pieceBytes, pieceBytes + 1, 2 * pieceBytes])(
  '%d bytes come piece by piece',
  async (size) => {
    const body = Buffer.alloc(size, 'abc');
    aws.s3.plant('data', 'set/file', body);

    const pieces = await all(files.stream('file'));

    expect(Buffer.concat(pieces).equals(body)).toBe(true);
    expect(pieces.every(({ length }) => length <= pieceBytes)).toBe(true);
  },
);

test('a file that changes while it is read ends the import', async () => {
  aws.s3.plant('data', 'set/file', Buffer.alloc(pieceBytes + 1));
  const pieces = files.stream('file');
  await pieces.next();

  aws.s3.plant('data', 'set/file', Buffer.alloc(pieceBytes + 2));

  await expect(pieces.next()).rejects.toMatchObject({ name: 'PreconditionFailed' });
});

test('a file that is not there is a reason, or the end', async () => {
  expect(await files.read('none', 9)).toEqual({
    reason: 'The object s3://data/set/none does not exist',
  });
  await expect(files.stream('none').next()).rejects.toMatchObject({ name: 'NoSuchKey' });
  expect(await files.has('none')).toBe(false);
});

test('what an address names: an object among its neighbours, or what lies below', async () => {
  for (const key of ['top.csv', 'a/rows.csv', 'a/1.png', 'ab/2.png'])
    aws.s3.plant('home', key, 'x');
  const found = async (from: string) => {
    const { files: at, file } = await s3Origin(client, from);
    return [at.place, file, await all(at.names())];
  };

  expect(await found('s3://home/a/rows.csv')).toEqual([
    's3://home/a/',
    'rows.csv',
    ['1.png', 'rows.csv'],
  ]);
  for (const from of ['s3://home/a', 's3://home/a/'])
    expect(await found(from)).toEqual(['s3://home/a/', undefined, ['1.png', 'rows.csv']]);
  for (const from of ['s3://home', 's3://home/'])
    expect((await found(from))[2]).toEqual(['a/1.png', 'a/rows.csv', 'ab/2.png', 'top.csv']);
  await expect(s3Origin(client, 's3://home/abc')).rejects.toThrow(
    /'s3:\/\/home\/abc' does not exist/,
  );
  await expect(s3Origin(client, 's3://')).rejects.toThrow(/is not s3:\/\/bucket/);
});
