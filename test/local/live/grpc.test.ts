import { digitsOf, template } from './digits-app.ts';
import type { GrpcClient, Message } from './grpc-client.ts';
import { startGrpcClient } from './grpc-client.ts';
import { appId, userId } from './live-host.ts';
import { until } from '../../until.ts';

jest.setTimeout(240_000);

describe('over gRPC, with clarifai-nodejs-grpc', () => {
  const scope = { user_id: userId, app_id: appId };
  const model = 'reader';
  let client: GrpcClient;
  let parentId: string;

  beforeAll(async () => {
    client = await startGrpcClient();
  });
  afterAll(() => client.close());

  const call = (rpc: string, request: object) =>
    client.call(rpc, { user_app_id: scope, ...request });
  /** The answer of a call that must succeed. */
  const must = async (rpc: string, request: object): Promise<Message> => {
    const answer = await call(rpc, request);
    expect([rpc, answer.status.details, answer.status.code]).toEqual([rpc, '', 10000]);
    return answer;
  };
  const upload = (labels: readonly number[], datasetId: string, from: number, to: number) =>
    must('PostInputs', {
      inputs: digitsOf(labels, to)
        .filter((_, index) => index % to >= from)
        .map(({ id, label, base64 }) => ({
          id,
          data: {
            image: { base64: Buffer.from(base64, 'base64') },
            concepts: [{ id: `digit-${label}`, value: 1 }, { id: `digit-${label === 0 ? 1 : 0}` }],
          },
          dataset_ids: [datasetId],
        })),
    });
  const freeze = (datasetId: string, id: string) =>
    must('PostDatasetVersions', { dataset_id: datasetId, dataset_versions: [{ id }] });
  const training = (datasetVersionId: string, more: object = {}) => {
    const fields = {
      template: { stringValue: template },
      num_epochs: { numberValue: 2 },
      dataset_id: { stringValue: 'digits' },
      dataset_version_id: { stringValue: datasetVersionId },
    };
    const info = { params: { fields }, ...more };
    return { model_id: model, model_versions: [{ train_info: info }] };
  };
  const trained = async (order: object) => {
    const started = (await must('PostModelVersions', order)).model.model_version;
    const version = await until(150, async () => {
      const at = { model_id: model, version_id: started.id };
      const found = (await must('GetModelVersion', at)).model_version;
      return [21100, 21106].includes(found.status.code) ? found : undefined;
    });
    expect([version.status.details, version.status.code]).toEqual([
      expect.stringMatching(/better than always answering '.*' \(accuracy .* held-out inputs/),
      21100,
    ]);
    return version;
  };
  /** The likeliest concept of one digit of each label, none of them seen in training. */
  const predicted = async (versionId: string, labels: readonly number[]) => {
    const unseen = digitsOf(labels, 41).filter((_, index) => index % 41 === 40);
    const { outputs } = await must('PostModelOutputs', {
      model_id: model,
      version_id: versionId,
      inputs: unseen.map(({ base64 }) => ({
        data: { image: { base64: Buffer.from(base64, 'base64') } },
      })),
    });
    return outputs.map(({ data }: Message) => data.concepts[0].id);
  };

  test('a wrong key is refused in the words of the published service', async () => {
    const { status } = await client.call('ListModels', {}, 'wrong');

    expect(status).toMatchObject({
      code: 11008,
      description: 'Invalid API key or Invalid API key/application pair',
    });
  });

  test('what is not served is answered as not implemented', async () => {
    expect((await call('ListWorkflows', {})).status.code).toBe(10040);
  });

  test('a model is trained and predicts', async () => {
    await must('PostDatasets', { datasets: [{ id: 'digits' }, { id: 'unseen' }] });
    await upload([0, 1], 'digits', 0, 30);
    await freeze('digits', 'v1');
    await must('PostModels', { models: [{ id: model, model_type_id: 'visual-classifier' }] });

    const { training_time_estimates: estimates } = await must(
      'PostModelVersionsTrainingTimeEstimate',
      training('v1'),
    );
    const version = await trained(training('v1'));
    parentId = version.id;

    expect(Number(estimates[0].seconds)).toBeGreaterThan(0);
    expect(version.train_info.params.fields.num_epochs).toMatchObject({ numberValue: 2 });
    expect(await predicted(parentId, [0, 1])).toEqual(['digit-0', 'digit-1']);
  });

  test('what was uploaded is found by a search', async () => {
    const filters = [
      { input: { dataset_ids: ['digits'], data: { concepts: [{ id: 'digit-0', value: 1 }] } } },
      { annotation: { input_level: true, data: {} } },
    ];
    const pagination = { per_page: 1_000 };
    const request = { searches: [{ query: { filters } }], pagination };

    const inputs = await must('PostInputsSearches', request);
    const annotations = await must('PostAnnotationsSearches', request);
    const counted = await must('PostInputsSearches', { ...request, only_count: true });

    expect([inputs.hits.length, annotations.hits.length]).toEqual([30, 30]);
    expect(inputs.hits[0]).toMatchObject({ score: 1, input: { dataset_ids: ['digits'] } });
    expect(annotations.hits[0].annotation).toMatchObject({ input_level: true });
    expect(Number(counted.hit_counts[0].estimated_total)).toBe(30);
  });

  test('it is evaluated on digits that it never saw', async () => {
    await upload([0, 1], 'unseen', 30, 40);
    await freeze('unseen', 'u1');
    const evaluation = {
      id: 'fresh',
      model: { id: model, model_version: { id: parentId } },
      ground_truth_dataset: { id: 'unseen', version: { id: 'u1' } },
    };

    const { eval_metrics: queued } = await must('PostEvaluations', { eval_metrics: [evaluation] });
    const found = await until(60, async () => {
      const asked = { evaluation_id: 'fresh', fields: { confusion_matrix: true } };
      const { eval_metrics: metrics } = await must('GetEvaluation', asked);
      return metrics.status.code === 21300 ? metrics : undefined;
    });

    expect(queued[0].status.code).toBe(21303);
    expect(found.summary.macro_avg_roc_auc).toBeGreaterThan(0.5);
    expect(found.confusion_matrix.concept_ids.sort()).toEqual(['digit-0', 'digit-1']);
  });

  test('it is trained on with a new concept, and deleted with everything', async () => {
    await upload([2], 'digits', 0, 30);
    await freeze('digits', 'v2');
    const resume = { resume_from_model: { id: model, model_version: { id: parentId } } };

    const child = await trained(training('v2', resume));
    const top = await predicted(child.id, [0, 1, 2]);
    await must('DeleteModelVersion', { model_id: model, version_id: child.id });
    const { model_versions: left } = await must('ListModelVersions', { model_id: model });
    await must('DeleteModel', { model_id: model });
    const { status: gone } = await call('GetModel', { model_id: model });
    await must('DeleteDatasets', { dataset_ids: ['digits', 'unseen'] });
    await must('DeleteApp', {});

    expect(child.train_info.resume_from_model.model_version.id).toBe(parentId);
    expect(child.active_concept_count).toBe(3);
    expect(['digit-0', 'digit-1', 'digit-2']).toEqual(expect.arrayContaining(top));
    expect(left.map(({ id }: Message) => id)).toContain(parentId);
    expect(left.map(({ id }: Message) => id)).not.toContain(child.id);
    expect(gone.code).toBe(21200);
  });
});
