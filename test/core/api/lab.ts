import type { Fetcher } from '../../../core/ports/fetcher.ts';
import type { FakeModel } from '../../wire/sagemaker/sagemaker-endpoints.ts';
import type { NewVersion } from '../../../client/parts.ts';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import type { Answer } from './app-under-test.ts';
import type { AppOptions } from './app-under-test.ts';
import { AppUnderTest } from './app-under-test.ts';

/** The app with its workflow running. Trainings end at once, trained. */
export class Lab extends AppUnderTest {
  /**
   * @param fetcher another one than the deployed, which fetches from nowhere
   * @param changes what the configuration sets, and the host can carry, otherwise than usual
   */
  static async open(
    fetcher?: Fetcher,
    changes: Pick<AppOptions, 'settings' | 'variables' | 'sizeLimits'> = {},
  ): Promise<Lab> {
    const lab = new Lab({ runsWorkflow: true, fetcher, ...changes });
    await lab.open();
    lab.account.container = async (job, account) => {
      await account.writeExport(job, 90);
      await account.endJob(job.request.TrainingJobName, { TrainingJobStatus: 'Completed' });
    };
    return lab;
  }

  /** @param path below the app, or from `/v2` on */
  call(method: string, path: string, body?: unknown, key?: string): Promise<Answer> {
    return this.send(method, path.startsWith('/v2') ? path : this.base + path, body, key);
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, body?: unknown) => this.call('POST', path, body);
  patch = (path: string, body: unknown) => this.call('PATCH', path, body);
  delete = (path: string, body?: unknown) => this.call('DELETE', path, body);

  /** Texts with one concept each, in a dataset. */
  async addTexts(datasetId: string, count: number, concepts = ['good', 'bad']): Promise<void> {
    await this.client().call('PostDatasets', {}, { datasets: [{ id: datasetId }] });
    const inputs = concepts.flatMap((id) =>
      Array.from({ length: count }, (_, index) => ({
        id: `${datasetId}-${id}-${index}`,
        data: { text: { raw: `${id} ${index}` }, concepts: [{ id }] },
        dataset_ids: [datasetId],
      })),
    );
    await this.client().call('PostInputs', {}, { inputs });
  }

  /** Trains a text classifier and waits for its end. @returns the version's id */
  async train(modelId: string, version: NewVersion = {}): Promise<string> {
    const asked = { train_info: { params: { template: 'Deeptune_Bert_Small' } }, ...version };
    const body = { model_versions: [asked] };
    const { model } = await this.client().call('PostModelVersions', { model_id: modelId }, body);
    const { id } = model.model_version;
    await this.settled(modelId, id);
    return id;
  }

  async settled(modelId: string, versionId: string): Promise<ModelVersion> {
    const named = { model_id: modelId, version_id: versionId };
    for (let tries = 0; tries < 2_000; tries += 1) {
      const { model_version: version } = await this.client().call('GetModelVersion', named);
      if ([21100, 21106].includes(version.status.code)) return version;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`version ${versionId} is not settled`);
  }

  /**
   * From now on endpoints come into service and answer so. The first request still finds its model
   * being deployed.
   */
  host(model: FakeModel): void {
    const { hosting } = this.account.aws.sagemaker;
    hosting.onCreate = (name) => hosting.serve(name, model);
  }
}
