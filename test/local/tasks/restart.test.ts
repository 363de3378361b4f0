import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatasetVersion } from '../../../core/dataset/version/create-dataset-version.ts';
import {
  awaitFrozen,
  getDatasetVersion,
} from '../../../core/dataset/version/dataset-version-store.ts';
import type { Input } from '../../../core/dataset/record/input.ts';
import { keys } from '../../../core/records/keys.ts';
import { toData } from '../../../core/records/records.ts';
import { composeLocalHost } from '../../../local/compose.ts';
import { readSettings } from '../../../local/settings.ts';
import { until } from '../../until.ts';

const scope = { userId: 'local', appId: 'main' };
const count = 12_000;
const at = '2026-01-01T09:00:00.000Z';

const inputOf = (n: number): Input => ({
  id: `t${String(n).padStart(6, '0')}`,
  data: { kind: 'text', text: `text ${n}` },
  concepts: [],
  metadata: {},
  datasetIds: ['ds'],
  createdAt: at,
  modifiedAt: at,
});

test('a laptop that is closed while it freezes goes on at its next start, from where it was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'restart-'));
  const local = { ...readSettings({ DEEPTUNE_FOLDER: folder }), folder };
  const open = () =>
    composeLocalHost({
      local,
      baseUrl: 'http://127.0.0.1:1',
      root: process.cwd(),
      python: 'python3',
      device: { device: 'cpu', name: 'CPU' },
      log: () => undefined,
    });
  const first = open();
  for (let from = 0; from < count; from += 100)
    await first.deps.table.write(
      Array.from({ length: 100 }, (_, n) => inputOf(from + n)).map((input) => ({
        put: { ...keys.input(scope, input.id), data: toData(input) },
      })),
    );
  const request = { datasetId: 'ds', versionId: 'v' };
  const pending = await createDatasetVersion(scope, request, first.deps);
  await new Promise((resolve) => setImmediate(resolve));
  await first.close();

  const second = open();
  const left = await getDatasetVersion(scope, 'ds', 'v', second.deps);
  await second.resume();
  const ids = { datasetId: 'ds', datasetVersionId: 'v' };
  const ready = await until(20, async () => {
    const found = await awaitFrozen(scope, ids, second.deps);
    return found === 'pending' ? undefined : found;
  });
  await second.close();
  rmSync(folder, { recursive: true });

  expect(pending.state).toBe('pending');
  expect(left.freezing).toMatchObject({ isRead: false });
  expect(left.freezing?.parts).toHaveLength(1);
  expect(ready).toMatchObject({ inputCount: count });
});
