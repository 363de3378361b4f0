import { addFile } from '../../../../core/api/openai/files/files.ts';
import { fineTunedModel } from '../../../../core/api/openai/jobs/fine-tuning-job.ts';
import { getJob, listJobs } from '../../../../core/api/openai/jobs/jobs.ts';
import { deleteModel, listModels } from '../../../../core/api/openai/models/models.ts';
import { parseJob } from '../../../../core/api/openai/jobs/job-request.ts';
import { createJob } from '../../../../core/api/openai/jobs/start-job.ts';
import { idsOf } from '../app-under-test.ts';
import { Lab } from '../lab.ts';

describe('models that jobs made', () => {
  const scope = { userId: 'tester', appId: 'lab' };
  const modelId = 'fine-tuned-Deeptune_Gpt_Small';
  let lab: Lab;

  beforeEach(async () => {
    lab = await Lab.open();
  });
  afterEach(() => lab.close());

  const start = async () => {
    const lines = Array.from({ length: 20 }, (_, n) => `{"prompt":"${n}","completion":"${n + 1}"}`);
    const bytes = new TextEncoder().encode(lines.join('\n'));
    const upload = { filename: 'pairs.jsonl', purpose: 'fine-tune', bytes };
    const file = await addFile(scope, upload, lab.deps);
    const request = parseJob({ model: 'Deeptune_Gpt_Small', training_file: file.id });
    return createJob(scope, request, lab.deps);
  };
  const trained = async () => {
    const { job, version } = await start();
    await lab.settled(modelId, version.id);
    return { name: fineTunedModel(job), jobId: job.id, versionId: version.id };
  };
  const names = async () =>
    idsOf(await listModels(scope, lab.deps)).filter((id) => id.startsWith('ft:'));
  const jobIds = async () => (await listJobs(scope, lab.deps)).map(({ job }) => job.id);

  it('are listed once they are trained, and gone with their jobs once they are deleted', async () => {
    const [kept, gone] = [await trained(), await trained()];
    lab.account.container = () => undefined;
    const { job: unfinished } = await start();
    const before = await names();

    await deleteModel(scope, gone.name, lab.deps);

    expect(before.sort()).toEqual([kept.name, gone.name].sort());
    expect(await names()).toEqual([kept.name]);
    expect((await jobIds()).sort()).toEqual([kept.jobId, unfinished.id].sort());
    const { body } = await lab.get(`/models/${modelId}/versions/${gone.versionId}`);
    expect(body.status.code).toBe(21200);
    await expect(deleteModel(scope, gone.name, lab.deps)).rejects.toMatchObject({
      httpStatus: 404,
    });
    await expect(deleteModel(scope, fineTunedModel(unfinished), lab.deps)).rejects.toMatchObject({
      httpStatus: 404,
      param: 'model',
    });
  });

  it('do not keep the other jobs from being listed when their version is deleted over /v2', async () => {
    const [kept, gone] = [await trained(), await trained()];

    await lab.delete(`/models/${modelId}/versions/${gone.versionId}`);

    expect(await jobIds()).toEqual([kept.jobId]);
    await expect(getJob(scope, gone.jobId, lab.deps)).rejects.toMatchObject({ httpStatus: 404 });
  });
});
