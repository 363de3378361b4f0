import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isError } from '../../../core/errors.ts';
import type { ClientSettings } from '../../../lambda/aws/aws-clients.ts';
import { awsClients } from '../../../lambda/aws/aws-clients.ts';
import { ServerlessPredictor } from '../../../lambda/predictor/sagemaker-predictor.ts';
import { describePredictor } from '../../contract/predictor.contract.ts';
import { rejection } from '../../contract/wait.ts';
import { credentials, fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';
import { WireError } from '../../wire/protocol/wire.ts';
import type { EndpointsOptions } from './endpoints.ts';
import { endpointsOn } from './endpoints.ts';

const versionId = '0123456789abcdef0123456789abcdef';
const endpoint = `ft-${versionId}`;
const artifact = {
  modelVersionId: versionId,
  prefix: 'v/checkpoints/export/',
  archiveKey: 'v/output/ft-x-a1/output/model.tar.gz',
};
const concepts = [{ id: 'cat', name: 'cat', value: 0.9 }];

interface Options extends EndpointsOptions {
  readonly timeLeft?: () => number;
}

function predictorOn(fake: FakeAws, options: Options = {}): ServerlessPredictor {
  const clients = fakeClients(fake);
  return new ServerlessPredictor({
    sagemaker: clients.sagemaker,
    runtime: clients.sagemakerRuntime,
    ...endpointsOn(clients, options),
    timeLeft: options.timeLeft ?? (() => 30_000),
    maxConcurrency: 5,
    bucket: 'deeptune-data',
    image: 'registry/huggingface-pytorch-inference@sha256:1234',
    roleArn: 'arn:aws:iam::111111111111:role/inference',
  });
}

/** A model that answers each input with its own text, or the size of its image, as a concept. */
function echo(body: { inputs: { text?: string; image_base64?: string }[] }) {
  const outputs = body.inputs.map(({ text, image_base64 }) => {
    const id = text ?? String(Buffer.from(image_base64 ?? '', 'base64').length);
    return { concepts: [{ id, name: id, value: 1 }] };
  });
  return { modelVersionId: versionId, outputs };
}

/** The model of the contract suite; deployed as soon as the endpoint is made. */
function suiteModel(modelVersionId: string) {
  const answer = (value: string): object => {
    if (value === 'crash') throw new WireError('ModelError', 'the server died', 424);
    if (value === 'unreadable') return { error: { code: 'input-invalid', message: 'unreadable' } };
    return { concepts: [{ id: value, name: modelVersionId, value: value.length / 100 }] };
  };
  return (body: { inputs: { text?: string }[] }) => ({
    modelVersionId,
    outputs: body.inputs.map(({ text }) => answer(text ?? 'an image')),
  });
}

describePredictor('ServerlessPredictor', async () => {
  const fake = new FakeAws();
  const { hosting } = fake.sagemaker;
  hosting.onCreate = (name) => hosting.serve(name, suiteModel(name.slice('ft-'.length)));
  return {
    port: predictorOn(fake),
    artifactOf: (modelVersionId) => ({ ...artifact, modelVersionId }),
  };
});

async function deployed(): Promise<FakeAws> {
  const fake = new FakeAws();
  await rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }]));
  fake.sagemaker.hosting.serve(endpoint, echo);
  return fake;
}

describe('deployment', () => {
  test('the first prediction makes the endpoint and says so', async () => {
    const fake = new FakeAws();

    const error = await rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }]));

    expect(isError(error, 'modelDeploying')).toBe(true);
    expect(fake.sagemaker.hosting.models.get(endpoint)).toMatchObject({
      ExecutionRoleArn: 'arn:aws:iam::111111111111:role/inference',
      PrimaryContainer: { ModelDataUrl: `s3://deeptune-data/${artifact.archiveKey}` },
    });
    expect(fake.sagemaker.hosting.configs.get(endpoint).ProductionVariants).toEqual([
      {
        VariantName: 'AllTraffic',
        ModelName: endpoint,
        ServerlessConfig: { MemorySizeInMB: 6144, MaxConcurrency: 5 },
      },
    ]);
  });

  test('while it is made, predictions are told to come back; nothing is made twice', async () => {
    const fake = new FakeAws();
    const asks = Array.from({ length: 5 }, () =>
      rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }])),
    );

    for (const error of await Promise.all(asks)) {
      expect(isError(error, 'modelDeploying')).toBe(true);
    }
    expect(fake.sagemaker.hosting.endpoints.size).toBe(1);
  });

  test.each(['CreateModel', 'CreateEndpointConfig', 'CreateEndpoint'])(
    'a deployment that broke off at %s goes on where it was',
    async (operation) => {
      const fake = new FakeAws();
      fake.faultOnce('sagemaker', operation, new WireError('AccessDeniedException', 'no'));
      await rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }]));

      const error = await rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }]));

      expect(isError(error, 'modelDeploying')).toBe(true);
      expect(fake.sagemaker.hosting.endpoints.has(endpoint)).toBe(true);
    },
  );

  test('an endpoint that failed says why', async () => {
    const fake = await deployed();
    const FailureReason = 'Unable to unpack model.tar.gz';
    fake.sagemaker.hosting.move(endpoint, { EndpointStatus: 'Failed', FailureReason });

    const error = await rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }]));

    expect(isError(error, 'predictionFailed')).toBe(true);
    expect(String(error)).toContain(FailureReason);
  });

  test('an account without room for an endpoint says so', async () => {
    const fake = new FakeAws();
    const full = new WireError('ResourceLimitExceeded', 'total serverless endpoints: 50');
    fake.faultOnce('sagemaker', 'CreateEndpoint', full);

    const error = await rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }]));

    expect(isError(error, 'predictionFailed')).toBe(true);
    expect(String(error)).toContain('total serverless endpoints');
  });

  test('an account without room frees what was not used for long, and says to come back; then there is room', async () => {
    const fake = await deployed();
    const later = { now: () => '2026-11-25T12:30:00.000Z' };
    const other = { ...artifact, modelVersionId: 'f'.repeat(32) };
    const full = new WireError('ResourceLimitExceeded', 'total serverless endpoints: 1');
    fake.faultOnce('sagemaker', 'CreateEndpoint', full);

    const first = await rejection(predictorOn(fake, later).predict(other, [{ text: 'a' }]));
    const second = await rejection(predictorOn(fake, later).predict(other, [{ text: 'a' }]));

    expect(String(first)).toMatch(
      /^model-deploying: .*total serverless endpoints: 1.* is being freed/,
    );
    expect(isError(second, 'modelDeploying')).toBe(true);
    expect([...fake.sagemaker.hosting.endpoints.keys()]).toEqual([`ft-${'f'.repeat(32)}`]);
  });

  test('one that was used a moment ago is not driven out: the account is busy', async () => {
    const fake = await deployed();
    const other = { ...artifact, modelVersionId: 'f'.repeat(32) };
    const full = new WireError('ResourceLimitExceeded', 'total serverless endpoints: 1');
    fake.faultOnce('sagemaker', 'CreateEndpoint', full);

    const error = await rejection(predictorOn(fake).predict(other, [{ text: 'a' }]));

    expect(isError(error, 'modelBusy')).toBe(true);
    expect([...fake.sagemaker.hosting.endpoints.keys()]).toEqual([endpoint]);
  });

  test('release frees all of it, again and again; a later prediction deploys anew', async () => {
    const fake = await deployed();

    await predictorOn(fake).release(versionId);
    await predictorOn(fake).release(versionId);

    const { models, configs, endpoints } = fake.sagemaker.hosting;
    expect([models.size, configs.size, endpoints.size]).toEqual([0, 0, 0]);
    await rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }]));
    expect(endpoints.size).toBe(1);
  });
});

describe('prediction', () => {
  test('one output per input, in order, for images and texts', async () => {
    const fake = await deployed();

    const outputs = await predictorOn(fake).predict(artifact, [
      { text: 'é' },
      { image: new Uint8Array(10) },
      { text: 'b' },
    ]);

    expect(outputs.map(idOf)).toEqual(['é', '10', 'b']);
    expect(fake.count('sagemaker-runtime', 'InvokeEndpoint')).toBe(2);
  });

  test('an endpoint that was used a moment ago costs no call but its own', async () => {
    const fake = await deployed();
    const predictor = predictorOn(fake);
    await predictor.predict(artifact, [{ text: 'a' }]);
    const before = fake.calls.length;

    await predictor.predict(artifact, [{ text: 'b' }]);

    expect(fake.calls.slice(before).map(({ operation }) => operation)).toEqual(['InvokeEndpoint']);
  });

  test('no inputs cost no call', async () => {
    const fake = new FakeAws();

    expect(await predictorOn(fake).predict(artifact, [])).toEqual([]);
    expect(fake.calls).toEqual([]);
  });

  test('many large images go in several requests below the limit, in order', async () => {
    const fake = await deployed();
    const images = Array.from({ length: 9 }, (_, n) => ({ image: new Uint8Array(1_000_000 + n) }));

    const outputs = await predictorOn(fake).predict(artifact, images);

    expect(outputs.map(idOf)).toEqual(images.map(({ image }) => String(image.length)));
    expect(fake.sagemakerRuntime.received).toHaveLength(5);
    for (const size of fake.sagemakerRuntime.received) expect(size).toBeLessThanOrEqual(4_000_000);
  });

  test('many small inputs go in several requests, in order', async () => {
    const fake = await deployed();
    const texts = Array.from({ length: 70 }, (_, n) => ({ text: `t${n}` }));

    const outputs = await predictorOn(fake).predict(artifact, texts);

    expect(outputs.map(idOf)).toEqual(texts.map(({ text }) => text));
    expect(fake.sagemakerRuntime.received).toHaveLength(3);
  });

  test('an input that fits into no request fails alone', async () => {
    const fake = await deployed();

    const outputs = await predictorOn(fake).predict(artifact, [
      { text: 'a' },
      { image: new Uint8Array(3_000_000) },
      { text: 'b' },
    ]);

    expect(outputs.map(idOf)).toEqual(['a', 'error: input-invalid', 'b']);
  });

  test.each([
    ['no list', {}],
    ['too few', { outputs: [] }],
    ['too many', { outputs: [{ concepts }, { concepts }] }],
  ])('an answer with %s is prediction-failed', async (_name, answer) => {
    const fake = await deployed();
    fake.sagemaker.hosting.serve(endpoint, () => answer);

    const error = await rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }]));

    expect(isError(error, 'predictionFailed')).toBe(true);
  });

  test.each([
    ['ModelError', 'predictionFailed', 424],
    ['ModelNotReadyException', 'modelDeploying', 400],
    ['ThrottlingException', 'modelBusy', 429],
    ['InternalFailure', 'modelBusy', 500],
    ['ServiceUnavailable', 'modelBusy', 503],
  ] as const)('%s is %s', async (code, kind, status) => {
    const fake = await deployed();
    const before = fake.count('sagemaker-runtime', 'InvokeEndpoint');
    fake.faultOnce('sagemaker-runtime', 'InvokeEndpoint', new WireError(code, 'why', status));

    const error = await rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }]));

    expect(isError(error, kind)).toBe(true);
    expect(fake.count('sagemaker-runtime', 'InvokeEndpoint') - before).toBe(1);
  });
});

/** An endpoint that takes requests and never answers, as one that is being started does. */
async function silent(): Promise<{ url: string; asked: () => number; close(): Promise<void> }> {
  let asked = 0;
  const server = createServer((request) => {
    asked += 1;
    request.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: () => asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('the time of whoever waits', () => {
  test('an endpoint that does not answer in it is asked once, and is being deployed', async () => {
    const fake = new FakeAws();
    const clients = fakeClients(fake);
    const { url, asked, close } = await silent();
    const predictor = new ServerlessPredictor({
      sagemaker: clients.sagemaker,
      runtime: awsClients({}, {
        region: 'eu-central-1',
        credentials,
        endpoint: url,
      } as ClientSettings).sagemakerRuntime,
      ...{ bucket: 'b', image: 'i', roleArn: 'r', maxConcurrency: 5 },
      ...endpointsOn(clients),
      timeLeft: () => 300,
    });
    const began = performance.now();

    const error = await rejection(predictor.predict(artifact, [{ text: 'a' }]));

    expect(isError(error, 'modelDeploying')).toBe(true);
    expect(String(error)).toMatch(/did not answer within 0.3 s: it is being started\. Ask again/);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(asked()).toBe(1);
    await close();
  });

  test.each(['timeout-before', 'committed-reply-lost'] as const)(
    'a call without an answer (%s) is made once, and said in our words',
    async (fault) => {
      const fake = await deployed();
      const before = fake.count('sagemaker-runtime', 'InvokeEndpoint');
      fake.faultOnce('sagemaker-runtime', 'InvokeEndpoint', fault);

      const error = await rejection(predictorOn(fake).predict(artifact, [{ text: 'a' }]));

      const kind = fault === 'timeout-before' ? 'modelDeploying' : 'modelBusy';
      expect(isError(error, kind)).toBe(true);
      expect(fake.count('sagemaker-runtime', 'InvokeEndpoint') - before).toBe(1);
    },
  );

  test('where some inputs were answered in it, the model is there: fewer would do', async () => {
    const fake = await deployed();
    const texts = Array.from({ length: 70 }, (_, n) => ({ text: `t${n}` }));
    let calls = 0;
    const timeLeft = () => ((calls += 1) > 2 ? 0 : 30_000);

    const error = await rejection(predictorOn(fake, { timeLeft }).predict(artifact, texts));

    expect(isError(error, 'modelBusy')).toBe(true);
    expect(String(error)).toContain('Only 64 inputs were answered');
    expect(fake.sagemakerRuntime.received).toHaveLength(2);
  });

  test('where none is left, nobody is asked', async () => {
    const fake = await deployed();
    const predictor = predictorOn(fake, { timeLeft: () => -5 });
    const before = fake.count('sagemaker-runtime', 'InvokeEndpoint');

    const error = await rejection(predictor.predict(artifact, [{ text: 'a' }]));

    expect(isError(error, 'modelBusy')).toBe(true);
    expect(fake.count('sagemaker-runtime', 'InvokeEndpoint')).toBe(before);
  });
});

function idOf(output: object): string | undefined {
  const seen = output as { concepts?: { id: string }[]; error?: { code: string } };
  return seen.error ? `error: ${seen.error.code}` : seen.concepts?.[0]?.id;
}
