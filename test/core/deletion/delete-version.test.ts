import { deleteVersion, removeVersion } from '../../../core/deletion/delete-version.ts';
import { startTraining } from '../../../core/job/request/start-training.ts';
import { getModel, getVersion } from '../../../core/model/version-store.ts';
import { keys } from '../../../core/records/keys.ts';
import { jobKeys, objectKeys } from '../../../core/records/object-keys.ts';
import { readRecord, toData } from '../../../core/records/records.ts';
import { scope } from '../../lambda/account.ts';
import { order } from '../../lambda/reader.ts';
import { StepsByHand } from '../../lambda/training/steps-by-hand.ts';

async function trainedVersion(): Promise<StepsByHand> {
  const steps = await StepsByHand.make();
  await steps.ends(await steps.running(), {});
  await steps.verified();
  await steps.settle();
  return steps;
}

test('a version that an open training starts from is not deleted, and that training is named', async () => {
  const steps = await trainedVersion();
  const { ref } = steps;
  const host = steps.account.host('api');
  const child = await startTraining(
    { order: { ...order, resumeFrom: ref }, requestHash: 'child' },
    host,
  );

  await expect(deleteVersion(ref, host)).rejects.toMatchObject({
    code: 'version-in-use',
    message: expect.stringContaining(`'${child.id}' (queued)`),
  });

  expect(await host.objects.head(manifestOf(ref.versionId))).toBeDefined();
  expect((await getVersion(host.table, ref)).value.status).toBe('trained');
  await steps.account.close();
});

test('a version whose child waits for approval is not deleted; one that was held back hinders nobody', async () => {
  const steps = await trainedVersion();
  const { ref } = steps;
  const host = steps.account.host('api');
  const parent = await getVersion(host.table, ref);
  const childOf = (verdict: string) => ({
    ...parent.value,
    id: 'child',
    training: { ...('training' in parent.value ? parent.value.training : {}), parent: ref },
    gate: { verdict, at: '9999' },
  });
  const put = (verdict: string) =>
    host.table.write([
      {
        put: {
          ...keys.version(scope, ref.modelId, 'child'),
          data: toData(childOf(verdict)),
        },
      },
    ]);
  await put('await-approval');
  await expect(deleteVersion(ref, host)).rejects.toThrow("'child' (awaits approval)");

  await put('hold-back');
  await deleteVersion(ref, host);
  expect((await getModel(host.table, scope, ref.modelId)).value.promoted).toBeUndefined();
  await expect(getVersion(host.table, ref)).rejects.toThrow('does not exist');
  await steps.account.close();
});

test('children of an earlier release are left what their line learnt', async () => {
  const steps = await trainedVersion();
  const { ref } = steps;
  const host = steps.account.host('api');
  const parent = (await getVersion(host.table, ref)).value;
  if (!('training' in parent)) throw new Error('not trained');
  const child = { ...parent, id: 'child', training: { ...parent.training, parent: ref } };
  const put = { ...keys.version(scope, ref.modelId, 'child'), data: toData(child) };
  await host.table.write([{ put }]);
  await host.objects.delete(jobKeys.line(objectKeys.versionPrefix(scope, ref.versionId)));

  await deleteVersion(ref, host);

  const line = await host.objects.get(jobKeys.line(objectKeys.versionPrefix(scope, 'child')));
  const rows = new TextDecoder().decode(line).trim().split('\n');
  expect(rows.length).toBeGreaterThan(5);
  expect(JSON.parse(rows[0] ?? '')).toMatchObject({ since: ref.versionId });
  await steps.account.close();
});

test('of a model whose promoted version is deleted, the one before answers again', async () => {
  const steps = await trainedVersion();
  const { ref } = steps;
  const host = steps.account.host('api');
  const { modelId } = ref;
  const { value: model } = await getModel(host.table, scope, modelId);
  const first = (await getVersion(host.table, ref)).value;
  const put = (id: string, extra: object) => {
    const data = toData({ ...first, id, ...extra });
    return { put: { ...keys.version(scope, modelId, id), data } };
  };
  const move = (versionId: string, sequence: number) => ({
    put: { ...keys.promotion(scope, modelId, sequence), data: { versionId, sequence } },
  });
  await host.table.write([
    put('zz-held', { gate: { verdict: 'hold-back' } }),
    put('zz-second', {}),
    { ...move(ref.versionId, 1) },
    { ...move('zz-second', 2) },
    {
      put: {
        ...keys.model(scope, modelId),
        data: toData({ ...model, promoted: { versionId: 'zz-second', sequence: 2, at: '2026' } }),
      },
    },
  ]);

  await deleteVersion({ ...ref, versionId: 'zz-second' }, host);

  expect((await getModel(host.table, scope, modelId)).value.promoted).toMatchObject({
    ...{ versionId: ref.versionId, sequence: 3 },
  });
  expect((await readRecord(host.table, keys.promotion(scope, modelId, 3)))?.value).toMatchObject({
    ...{ cause: 'deleted', fromVersionId: 'zz-second' },
  });
  await steps.account.close();
});

test('the files of a deleted version go', async () => {
  const steps = await trainedVersion();
  const host = steps.account.host('api');

  await deleteVersion(steps.ref, host);

  expect(await host.objects.head(manifestOf(steps.ref.versionId))).toBeUndefined();
  await steps.account.close();
});

test('the files of a version whose model is deleted stay while a training of another model reads them', async () => {
  const steps = await trainedVersion();
  const { ref } = steps;
  const host = steps.account.host('api');
  await startTraining({ order: { ...order, resumeFrom: ref }, requestHash: 'child' }, host);

  await removeVersion(ref, host);

  expect(await host.objects.head(manifestOf(ref.versionId))).toBeDefined();
  await steps.account.close();
});

const manifestOf = (versionId: string) =>
  `${objectKeys.exportPrefix(scope, versionId)}manifest.json`;
