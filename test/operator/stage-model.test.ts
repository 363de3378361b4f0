import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { objectKeys, parseBaseModelManifest } from '../../core/records/object-keys.ts';
import { S3Objects } from '../../lambda/objects/s3-objects.ts';
import { BucketStore } from '../../operator/staging/bucket-store.ts';
import { assertListed, stageModel } from '../../operator/staging/stage-model.ts';
import type { FakeAws } from '../wire/fake-aws.ts';
import { maxAttempts } from '../wire/clients.ts';
import { FakeAws as Account } from '../wire/fake-aws.ts';
import type { Fault } from '../wire/protocol/faults.ts';
import { transientFaults } from '../wire/protocol/faults.ts';
import { folderWith, safetensors, smallModel } from './model-files.ts';
import { bucket, clientsOn } from './operator-account.ts';

const hubId = 'microsoft/resnet-50';
const prefix = 'base-models/microsoft/resnet-50/';
const manifestKey = objectKeys.baseModelManifest(hubId);
const whole = Object.fromEntries(
  Object.entries(smallModel).map(([name, content]) => [prefix + name, content.length]),
);

describe('staging a base model', () => {
  let aws: FakeAws;
  let folder: string;

  beforeEach(() => {
    aws = new Account();
    folder = folderWith(smallModel);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const objects = () => new S3Objects({ client: clientsOn(aws).s3, bucket });
  const stage = (options: { partBytes?: number } = {}) => {
    const store = new BucketStore({ client: clientsOn(aws).s3, bucket, ...options });
    const place = { objects: objects(), store, say: () => undefined };
    return stageModel({ baseModelId: hubId, folder }, place);
  };
  const filesThere = () => {
    const { [manifestKey]: manifest, ...files } = aws.s3.dump(bucket);
    return { isStaged: manifest !== undefined, files };
  };
  const fail = (operation: string, fault: Fault, times = maxAttempts) => {
    for (let n = 0; n < times; n += 1) aws.faultOnce('s3', operation, fault);
  };

  test('every file lies under the key that jobs read, the manifest names them', async () => {
    expect(await stage()).toEqual(Object.keys(smallModel).sort());

    expect(filesThere()).toEqual({ isStaged: true, files: whole });
    const manifest = JSON.parse(Buffer.from((await objects().get(manifestKey)) ?? []).toString());
    const digest = createHash('sha256').update(smallModel['model.safetensors']).digest('hex');
    expect(manifest).toMatchObject({ schemaVersion: 1, hubId });
    expect(manifest.files[1]).toEqual({
      name: 'model.safetensors',
      size: smallModel['model.safetensors'].length,
      sha256: digest,
    });
  });

  test('the manifest is written last', async () => {
    await stage();

    const writes = aws.calls
      .map(({ operation }) => operation)
      .filter((o) => !/^(Head|List)/.test(o));
    expect(writes.at(-1)).toBe('PutObject');
    expect(aws.count('s3', 'PutObject')).toBe(1);
  });

  test('a large file goes in parts and arrives whole', async () => {
    await stage({ partBytes: 16 });

    expect(Buffer.from((await objects().get(`${prefix}model.safetensors`)) ?? [])).toEqual(
      smallModel['model.safetensors'],
    );
    expect(aws.count('s3', 'UploadPart')).toBeGreaterThan(10);
    expect(aws.s3.openUploads).toBe(0);
  });

  test('run again, it changes nothing', async () => {
    await stage();
    const before = aws.calls.length;

    expect(await stage()).toEqual([]);

    const operations = aws.calls.slice(before).map(({ operation }) => operation);
    expect(new Set(operations)).toEqual(new Set(['ListObjectsV2', 'HeadObject', 'GetObject']));
  });

  test('a run that broke off leaves no manifest and no parts; the next goes on where it was', async () => {
    aws.faultOnce('s3', 'UploadPart', 'duplicate');
    fail('UploadPart', 'access-denied', 1);

    await expect(stage()).rejects.toMatchObject({ name: 'AccessDenied' });

    expect(filesThere()).toEqual({ isStaged: false, files: { [`${prefix}config.json`]: 23 } });
    expect(aws.s3.openUploads).toBe(0);
    expect(await stage()).toEqual(['model.safetensors', 'preprocessor_config.json']);
    expect(filesThere()).toEqual({ isStaged: true, files: whole });
  });

  test('another revision takes the place of the first, and nothing of it stays', async () => {
    await stage();
    rmSync(join(folder, 'preprocessor_config.json'));
    writeFileSync(join(folder, 'model.safetensors'), safetensors(100, 1));

    expect(await stage()).toEqual(['model.safetensors']);

    const { isStaged, files } = filesThere();
    expect(isStaged).toBe(true);
    expect(Object.keys(files)).toEqual([`${prefix}config.json`, `${prefix}model.safetensors`]);
  });

  test('while a revision is replaced, the model counts as not staged', async () => {
    await stage();
    writeFileSync(join(folder, 'model.safetensors'), safetensors(100, 1));
    fail('CreateMultipartUpload', 'access-denied', 1);

    await expect(stage()).rejects.toMatchObject({ name: 'AccessDenied' });

    expect(filesThere().isStaged).toBe(false);
  });

  test('the same size with other bytes is not the same file', async () => {
    aws.s3.plant(bucket, `${prefix}config.json`, ' '.repeat(23));

    expect(await stage()).toContain('config.json');
  });

  const calls = [
    'ListObjectsV2',
    'DeleteObject',
    'CreateMultipartUpload',
    'UploadPart',
    'CompleteMultipartUpload',
    'PutObject',
  ];

  test.each(calls)('%s: what passes is tried again', async (operation) => {
    for (const fault of [...transientFaults, 'duplicate'] as Fault[]) {
      aws = new Account();
      aws.faultOnce('s3', operation, fault);

      await stage();

      expect(filesThere()).toEqual({ isStaged: true, files: whole });
      expect(aws.faultsLeft).toEqual([]);
    }
  });

  test.each(calls)('%s: its answer is lost', async (operation) => {
    aws.faultOnce('s3', operation, 'committed-reply-lost');

    await stage();

    expect(filesThere()).toEqual({ isStaged: true, files: whole });
  });

  test.each(calls)('%s denied: an error, never staged by half', async (operation) => {
    fail(operation, 'access-denied', 1);

    await expect(stage()).rejects.toMatchObject({ name: 'AccessDenied' });

    expect(filesThere().isStaged).toBe(false);
    expect(aws.s3.openUploads).toBe(0);
  });

  test('an id that no template names is refused, with those that are', () => {
    expect(() => assertListed('microsoft/resnet-5O')).toThrow(
      expect.objectContaining({
        code: 'base-model-unlisted',
        message: expect.stringMatching(
          /Did you mean "microsoft\/resnet-50"\?.*google\/efficientnet/,
        ),
      }),
    );
    expect(() => assertListed('microsoft/resnet-50')).not.toThrow();
  });

  test('a pickle is refused before anything is asked of AWS', async () => {
    writeFileSync(join(folder, 'pytorch_model.bin'), 'x');

    await expect(stage()).rejects.toMatchObject({ code: 'base-model-invalid' });

    expect(aws.calls).toEqual([]);
  });
});

test.each(['bert-base-cased', 'microsoft/resnet-50'])('the key of %s says whose it is', (id) => {
  expect(parseBaseModelManifest(objectKeys.baseModelManifest(id))).toBe(id);
  expect(parseBaseModelManifest(`${objectKeys.baseModelPrefix(id)}config.json`)).toBeUndefined();
  expect(parseBaseModelManifest(`x/${objectKeys.baseModelManifest(id)}`)).toBeUndefined();
});
