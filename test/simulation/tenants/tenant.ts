import type { SimulatedApi, Answer, Asked, Body } from '../account/simulated-api.ts';
import type { Random } from '../time/random.ts';
import type { VirtualClock } from '../time/virtual-clock.ts';

/** A version that a tenant has asked for, as he knows it. */
export interface KnownVersion {
  readonly modelId: string;
  readonly id: string;
}

export interface TenantOptions {
  readonly userId: string;
  readonly api: SimulatedApi;
  readonly clock: VirtualClock;
  readonly random: Random;
  /** Something that the tenant has a right to, and did not get. */
  readonly onViolation: (what: string) => void;
}

const models = ['reader', 'sorter'];
/** Texts of each concept that a tenant begins with. */
const textsAtFirst = 8;

/** A client that tries again, as a good one does, and remembers what he was told. */
export class Tenant {
  readonly userId: string;
  readonly random: Random;
  readonly versions: KnownVersion[] = [];
  readonly evaluations: string[] = [];
  readonly schedules: { readonly modelId: string; readonly id: string }[] = [];
  /** Idempotency key -> the version that it stands for, and what was asked. */
  readonly keys = new Map<string, { readonly asked: Asked; readonly id: string | undefined }>();
  /** Jobs that were asked for and accepted. */
  jobs = 0;
  made = 0;
  readonly #options: TenantOptions;

  constructor(options: TenantOptions) {
    this.#options = options;
    this.userId = options.userId;
    this.random = options.random;
  }

  get base(): string {
    return `/v2/users/${this.userId}/apps/lab`;
  }

  get models(): readonly string[] {
    return models;
  }

  violate(what: string): void {
    this.#options.onViolation(`${this.userId}: ${what}`);
  }

  newName(what: string): string {
    this.made += 1;
    return `${what}-${this.made}`;
  }

  /** Asks once. */
  once(asked: Asked): Promise<Answer> {
    return this.#options.api.send(this.userId, asked);
  }

  /** Asks again while the service does not answer, or says that it cannot now. */
  async ask(
    method: string,
    path: string,
    more: Omit<Asked, 'method' | 'path'> = {},
  ): Promise<Answer> {
    const asked = { method, path: path.startsWith('/v2') ? path : this.base + path, ...more };
    let answer = await this.once(asked);
    for (let tries = 1; tries < 4 && isWorthAsking(answer); tries += 1) {
      await this.#options.clock.sleep(this.random.int(500, 8_000));
      answer = await this.once(asked);
    }
    return answer;
  }

  pause(milliseconds: number): Promise<void> {
    return this.#options.clock.sleep(milliseconds);
  }

  /** App, models, a dataset with texts. */
  async setUp(): Promise<void> {
    await this.#must('POST', `/v2/users/${this.userId}/apps`, { apps: [{ id: 'lab' }] });
    for (const id of models)
      await this.#must('POST', '/models', { models: [{ id, model_type_id: 'text-classifier' }] });
    await this.#must('POST', '/datasets', { datasets: [{ id: 'texts' }] });
    await this.addTexts(textsAtFirst);
  }

  /** So many more texts of each concept. */
  async addTexts(count: number): Promise<Answer> {
    const inputs = ['good', 'bad'].flatMap((concept) =>
      Array.from({ length: count }, () => {
        const id = this.newName(concept);
        return {
          id,
          data: { text: { raw: `${concept} ${id}` }, concepts: [{ id: concept }] },
          dataset_ids: ['texts'],
        };
      }),
    );
    return this.ask('POST', '/inputs', { body: { inputs } });
  }

  async #must(method: string, path: string, body: Body): Promise<void> {
    const { status, body: said } = await this.ask(method, path, { body });
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(said)}`);
  }
}

function isWorthAsking({ status }: Answer): boolean {
  return status === 0 || status >= 500 || status === 429;
}
