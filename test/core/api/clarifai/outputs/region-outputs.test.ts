import type { Hono } from 'hono';
import { buildApp } from '../../../../../core/api/app.ts';
import { authenticate } from '../../../../../core/access/authenticate.ts';
import { allRoutes } from '../../../../../core/api/clarifai/all-routes.ts';
import type { JsonObject } from '../../../../../core/json.ts';
import type { TrainedVersion } from '../../../../../core/model/model-version.ts';
import { versionWrite } from '../../../../../core/model/version-store.ts';
import { png } from '../../app-under-test.ts';
import { Account, scope } from '../../../../lambda/account.ts';

const values = [0.9, 0.5, 0.2];

describe('the regions of a detector on the wire', () => {
  const account = new Account({ runsWorkflow: false });
  const deps = account.host('api');
  const models = `/v2/users/tester/apps/${scope.appId}/models`;
  let app: Hono;
  let key: string;

  beforeAll(async () => {
    const identify = (request: Request) =>
      authenticate(request.headers.get('authorization') ?? undefined, deps);
    app = buildApp(allRoutes, { deps, identify, report: () => undefined });
    key = await account.newKey();
    await send('/v2/users/tester/apps', { apps: [{ id: scope.appId }] });
    const model = { id: 'finder', model_type_id: 'visual-detector' };
    await send(models, { models: [model] });
    const { hosting } = account.aws.sagemaker;
    hosting.onCreate = (name) => hosting.serve(name, answerOf(name.slice('ft-'.length)));
  });

  afterAll(() => account.close());

  async function send(path: string, body: object): Promise<JsonObject> {
    const response = await app.request(path, {
      method: 'POST',
      headers: { authorization: `Key ${key}` },
      body: JSON.stringify(body),
    });
    return (await response.json()) as JsonObject;
  }

  /** Stores a version of the detector that was trained with these inference settings; its id. */
  async function trainedWith(inferenceParams: JsonObject): Promise<string> {
    const [id, at] = [deps.newId(), deps.now()];
    const version = {
      ...{ id, modelId: 'finder', modelTypeId: 'visual-detector', scope, description: '' },
      ...{ createdAt: at, modifiedAt: at, inferenceParams, status: 'trained', metrics: {} },
      training: { templateId: 'MMDetection_SSD', hyperparameters: {}, concepts: [] },
      reservation: { estimatedAmountMicros: 0, maxAmountMicros: 0 },
      ...{ settlement: { completedAt: at }, trainingJobName: `ft-${id}-a1` },
    } as unknown as TrainedVersion;
    await deps.table.write([versionWrite(version)]);
    return id;
  }

  /** Values of the regions that come back for one image. */
  async function regionValues(versionId: string, outputInfo: object): Promise<number[]> {
    const path = `${models}/finder/versions/${versionId}/outputs`;
    const body = {
      inputs: [{ data: { image: { base64: png } } }],
      model: { model_version: { output_info: outputInfo } },
    };
    // The first request makes the endpoint.
    expect(await send(path, body)).toMatchObject({ status: { code: 21351 } });
    const { outputs } = (await send(path, body)) as unknown as {
      outputs: { data: { regions: { value: number }[] } }[];
    };
    return outputs.flatMap(({ data }) => data.regions.map(({ value }) => value));
  }

  test.each<[string, JsonObject, object, number[]]>([
    ['nothing is asked', { detection_threshold: 0 }, {}, values],
    ["the version's own threshold", { detection_threshold: 0.4 }, {}, [0.9, 0.5]],
    [
      'min_value over the default of the version',
      { detection_threshold: 0 },
      { output_config: { min_value: 0.6 } },
      [0.9],
    ],
    [
      'min_value 0 says nothing: it is what proto3 leaves out',
      { detection_threshold: 0.6 },
      { output_config: { min_value: 0 } },
      [0.9],
    ],
    [
      'a threshold in the request over its min_value',
      { detection_threshold: 0 },
      { output_config: { min_value: 0.6 }, params: { detection_threshold: 0.4 } },
      [0.9, 0.5],
    ],
  ])('%s', async (_, inferenceParams, outputInfo, expected) => {
    const versionId = await trainedWith(inferenceParams);

    expect(await regionValues(versionId, outputInfo)).toEqual(expected);
  });
});

/** A detector that sees three regions in each image and is less and less sure of them. */
const answerOf = (modelVersionId: string) => (body: { inputs: unknown[] }) => {
  const regions = values.map((value) => ({
    ...{ box: [0, 0, value, value], mask_base64: null, value },
    concepts: [{ id: 'cat', name: 'Cat', value }],
  }));
  return { modelVersionId, outputs: body.inputs.map(() => ({ regions })) };
};
