import { App } from 'clarifai';
import type { TrainInfo } from '../../../client/parts.ts';
import { freeze } from '../../../demo/service.ts';
import { digitsOf, template } from './digits-app.ts';
import type { LiveHost } from './live-host.ts';
import { appId, startLiveHost, train, userId } from './live-host.ts';
import { until } from '../../until.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the client has no types of its own
type Answer = any;

jest.setTimeout(240_000);

/**
 * Clarifai's oldest client: REST, `id: null`, a training without a body. It knows no datasets,
 * estimates and parents; those steps go over REST as in its time's curl examples.
 */
describe('with clarifai, the legacy client', () => {
  const model = { id: 'reader', model_type_id: 'visual-classifier' };
  const concepts = ['digit-0', 'digit-1'];
  const unseen = digitsOf([0, 1], 31).filter((_, index) => index % 31 === 30);
  let host: LiveHost;
  let app: App;
  let version: Answer;

  beforeAll(async () => {
    // One training names no template and so gets the recommended one, which nobody has staged.
    host = await startLiveHost({ DEEPTUNE_STAND_INS: '1' });
    app = new App({ apiKey: host.server.key, apiEndpoint: host.server.url, userId, appId });
    await app.models.create({ ...model }, concepts);
    const uploaded = await app.inputs.create(inputsOf([0, 1]));
    await host.client.call('PostDatasets', {}, { datasets: [{ id: 'digits' }] });
    await join(idsOf(uploaded));
    version = await trained({ params: await paramsOf('digits') });
  });

  afterAll(() => host.close());

  /** As the client takes them: without an id, which it sends as null. */
  const inputsOf = (labels: readonly number[]) =>
    digitsOf(labels, 30).map(({ base64, label }) => ({
      base64,
      concepts: [{ id: `digit-${label}`, value: true }],
    }));
  const idsOf = (inputs: { rawData: { id: string }[] }) => inputs.rawData.map(({ id }) => id);
  const join = (ids: readonly string[]) =>
    host.client.call(
      'PostDatasetInputs',
      { dataset_id: 'digits' },
      { dataset_inputs: ids.map((id) => ({ input: { id } })) },
    );
  const paramsOf = async (datasetId: string) => ({
    template,
    num_epochs: 2,
    dataset_id: datasetId,
    dataset_version_id: (await freeze(host.client, datasetId)).id,
  });
  /** Polled by the client, as its own `train(sync)` does. */
  const trained = async (trainInfo: TrainInfo) => {
    const { id } = await train(host.client, model.id, trainInfo);
    return until(150, async () => {
      const found = (await app.models.getVersion(model.id, id)).model_version;
      return [21100, 21106].includes(found.status.code) ? found : undefined;
    });
  };

  test('uploads, and trains a version on what it uploaded', async () => {
    const { counts } = await app.inputs.getStatus();
    const { model_versions: versions } = await app.models.getVersions(model.id);
    const [found] = (await app.models.search('read*')).rawData;
    const { outputInfo, modelVersion } = await app.models.getOutputInfo(model.id);

    expect(counts.processed).toBe(60);
    expect(version).toMatchObject({ status: { code: 21100 }, total_input_count: 60 });
    expect(versions.map(({ id }: Answer) => id)).toContain(version.id);
    expect(found.id).toBe('reader');
    expect(modelVersion.id).toBe(version.id);
    expect(outputInfo.data.concepts.map(({ id }: Answer) => id)).toEqual(concepts);
  });

  test('evaluates and predicts', async () => {
    const reader = await app.models.get(model.id);

    const evaluated = await reader.runModelEval();
    const config = { maxConcepts: 1 };
    const images = unseen.map(({ base64 }) => ({ base64 }));
    const { outputs } = await app.models.predict({ ...model, version: version.id }, images, config);

    expect(evaluated.metrics.status.code).toBe(21303);
    expect(version.metrics.summary.macro_avg_roc_auc).toBeGreaterThan(0);
    expect(outputs.map(({ data }: Answer) => data.concepts.map(({ id }: Answer) => id))).toEqual([
      ['digit-0'],
      ['digit-1'],
    ]);
  });

  test('searches, and gives feedback that is searched for next', async () => {
    const withConcept = (id: string, value = true) =>
      app.inputs.search({ concept: { id, type: 'input', value } }, { page: 1, perPage: 100 });
    const [{ base64 } = { base64: '' }] = unseen;
    const data = { concepts: [{ id: 'digit-0', value: true }] };
    const info = { endUserId: 'somebody', sessionId: 'one', outputId: 'two' };

    const { hits } = await withConcept('digit-0');
    const told = await app.models.feedback(model.id, base64, { id: 'told', data, info });
    const { annotation } = await host.client.call('GetAnnotation', {
      input_id: 'told',
      annotation_id: 'feedback',
    });

    expect(hits).toHaveLength(30);
    expect(hits[0]).toMatchObject({ score: 1, input: { data: { concepts: [{ id: 'digit-0' }] } } });
    expect(told.status.code).toBe(10000);
    expect(annotation).toMatchObject({
      data: { concepts: [{ id: 'digit-0', value: 1 }] },
      annotation_info: { end_user_id: 'somebody', model_id: 'reader' },
    });
  });

  test('estimates over REST, and trains on from its version', async () => {
    await join(idsOf(await app.inputs.create(inputsOf([2]))));
    await app.models.mergeConcepts({ id: model.id, concepts: [{ id: 'digit-2' }] });
    const trainInfo = {
      params: await paramsOf('digits'),
      resume_from_model: { id: model.id, model_version: { id: version.id } },
    };

    const estimated = await host.client.call(
      'PostModelVersionsTrainingTimeEstimate',
      { model_id: model.id },
      { model_versions: [{ train_info: trainInfo }] },
    );
    const child = await trained(trainInfo);
    const info = await app.models.getOutputInfo({ ...model, version: child.id });

    expect(estimated.training_time_estimates[0]).toMatch(/^[1-9]\d*s$/);
    expect(child.status.code).toBe(21100);
    expect(info.outputInfo.data.concepts.map(({ id }: Answer) => id)).toEqual([
      ...concepts,
      'digit-2',
    ]);
  });

  test('starts a training without a body, and stops it by deleting its version', async () => {
    const { modelVersion } = await app.models.train(model.id);
    const stopped = await app.models.delete(model.id, modelVersion.id);
    const ended = await until(60, async () => {
      const { model_version: found } = await app.models.getVersion(model.id, modelVersion.id);
      return found.status.code === 21106 ? found : undefined;
    });

    expect(modelVersion.status.code).toBe(21103);
    expect(stopped.status.code).toBe(10000);
    expect(ended.train_info.params.template).toBe('MMClassification_ResNet_50_RSB_A1');
  });

  test('deletes a version, the model and the inputs', async () => {
    await app.models.delete(model.id, version.id);
    await expect(app.models.getVersion(model.id, version.id)).rejects.toMatchObject({
      response: { data: { status: { code: 21200 } } },
    });
    await app.models.delete(model.id);
    await expect(app.models.get(model.id)).rejects.toMatchObject({
      response: { data: { status: { code: 21200 } } },
    });
    await app.inputs.delete();
    expect((await app.inputs.getStatus()).counts.processed ?? 0).toBe(0);
  });
});
