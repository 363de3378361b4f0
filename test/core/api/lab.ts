import type { Hono } from 'hono';
import { buildApp } from '../../../core/api/app.ts';
import { authenticate } from '../../../core/api/authenticate.ts';
import { allRoutes } from '../../../core/api/routes/all.ts';
import type { Fetcher } from '../../../core/ports/fetcher.ts';
import type { Dependencies } from '../../../core/training/dependencies.ts';
import { Account } from '../../lambda/account.ts';
import { checked } from '../../proto/checked-routes.ts';
import { hostWith } from './app-under-test.ts';
import type { FakeModel } from '../../wire/sagemaker-endpoints.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- responses of every route, right or wrong
export type Body = any;

export interface Answer {
  readonly status: number;
  readonly body: Body;
}

/** The whole API on a wire-level account with the app `lab`; every answer is held against the published interface. Trainings end at once, trained. */
export class Lab {
  readonly account = new Account();
  readonly reported: unknown[] = [];
  readonly #deps: Dependencies;
  readonly #app: Hono;
  #key = '';

  private constructor(fetcher?: Fetcher) {
    const host = this.account.host('api');
    this.#deps = fetcher ? hostWith(host, { fetcher }) : host;
    this.#app = buildApp(checked(allRoutes), {
      deps: this.#deps,
      identify: (request) =>
        authenticate(request.headers.get('authorization') ?? undefined, this.#deps),
      report: (error) => this.reported.push(error),
    });
  }

  /** @param fetcher another one than the deployed, which fetches from nowhere */
  static async open(fetcher?: Fetcher): Promise<Lab> {
    const lab = new Lab(fetcher);
    lab.#key = await lab.account.newKey();
    await lab.call('POST', '/v2/users/tester/apps', { apps: [{ id: 'lab' }] });
    lab.account.container = async (job, account) => {
      await account.writeExport(job, 90);
      await account.endJob(job.request.TrainingJobName, { TrainingJobStatus: 'Completed' });
    };
    return lab;
  }

  get deps() {
    return this.#deps;
  }

  /** @param path below the app, or from `/v2` on */
  async call(method: string, path: string, body?: unknown, key = this.#key): Promise<Answer> {
    const whole = path.startsWith('/v2') ? path : `/v2/users/tester/apps/lab${path}`;
    const init = { method, headers: { authorization: `Key ${key}` } };
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await this.#app.request(
      whole,
      body === undefined ? init : { ...init, body: text },
    );
    return { status: response.status, body: await response.json() };
  }

  get = (path: string) => this.call('GET', path);
  post = (path: string, body?: unknown) => this.call('POST', path, body);
  patch = (path: string, body: unknown) => this.call('PATCH', path, body);
  delete = (path: string, body?: unknown) => this.call('DELETE', path, body);

  /** Texts with one concept each, in a dataset. */
  async addTexts(datasetId: string, count: number, concepts = ['good', 'bad']): Promise<void> {
    await this.post('/datasets', { datasets: [{ id: datasetId }] });
    const inputs = concepts.flatMap((id) =>
      Array.from({ length: count }, (_, index) => ({
        id: `${datasetId}-${id}-${index}`,
        data: { text: { raw: `${id} ${index}` }, concepts: [{ id }] },
        dataset_ids: [datasetId],
      })),
    );
    await this.post('/inputs', { inputs });
  }

  /** Trains a text classifier and waits for its end. @returns the version's id */
  async train(modelId: string, version: object = {}): Promise<string> {
    const asked = { train_info: { params: { template: 'Deeptune_Bert_Small' } }, ...version };
    const { body } = await this.post(`/models/${modelId}/versions`, { model_versions: [asked] });
    const id: string = body.model?.model_version.id;
    if (!id) throw new Error(`not started: ${JSON.stringify(body.status)}`);
    await this.settled(modelId, id);
    return id;
  }

  async settled(modelId: string, versionId: string): Promise<Body> {
    for (let tries = 0; tries < 2_000; tries += 1) {
      const { body } = await this.get(`/models/${modelId}/versions/${versionId}`);
      if ([21100, 21106].includes(body.model_version.status.code)) return body.model_version;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`version ${versionId} is not settled`);
  }

  /** From now on endpoints come into service and answer so. The first request still finds its model being deployed. */
  host(model: FakeModel): void {
    const { hosting } = this.account.aws.sagemaker;
    hosting.onCreate = (name) => hosting.serve(name, model);
  }

  close(): Promise<void> {
    return this.account.close();
  }
}
