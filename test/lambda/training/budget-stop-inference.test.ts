import { keys } from '../../../core/records/keys.ts';
import { scope } from '../account.ts';
import { modelArtifactLab } from './inference-lab.ts';
import type { InferenceLab } from './inference-lab.ts';

describe.each(['evaluate', 'predict'] as const)('a job of the kind %s', (kind) => {
  let lab: InferenceLab;
  beforeEach(async () => {
    lab = await modelArtifactLab();
  });
  afterEach(() => lab.account.close());

  const limitTo = (monthMicros: number) =>
    lab.lab.must('PUT', '/v2/users/me/billing/budgets', {
      budget: { level: 'model', appId: scope.appId, modelId: 'reader', monthMicros },
    });
  const recordOf = (id: string) => {
    const key = kind === 'evaluate' ? keys.evaluation(scope, id) : keys.batchPrediction(scope, id);
    return lab.account.host('api').table.get(key);
  };

  test('that a budget stopped is started once more when it is raised, and says both', async () => {
    const { jobId, id } = await lab.start(kind);
    await lab.startedJob(jobId);

    const { stopped } = await limitTo(1);

    expect(stopped).toEqual([jobId]);
    const ended = await lab.ended(jobId);
    expect(ended).toMatchObject({
      status: 'stopped',
      stopReason: { code: 'budget-stopped', budgetId: `model:${scope.appId}:reader` },
    });

    const { resumed, isPending } = await limitTo(50_000_000);
    expect([resumed, isPending]).toEqual([[jobId], false]);
    const again = await recordOf(`resumed-${jobId.slice(0, 24)}`);
    const before = await recordOf(id);
    const dataOf = (record: typeof again) =>
      kind === 'evaluate' ? record?.data['groundTruth'] : record?.data['dataset'];
    expect(dataOf(again)).toEqual(dataOf(before));
    await lab.startedJob((again?.data['job'] as { id: string }).id);
    expect((await limitTo(60_000_000)).resumed).toEqual([]);
  });
});
