import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { keys } from '../../../core/records/keys.ts';
import { filesUnder } from '../../../local/file-system.ts';
import { deleteLeftovers } from '../../../local/data-folder/leftovers.ts';
import { deleteUnfinished, unfinishedName } from '../../../local/objects/unfinished.ts';
import { SqliteTable } from '../../../local/table/sqlite-table.ts';

let root: string;
let table: SqliteTable;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deeptune-leftovers-'));
  table = new SqliteTable(':memory:');
});
afterEach(() => {
  table.close();
  rmSync(root, { recursive: true });
});

function write(name: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), 'x');
}

const scope = { userId: 'u', appId: 'a' };
const put = (key: { pk: string; sk: string }, data: object): Promise<void> =>
  table.write([{ put: { ...key, data: data as never } }]);

test('what no record stands for goes, with the folders of its jobs, and nothing else', async () => {
  const app = 'objects/users/u/apps/a';
  const kept = [
    `${app}/versions/v1/checkpoints/export/model.safetensors`,
    `${app}/datasets/d/versions/dv1/manifest.jsonl`,
    `${app}/files/f1`,
    `${app}/jobs/j1/checkpoints/export/predictions.jsonl`,
    'objects/users/u/objects/0123',
    'objects/uploads/u/a/upload',
    'objects/base-models/x/deeptune-manifest.json',
    'jobs/ft-v1-a1/told.json',
    'jobs/ft-v3-a1/output.log',
  ];
  const gone = [
    `${app}/versions/v2/checkpoints/export/model.safetensors`,
    `${app}/versions/v2/output/model.tar.gz`,
    `${app}/datasets/d/versions/dv2/manifest.jsonl`,
    `${app}/files/f2`,
    `${app}/jobs/j2/row-counts.json`,
    'objects/users/u/apps/deleted/versions/v9/checkpoints/x',
    'jobs/ft-v2-a1/told.json',
    'jobs/ft-v2-a1/model/model.safetensors',
  ];
  [...kept, ...gone].forEach(write);
  for (const [job, version] of [
    ['ft-v1-a1', 'v1'],
    ['ft-v2-a1', 'v2'],
    ['ft-v3-a1', 'v3'],
  ]) {
    // As one that was made before the data folder was moved.
    const target = join('/elsewhere', app, 'versions', version ?? '', 'checkpoints');
    symlinkSync(target, join(root, 'jobs', job ?? '', 'checkpoints'));
  }
  await put(keys.app(scope), { id: 'a' });
  await put(keys.model(scope, 'm'), { id: 'm' });
  await put(keys.version(scope, 'm', 'v1'), { id: 'v1', status: 'trained' });
  await put(keys.dataset(scope, 'd'), { id: 'd' });
  await put(keys.datasetVersion(scope, 'd', 'dv1'), { id: 'dv1' });
  await put(keys.file(scope, 'f1'), { id: 'f1' });
  await put(keys.batchPrediction(scope, 'p'), { id: 'p', job: { id: 'j1' } });
  const folders = { objects: join(root, 'objects'), jobs: join(root, 'jobs'), table };
  const now = Date.now() + 3_600_000;

  expect(await deleteLeftovers(folders, { now: Date.now(), grace: 60_000 })).toBe(0);
  expect(await deleteLeftovers(folders, { now, grace: 60_000 })).toBe(6);

  expect((await filesUnder(root)).sort()).toEqual([...kept].sort());
  expect(existsSync(join(root, 'objects/users/u/apps/deleted'))).toBe(false);
});

test('what killed processes were writing goes at once; what lives keeps what it writes', async () => {
  const dead = execFileSync(process.execPath, [
    '-e',
    `import('${join(__dirname, '../../../local/objects/unfinished.ts')}').then((m) => console.log(m.unfinishedName()))`,
  ])
    .toString()
    .trim();
  const own = unfinishedName();
  const old = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
  for (const name of [dead, own, old]) write(`~unfinished/${name}`);

  expect(await deleteUnfinished(root, Date.now())).toBe(2);
  expect(readdirSync(join(root, '~unfinished'))).toEqual([own]);
  expect(await deleteUnfinished(root, Date.now() + 25 * 3_600_000)).toBe(1);
});
