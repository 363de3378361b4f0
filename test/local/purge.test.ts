import { createHash, randomBytes, randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { addInputs } from '../../core/dataset/input/add-inputs.ts';
import { createDatasetVersion } from '../../core/dataset/version/create-dataset-version.ts';
import { purgeInputs } from '../../core/deletion/purge/purge-inputs.ts';
import type { PurgeUses } from '../../core/deletion/purge/purge-inputs.ts';
import { keys } from '../../core/records/keys.ts';
import { objectKeys } from '../../core/records/object-keys.ts';
import { NoBuckets } from '../../local/objects/no-buckets.ts';
import { ProcessTrainingJobs } from '../../local/jobs/process-training-jobs.ts';
import { FileObjects } from '../../local/objects/file-objects.ts';
import { openDatabase } from '../../local/table/sqlite-database.ts';
import { ThreadedTable } from '../../local/table/threaded-table.ts';

const scope = { userId: 'local', appId: 'main' };
const secret = 'Lovelace lives in 17 Secret Street';
/** A PNG of one pixel. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

describe("a purge on the laptop host's folder", () => {
  let folder: string;
  let database: DatabaseSync;
  let table: ThreadedTable;
  let deps: PurgeUses & Parameters<typeof addInputs>[2];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'purge-'));
    database = openDatabase(join(folder, 'deeptune.sqlite'));
    const now = () => new Date().toISOString();
    const objects = new FileObjects({
      root: join(folder, 'objects'),
      baseUrl: 'http://127.0.0.1',
      signingKey: 'x'.repeat(32),
      now,
    });
    const jobs = new ProcessTrainingJobs({
      root: join(folder, 'jobs'),
      objects,
      python: 'python',
      trainer: 'train.py',
      now,
    });
    table = new ThreadedTable(join(folder, 'deeptune.sqlite'), database);
    deps = {
      table,
      objects,
      jobs,
      settings: { host: 'laptop' } as PurgeUses['settings'],
      fetcher: new NoBuckets(),
      now,
      newId: () => randomUUID().replaceAll('-', ''),
      sha256: (data) => createHash('sha256').update(data).digest('hex'),
      newSha256: () => {
        const hash = createHash('sha256');
        return { update: (data) => void hash.update(data), digest: () => hash.digest('hex') };
      },
    };
  });
  afterEach(async () => {
    await table.close();
    database.close();
    rmSync(folder, { recursive: true });
  });

  /** Files of the folder in which the bytes are. */
  function filesWith(bytes: Buffer): string[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => readFileSync(path).includes(bytes))
      .map((path) => path.slice(folder.length + 1));
  }

  test('leaves the bytes in no file: database and its log, objects, folders of jobs', async () => {
    const dataset = { id: 'people', description: '', createdAt: '', modifiedAt: '' };
    await deps.table.write([{ put: { ...keys.dataset(scope, 'people'), data: dataset } }]);
    const input = (id: string, content: object) => ({
      ...{ id, content, concepts: [{ id: 'one', name: 'one', value: 1 }], metadata: {} },
      datasetIds: ['people'],
    });
    const others = Array.from({ length: 200 }, (_, n) =>
      input(`other-${n}`, { kind: 'text', text: randomBytes(40).toString('hex') }),
    );
    const image = { kind: 'image', base64: picture.toString('base64') };
    const text = { kind: 'text', text: secret };
    const inputs = [...others, input('ada', text), input('portrait', image)];
    await addInputs(scope, inputs as Parameters<typeof addInputs>[1], deps);
    const tasks = { start: async () => undefined };
    const request = { datasetId: 'people', versionId: 'v1' };
    await createDatasetVersion(scope, request, { ...deps, tasks });
    const rows = objectKeys.trainPrefix(scope, 'model-version') + 'manifest.jsonl';
    await deps.objects.put(
      rows,
      Buffer.from(`{"id":"ada","text":"${secret}"}\n{"id":"other-1"}\n`),
    );
    const job = join(folder, 'jobs', 'ft-1-a1');
    mkdirSync(join(job, 'input', 'data', 'train'), { recursive: true });
    linkSync(join(folder, 'objects', rows), join(job, 'input', 'data', 'train', 'manifest.jsonl'));
    writeFileSync(join(job, 'exit.json'), '{}');
    expect(filesWith(Buffer.from(secret)).length).toBeGreaterThan(3);
    expect(filesWith(picture)).toHaveLength(1);

    await purgeInputs(scope, ['ada', 'portrait'], deps);

    expect(filesWith(Buffer.from(secret))).toEqual([]);
    expect(filesWith(picture)).toEqual([]);
    expect(filesWith(Buffer.from('other-1'))).not.toEqual([]);
  });
});
