import { createModel } from '../../../core/model/create-model.ts';
import { getModel, listVersions } from '../../../core/model/version-store.ts';
import { versionWrite } from '../../../core/model/version-store.ts';
import { startTraining } from '../../../core/job/request/start-training.ts';
import { deleteVersion } from '../../../core/deletion/delete-version.ts';
import type { Dependencies } from '../../../core/ports/host.ts';
import { keys } from '../../../core/records/keys.ts';
import { toData } from '../../../core/records/records.ts';
import { trainedVersion } from '../../bench/trained-version.ts';
import { Account, scope } from '../../lambda/account.ts';
import { makeReader, modelId, order } from '../../lambda/reader.ts';
import { hostWith } from '../api/app-under-test.ts';

const noon = '2026-11-25T12:00:00.000Z';

/** How the clock moves between two calls, milliseconds. */
const clocks = [
  ['stands still', 0],
  ['goes back', -3_600_000],
  ['goes forward', 1],
] as const;

let account: Account;
let host: Dependencies;
let time: number;
let step: number;

beforeEach(async () => {
  account = new Account({ runsWorkflow: false });
  const api = account.host('api');
  await makeReader(api);
  [time, step] = [Date.parse(noon), 0];
  host = hostWith(api, { now: () => new Date((time += step)).toISOString() });
});
afterEach(() => account.close());

const train = async (n: number) => {
  const { id } = await startTraining({ order, requestHash: `${n}`, idempotencyKey: `${n}` }, host);
  return id;
};
const listed = async () => (await listVersions(host.table, scope, modelId)).map(({ id }) => id);
const latest = async () => (await getModel(host.table, scope, modelId)).value.latestVersionId;

test.each(clocks)(
  'while the clock %s, versions are in the order of their creation',
  async (_, by) => {
    step = by;
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) ids.push(await train(n));

    expect(await listed()).toEqual(ids.toReversed());
    expect(await latest()).toBe(ids.at(-1));
  },
);

test('a version that is deleted gives neither its number nor its place to another', async () => {
  step = -1;
  const [first, second] = [await train(0), await train(1)];
  await deleteVersion({ scope, modelId, versionId: second }, host);
  expect(await latest()).toBe(first);

  const third = await train(2);

  expect(await latest()).toBe(third);
  const versions = await listVersions(host.table, scope, modelId);
  expect(versions.map(({ id, sequence }) => [id, sequence])).toEqual([
    [third, 3],
    [first, 1],
  ]);
});

test('two trainings that are asked for at once get two numbers', async () => {
  const ids = await Promise.all([train(0), train(1), train(2)]);

  const versions = await listVersions(host.table, scope, modelId);
  expect(versions.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
  expect(versions.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(await latest()).toBe(versions[0]?.id);
});

test('versions of an earlier release, made later by their clock, stay before the new ones', async () => {
  const old = [1, 2, 3].map((n) => `01a21293b60${n}${'f'.repeat(20)}`);
  const stored = old.map((id) => trainedVersion(scope, modelId, id, '2027-06-01T00:00:00.000Z'));
  await host.table.write(stored.map((version) => versionWrite(version)));
  const { value, rev } = await getModel(host.table, scope, modelId);
  const model = { ...value, latestVersionId: old[2] };
  await host.table.write([
    { put: { ...keys.model(scope, modelId), data: toData(model) }, if: { rev } },
  ]);

  const ids = [await train(0), await train(1)];

  expect(await listed()).toEqual([...ids.toReversed(), ...old.toReversed()]);
  for (const versionId of ids) await deleteVersion({ scope, modelId, versionId }, host);
  expect(await latest()).toBe(old[2]);
});

test('a model begins with version 1', async () => {
  const asked = {
    id: 'new',
    name: 'new',
    modelTypeId: 'text-classifier',
    description: '',
    notes: '',
    metadata: {},
    concepts: [],
  };

  const { model, version } = await createModel(scope, asked, host);

  expect([version.sequence, model.lastSequence, model.latestVersionId]).toEqual([1, 1, version.id]);
});
