import type { JsonObject } from '../../../core/json.ts';
import { versionWrite } from '../../../core/model/version-store.ts';
import type { ModelVersion } from '../../../core/model/model-version.ts';
import { objectKeys } from '../../../core/records/object-keys.ts';
import { ProgressWatch, progressEvent } from '../../../local/events/progress-watch.ts';
import { Account, scope } from '../../lambda/account.ts';
import { until } from '../../until.ts';

const account = new Account({ runsWorkflow: false });
afterAll(() => account.close());

test('each line of an open job is told once, whole, from when the watch began', async () => {
  const deps = account.host('reconcile');
  const told: JsonObject[] = [];
  const errors: unknown[] = [];
  const watch = new ProgressWatch({
    deps,
    onLine: (ids, point) => told.push(progressEvent(ids, point)),
    onError: (error) => errors.push(error),
    milliseconds: 5,
  });
  const version = { id: 'v1', modelId: 'm', scope, status: 'training', createdAt: 'now' };
  await deps.table.write([versionWrite(version as unknown as ModelVersion)]);
  const lines: string[] = [];
  const write = (...more: string[]) => {
    lines.push(...more);
    const key = `${objectKeys.checkpointPrefix(scope, 'v1')}progress.jsonl`;
    return deps.objects.put(key, new TextEncoder().encode(lines.join('')));
  };
  const steps = () => told.map(({ progress }) => (progress as JsonObject)['step']);
  const areTold = (count: number) =>
    until(2, () => Promise.resolve(told.length >= count || undefined));

  await write('{"step":1}\n');
  watch.start();
  await watch.hasLooked();
  await write('{"step":2}\n', '{"step":3');
  await areTold(1);
  expect(steps()).toEqual([2]);
  await write(',"loss":0.5}\n', '{"step":4}\n');
  await areTold(3);
  // A new attempt drops what lies behind its checkpoint, and goes on.
  lines.splice(0, lines.length, '{"step":1}\n');
  await write();
  await watch.hasLooked();
  await write('{"step":2}\n');
  await areTold(4);
  // The last line of a job that ends is told too.
  await write('{"step":9}\n');
  await deps.table.write([
    versionWrite({ ...version, status: 'trained' } as unknown as ModelVersion, 1),
  ]);
  await areTold(5);
  await watch.close();

  expect(steps()).toEqual([2, 3, 4, 2, 9]);
  expect(told[1]).toEqual({
    ...{ kind: 'train', id: 'v1', app_id: 'lab', model_id: 'm', model_version_id: 'v1' },
    progress: { step: 3, loss: 0.5 },
  });
  expect(errors).toEqual([]);
});
