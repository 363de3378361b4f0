import type { OpenAiMessages } from '../../core/api/wire/messages.ts';
import type { RunningServer } from '../../local/server.ts';

const line = JSON.stringify({ prompt: 'a cat', completion: 'an animal' });

/** The little of `/v1` that fills an app. */
export class OpenAiClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  constructor({ url, key }: Pick<RunningServer, 'url' | 'key'>, project: string) {
    this.#url = `${url}/v1`;
    this.#headers = { authorization: `Bearer ${key}`, 'openai-project': project };
  }

  /** @returns the id of a file with twelve lines */
  async upload(): Promise<string> {
    const form = new FormData();
    form.set('purpose', 'fine-tune');
    form.set('file', new File([Array(12).fill(line).join('\n')], 'lines.jsonl'));
    return (await this.#send<OpenAiMessages['OpenAiFile']>('POST', '/files', form)).id;
  }

  startJob(fileId: string): Promise<OpenAiMessages['FineTuningJob']> {
    const order = { model: 'Deeptune_Gpt_Small', training_file: fileId };
    const hyperparameters = { n_epochs: 1 };
    return this.#send('POST', '/fine_tuning/jobs', JSON.stringify({ ...order, hyperparameters }));
  }

  job(id: string): Promise<OpenAiMessages['FineTuningJob']> {
    return this.#send('GET', `/fine_tuning/jobs/${id}`);
  }

  /** OpenAI has no status for it: the newest event says so. */
  async isPaused(id: string): Promise<boolean> {
    const path = `/fine_tuning/jobs/${id}/events?limit=1`;
    const { data } = await this.#send<{ data: { message: string }[] }>('GET', path);
    return data[0]?.message.startsWith('The job has been paused') ?? false;
  }

  pause(id: string): Promise<OpenAiMessages['FineTuningJob']> {
    return this.#send('POST', `/fine_tuning/jobs/${id}/pause`);
  }

  async #send<T>(method: string, path: string, body?: FormData | string): Promise<T> {
    const request = { method, headers: this.#headers, ...(body === undefined ? {} : { body }) };
    const response = await fetch(this.#url + path, request);
    if (!response.ok) throw new Error(`${method} ${path}: ${await response.text()}`);
    return (await response.json()) as T;
  }
}
