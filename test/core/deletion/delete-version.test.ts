import { deleteVersion } from '../../../core/deletion/delete-version.ts';
import { startTraining } from '../../../core/job/request/start-training.ts';
import { objectKeys } from '../../../core/records/object-keys.ts';
import { scope } from '../../lambda/account.ts';
import { order } from '../../lambda/reader.ts';
import { StepsByHand } from '../../lambda/training/steps-by-hand.ts';

test.each([
  ['stay while a training that starts from it is open', true],
  ['go where none is', false],
])('the files of a deleted version %s', async (_, hasChild) => {
  const steps = await StepsByHand.make();
  await steps.ends(await steps.running(), {});
  await steps.verified();
  await steps.settle();
  const { ref } = steps;
  const host = steps.account.host('api');
  if (hasChild)
    await startTraining({ order: { ...order, resumeFrom: ref }, requestHash: 'child' }, host);

  await deleteVersion(ref, host);

  const manifest = `${objectKeys.exportPrefix(scope, ref.versionId)}manifest.json`;
  expect((await host.objects.head(manifest)) !== undefined).toBe(hasChild);
  await steps.account.close();
});
