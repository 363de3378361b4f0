import { listUsage } from '../../../core/billing/usage/usage-record.ts';
import { newestGradedEstimates } from '../../../core/estimate/graded/graded-estimate-store.ts';
import { periodOf } from '../../../core/records/keys.ts';
import type { TrainedVersion } from '../../../core/model/model-version.ts';
import { getVersion } from '../../../core/model/version-store.ts';
import { until } from '../../until.ts';
import { Account, scope } from '../account.ts';
import { makeReader, modelId, startReader } from '../reader.ts';

/** `bestEpoch` of a trainer's metrics. */
const bestEpoch = {
  epoch: 10,
  of: 10,
  epochsRun: 10,
  metric: 0.9,
  metricName: 'accuracy',
  validationCount: 120,
  stoppedEarly: false,
  note: null,
};
const ended = { ...bestEpoch, epoch: 4, epochsRun: 6, stoppedEarly: true };

describe('a training whose epochs are compared', () => {
  let account: Account;

  beforeEach(async () => {
    account = new Account();
    await makeReader(account.host('api'));
    account.container = async (job) => {
      await account.writeExport(job, 54);
      await account.endJob(job.request.TrainingJobName, { TrainingJobStatus: 'Completed' });
    };
  });
  afterEach(() => account.close());

  async function trained(metrics: object): Promise<TrainedVersion> {
    account.otherMetrics = { ...metrics };
    const { table } = account.host('api');
    const { id: versionId } = await startReader(account.host('api'));
    return until(10, async () => {
      const { value } = await getVersion(table, { scope, modelId, versionId });
      return value.status === 'trained' ? value : undefined;
    });
  }

  /** What its estimator learns from. */
  const graded = () => newestGradedEstimates(account.host('api').table, scope.userId);

  test('is paid for what ran, where it ended early', async () => {
    const version = await trained({ bestEpoch: ended });

    const { table } = account.host('api');
    expect(await listUsage(table, scope.userId, periodOf(version.createdAt))).toMatchObject([
      { durableSeconds: 54, billableSeconds: 54, amountMicros: 60_000 },
    ]);
  });

  // Ten epochs asked for.
  test.each([
    [
      'that ended early, the epochs that ran',
      { bestEpoch: ended },
      { epochs: 6, epochsRun: { planned: 10, patience: 5, run: 6 } },
    ],
    [
      'that ran all its epochs, these',
      { bestEpoch },
      { epochs: 10, epochsRun: { planned: 10, patience: 5, run: 10 } },
    ],
    [
      'without a validation part, nothing of early ends: there could be none',
      { bestEpoch: { ...bestEpoch, validationCount: 0 } },
      { epochs: 10 },
    ],
    ['of an earlier trainer, as ever', {}, { epochs: 10 }],
  ])('teaches the next estimate, of one %s', async (_, metrics, expected) => {
    await trained(metrics);

    const [only, ...others] = await graded();
    expect(others).toEqual([]);
    const { epochs, epochsRun } = only!;
    expect({ epochs, ...(epochsRun ? { epochsRun } : {}) }).toEqual(expected);
    const share = only!.done.phases.steps!.operations / only!.planned.phases.steps!.operations;
    expect(share).toBeCloseTo(expected.epochs / 10);
  });
});
