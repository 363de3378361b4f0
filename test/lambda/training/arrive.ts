import { startTraining } from '../../../core/job/request/start-training.ts';
import { getVersion } from '../../../core/model/version-store.ts';
import { keys } from '../../../core/records/keys.ts';
import { until } from '../../until.ts';
import type { Account } from '../account.ts';
import { scope } from '../account.ts';
import { modelId, order } from '../reader.ts';

/** Starts a training, and waits until it runs or stands in the queue. @returns its version's id */
export async function arrive(account: Account): Promise<string> {
  const host = account.host('api');
  const { id } = await startTraining({ order, requestHash: 'r' }, host);
  const ref = { scope, modelId, versionId: id };
  await until(10, async () => {
    const isWaiting = await host.table.get(keys.queueEntry(scope.userId, id));
    return isWaiting || (await getVersion(host.table, ref)).value.status === 'training'
      ? true
      : undefined;
  });
  return id;
}
