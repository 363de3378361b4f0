import { objectKeys } from '../../../core/records/object-keys.ts';
import { eachObject } from '../../../core/records/each-object.ts';
import type { SettledVersion } from '../../../core/model/model-version.ts';
import { deleteSuperseded } from '../../../core/model/superseded.ts';
import type { AwsHost } from '../../../lambda/compose.ts';
import { Account, scope } from '../../lambda/account.ts';
import { WireError } from '../../wire/protocol/wire.ts';

const id = '0123456789abcdef0123456789abcdef';
const prefix = objectKeys.checkpointPrefix(scope, id);

describe('what is left of the checkpoints of a settled version', () => {
  let account: Account;
  let host: AwsHost;
  beforeEach(() => {
    account = new Account({ runsWorkflow: false });
    host = account.host('api');
  });
  afterEach(() => account.close());

  const put = (name: string, text: string) =>
    host.objects.put(prefix + name, new TextEncoder().encode(text));

  /** A folder as the trainer publishes it: its manifest last, here with one file. */
  async function checkpoint(folder: string, trainedSeconds: number, isWhole = true) {
    await put(`${folder}/model.safetensors`, 'weights');
    const files = [{ name: 'model.safetensors', bytes: isWhole ? 7 : 8, sha256: '' }];
    await put(`${folder}/manifest.json`, JSON.stringify({ files, trainedSeconds }));
  }

  const clean = (status: SettledVersion['status']) =>
    deleteSuperseded({ id, scope, status } as SettledVersion, host.objects);

  async function foldersLeft(): Promise<string[]> {
    const names = new Set<string>();
    for await (const { key } of eachObject(host.objects, prefix))
      names.add(key.slice(prefix.length).split('/')[0] ?? '');
    return [...names];
  }

  beforeEach(async () => {
    await put('progress.jsonl', '{}\n');
    await put('training.log', 'done\n');
    await checkpoint('checkpoint-10', 10);
    await checkpoint('checkpoint-20', 20);
    await put('writing-checkpoint-30/model.safetensors', 'wei');
    await put('writing-export/model.safetensors', 'weights');
  });

  test('a trained version keeps its export, the log and the curve', async () => {
    await checkpoint('export', 20);

    expect(await clean('trained')).toBe(6);
    expect(await foldersLeft()).toEqual(['export', 'progress.jsonl', 'training.log']);
  });

  test('a stopped version keeps its export, which children and predictions read', async () => {
    await checkpoint('export', 20);

    await clean('stopped');

    expect(await foldersLeft()).toEqual(['export', 'progress.jsonl', 'training.log']);
  });

  test.each(['stopped', 'failed'] as const)(
    'a %s version without an export keeps its newest whole checkpoint',
    async (status) => {
      await checkpoint('checkpoint-30', 30, false);

      await clean(status);

      expect(await foldersLeft()).toEqual(['checkpoint-20', 'progress.jsonl', 'training.log']);
    },
  );

  test('a checkpoint that is newer than the export of an earlier attempt stays beside it', async () => {
    await checkpoint('export', 10);

    await clean('failed');

    expect(await foldersLeft()).toEqual([
      'checkpoint-20',
      'export',
      'progress.jsonl',
      'training.log',
    ]);
  });

  test('an export that is not whole, as a mirror that lags behind leaves it, is not touched', async () => {
    await checkpoint('export', 20, false);

    await clean('failed');

    expect(await foldersLeft()).toContain('export');
    expect(await foldersLeft()).toContain('checkpoint-20');
  });

  test('again, and after it broke off, it deletes what is left', async () => {
    await checkpoint('export', 20);
    account.aws.faultOnce('s3', 'DeleteObject', new WireError('AccessDenied', 'no', 403));

    await expect(clean('trained')).rejects.toThrow();
    await clean('trained');

    expect(await foldersLeft()).toEqual(['export', 'progress.jsonl', 'training.log']);
    expect(await clean('trained')).toBe(0);
  });

  test('another version is not touched', async () => {
    const other = objectKeys.checkpointPrefix(scope, `${id.slice(0, -1)}0`);
    await host.objects.put(`${other}checkpoint-1/manifest.json`, new Uint8Array());
    await checkpoint('export', 20);

    await clean('trained');

    expect(await host.objects.head(`${other}checkpoint-1/manifest.json`)).toBeDefined();
  });
});
