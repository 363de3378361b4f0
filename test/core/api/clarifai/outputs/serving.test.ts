import { trainingJobName } from '../../../../../core/records/job-names.ts';
import { objectKeys } from '../../../../../core/records/object-keys.ts';
import { scope } from '../../../../lambda/account.ts';
import type { Body } from '../../app-under-test.ts';
import { until } from '../../../../until.ts';
import { Lab } from '../../lab.ts';

/** 10.6 GB of weights: they fit an ml.g5.xlarge, and no serverless endpoint. */
const large = 'HF_GPTNeo_2p7b_lora';
const why =
  'This model cannot be predicted with here: its artifact has 10.6 GB and an endpoint holds 4.3 GB';
const artifactRoute = 'GET …/models/{model_id}/versions/{version_id}/exports';

describe('a model that no endpoint here can hold', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
    await lab.addTexts('texts', 3);
    await lab.post('/models', { model: { id: 'writer', model_type_id: 'text-to-text' } });
  });
  afterAll(() => lab.close());

  const asked = (template: string) => ({
    model_versions: [{ train_info: { params: { template, dataset_id: 'texts' } } }],
  });

  test('says so among the templates, and no other does', async () => {
    const { body } = await lab.get('/models/types/text-to-text');
    const options: Body[] = body.model_type.model_type_fields[0].model_type_enum_options;
    const about = (id: string) => options.find((option) => option.id === id).description;

    expect(about(large)).toContain(why);
    expect(about('HF_Llama_2_7b_chat_GPTQ_lora')).toContain('its artifact has 13.5 GB');
    expect(about('HF_GPTNeo_125m_lora')).not.toContain('cannot be predicted');
  });

  test('says so in the estimate', async () => {
    const estimate = async (template: string) => {
      const { body } = await lab.post('/models/writer/versions/estimates', {
        ...asked(template),
        estimated_input_count: 10,
      });
      return body.training_estimates[0];
    };

    expect(await estimate(large)).toMatchObject({
      predictable: false,
      notPredictable: expect.stringContaining(why),
    });
    const small = await estimate('HF_GPTNeo_125m_lora');
    expect([small.predictable, small.notPredictable]).toEqual([true, undefined]);
  });

  test('says so before it is trained, and while it is', async () => {
    const seen: Body[] = [];
    const train = lab.account.container;
    lab.account.container = async (job, account) => {
      const id = job.request.TrainingJobName.slice(3, 35);
      seen.push((await lab.get(`/models/writer/versions/${id}`)).body.model_version);
      await train(job, account);
    };

    const { body } = await lab.post('/models/writer/versions', asked(large));
    const { model_version: queued } = body.model;
    await lab.settled('writer', queued.id);

    expect(queued.status.code).toBe(21103);
    expect(queued.status.details).toContain(why);
    expect(queued.status.details).toContain(artifactRoute);
    expect(queued.metadata.deeptune).toMatchObject({
      predictable: false,
      notPredictable: expect.stringContaining(why),
    });
    expect(seen[0].status).toMatchObject({ code: 21101, details: expect.stringContaining(why) });
  });
});

/** From now on trainings leave an archive of so many bytes. */
function packsArtifact(lab: Lab, bytes: number): void {
  const train = lab.account.container;
  lab.account.container = async (job, account) => {
    const { TrainingJobName: name } = job.request;
    const key = objectKeys.archive(scope, name.slice(3, 35), name);
    await lab.deps.objects.put(key, new Uint8Array(bytes));
    await train(job, account);
  };
}

describe('the real size of the artifact', () => {
  let lab: Lab;
  let version: string;
  const settings = { maxServedBytes: 1_000 };

  beforeAll(async () => {
    lab = await Lab.open(undefined, { settings });
    await lab.addTexts('texts', 6);
    await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
    packsArtifact(lab, 1_001);
    version = await lab.train('reader');
  });
  afterAll(() => lab.close());

  const data = { inputs: [{ data: { text: { raw: 'good' } } }] };
  const refusal = {
    code: 21203,
    developer_notes: 'model-not-predictable',
    details: expect.stringContaining(artifactRoute),
  };

  test('a prediction is refused before anything is made for it, with the way to the artifact', async () => {
    const { status, body } = await lab.post('/models/reader/outputs', data);

    expect(status).toBe(400);
    expect(body.status).toMatchObject(refusal);
    expect(lab.account.aws.calls.map(({ operation }) => operation)).not.toContain('CreateModel');
    expect(lab.account.aws.calls.map(({ operation }) => operation)).not.toContain('InvokeEndpoint');
  });

  test('jobs need no endpoint: it is evaluated on another dataset, and predicts over one', async () => {
    await lab.addTexts('others', 6);
    const model = { id: 'reader', model_version: { id: version } };
    const dataset = { id: 'others' };

    const evaluated = await lab.post('/evaluations', {
      eval_metrics: [{ id: 'anew', model, ground_truth_dataset: dataset }],
    });
    const predicted = await lab.post(`/models/reader/versions/${version}/predictions`, {
      prediction: { dataset },
    });

    expect([evaluated.status, predicted.status]).toEqual([200, 200]);
    const one = `/models/reader/versions/${version}/predictions/${predicted.body.prediction.id}`;
    await until(5, async () => {
      const { prediction } = await lab.must('GET', one);
      const { eval_metrics: metrics } = await lab.must('GET', '/evaluations/anew');
      const isDone = prediction.job.status === 'completed' && metrics.status.code === 21300;
      return isDone ? true : undefined;
    });
  });

  test('the held-out metrics need no prediction', async () => {
    const { body } = await lab.get(`/models/reader/versions/${version}/metrics`);

    expect(body.model_version.metrics.status.code).toBe(21300);
  });

  test('the artifact is there by link', async () => {
    const { body } = await lab.get(`/models/reader/versions/${version}/exports`);

    expect(body.export).toMatchObject({ status: { code: 21500 }, size: '1001' });
    const { pathname } = new URL(body.export.url);
    expect(pathname).toContain(`${trainingJobName(version, 1)}/output/model.tar.gz`);
  });

  test('is kept with the version, which says what it means', async () => {
    const { body } = await lab.get(`/models/reader/versions/${version}`);

    expect(body.model_version.status).toMatchObject({
      code: 21100,
      details: expect.stringContaining('This model cannot be predicted with here'),
    });
    expect(body.model_version.metadata.deeptune).toMatchObject({
      predictable: false,
      settlement: { archiveBytes: 1_001 },
    });
  });
});

test('a model of exactly the size is predicted with', async () => {
  const lab = await Lab.open(undefined, { settings: { maxServedBytes: 1_001 } });
  await lab.addTexts('texts', 6);
  await lab.post('/models', { model: { id: 'reader', model_type_id: 'text-classifier' } });
  packsArtifact(lab, 1_001);
  await lab.train('reader');

  const { body } = await lab.post('/models/reader/outputs', {
    inputs: [{ data: { text: { raw: 'good' } } }],
  });

  expect(body.status.code).toBe(21351);
  await lab.close();
});
