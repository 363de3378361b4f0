import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import { loadDigits } from '../../../demo/digits.ts';
import type { LiveHost } from './live-host.ts';
import { appId, python, startLiveHost, until, userId } from './live-host.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the client has no types of its own
type Message = any;

/** Clarifai's own Node client, over TLS with a certificate made for this test. */
describe('over gRPC, with clarifai-nodejs-grpc', () => {
  const scope = { user_id: userId, app_id: appId };
  let folder: string;
  let host: LiveHost;
  let call: (rpc: string, request: object) => Promise<Message>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'deeptune-grpc-'));
    const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
    const made = await generate([{ name: 'commonName', value: 'localhost' }]);
    writeFileSync(certificate, made.cert);
    writeFileSync(key, made.private);
    host = await startLiveHost({}, { port: 0, tls: { certificate, key } });
    process.env['GRPC_DEFAULT_SSL_ROOTS_FILE_PATH'] = certificate;
    // Read once, when the library loads, which the server has done already.
    jest.resetModules();
    const { ClarifaiStub, grpc } = await import('clarifai-nodejs-grpc');
    const port = host.server.grpcAddress?.split(':')[1];
    const stub = ClarifaiStub.grpc(`localhost:${port}`);
    const metadata = new grpc.Metadata();
    metadata.set('authorization', `Key ${host.server.key}`);
    call = (rpc, request) =>
      promisify<object, object, Message>(stub[rpc].bind(stub))(
        { user_app_id: scope, ...request },
        metadata,
      );
  }, 60_000);

  afterAll(async () => {
    await host.close();
    rmSync(folder, { recursive: true });
  });

  test('a wrong key is refused in the words of the published service', async () => {
    const { ClarifaiStub, grpc } = await import('clarifai-nodejs-grpc');
    const stub = ClarifaiStub.grpc(`localhost:${host.server.grpcAddress?.split(':')[1]}`);
    const metadata = new grpc.Metadata();
    metadata.set('authorization', 'Key wrong');

    const { status } = await promisify<object, object, Message>(stub.ListModels.bind(stub))(
      {},
      metadata,
    );

    expect(status).toMatchObject({
      code: 11008,
      description: 'Invalid API key or Invalid API key/application pair',
    });
  });

  test('what is not served is answered as not implemented', async () => {
    expect((await call('ListWorkflows', {})).status.code).toBe(10040);
  });

  test('a model is trained and predicts', async () => {
    const digits = loadDigits(python)
      .filter(({ label }) => label < 2)
      .slice(0, 120);
    const inputs = digits.map(({ id, label, base64 }) => ({
      id,
      data: {
        image: { base64: Buffer.from(base64, 'base64') },
        concepts: [{ id: `digit-${label}`, value: 1 }, { id: `digit-${1 - label}` }],
      },
      dataset_ids: ['digits'],
    }));
    const steps = [
      await call('PostDatasets', { datasets: [{ id: 'digits' }] }),
      await call('PostInputs', { inputs }),
      await call('PostDatasetVersions', { dataset_id: 'digits', dataset_versions: [{ id: 'v1' }] }),
      await call('PostModels', { models: [{ id: 'reader', model_type_id: 'visual-classifier' }] }),
    ];
    expect(steps.map(({ status }) => status.code)).toEqual([10000, 10000, 10000, 10000]);
    const fields = {
      template: { stringValue: 'Deeptune_ResNet_Small' },
      num_epochs: { numberValue: 2 },
      dataset_id: { stringValue: 'digits' },
      dataset_version_id: { stringValue: 'v1' },
    };
    const versions = {
      model_id: 'reader',
      model_versions: [{ train_info: { params: { fields } } }],
    };

    const { training_time_estimates: estimates } = await call(
      'PostModelVersionsTrainingTimeEstimate',
      versions,
    );
    const { model } = await call('PostModelVersions', versions);
    const at = { model_id: 'reader', version_id: model.model_version.id };
    const version = await until(120, async () => {
      const found = (await call('GetModelVersion', at)).model_version;
      return [21100, 21106].includes(found.status.code) ? found : undefined;
    });
    const { outputs } = await call('PostModelOutputs', {
      ...at,
      inputs: [{ data: { image: { base64: inputs[0]?.data.image.base64 } } }],
    });

    expect(Number(estimates[0].seconds)).toBeGreaterThan(0);
    expect(version.status.code).toBe(21100);
    expect(version.train_info.params.fields.num_epochs).toMatchObject({ numberValue: 2 });
    expect(outputs[0].data.concepts[0].id).toBe(`digit-${digits[0]?.label}`);
  }, 150_000);
});
