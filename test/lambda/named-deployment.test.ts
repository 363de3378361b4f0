import { parseTrainingJobName } from '../../core/records/job-names.ts';
import { Lab } from '../core/api/lab.ts';

test('jobs and endpoints of a named deployment begin with its name, and its archives are found under theirs', async () => {
  const lab = await Lab.open(undefined, { variables: { NAME_PREFIX: 'team-a-ft-' } });
  lab.host(({ inputs }) => ({
    outputs: inputs.map(() => ({ concepts: [{ id: 'good', name: 'good', value: 1 }] })),
  }));
  await lab.addTexts('texts', 8);
  await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });

  const versionId = await lab.train('reader');
  const ask = () =>
    lab.post('/models/reader/outputs', { inputs: [{ data: { text: { raw: 'a' } } }] });
  await ask();
  const { status } = await ask();

  const { jobs, hosting } = lab.account.aws.sagemaker;
  const job = `team-a-ft-${versionId}-a1`;
  expect(jobs.all().map(({ request }) => request.TrainingJobName)).toEqual([job]);
  expect(parseTrainingJobName(job)).toEqual({ jobId: versionId, attempt: 1 });
  expect(status).toBe(200);
  expect([...hosting.endpoints.keys()]).toEqual([`team-a-ft-${versionId}`]);
  const { ModelDataUrl } = hosting.models.get(`team-a-ft-${versionId}`).PrimaryContainer;
  expect(ModelDataUrl).toMatch(new RegExp(`/output/${job}/output/model.tar.gz$`));
  await lab.close();
});
