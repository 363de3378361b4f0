import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '../../../client/client.ts';
import type { LogEntry } from '../../../core/api/wire/messages.ts';
import { digitsOf, prepareDigits, template } from './digits-app.ts';
import { appId, heldMicros, root, settled, train, usageOf, userId } from './live-host.ts';
import { until } from '../../until.ts';
import { freePort } from '../../free-port.ts';

jest.setTimeout(300_000);

const names = { dataset: 'digits', model: 'reader' };

/** The server as a person starts it: a process of its own. */
class ServerProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'deeptune-kill-'));
  readonly #port: number;
  #child: ChildProcess | undefined;

  constructor(port: number) {
    this.#port = port;
  }

  get client(): Client {
    const key = readFileSync(join(this.folder, 'key'), 'utf8');
    return new Client({ url: `http://127.0.0.1:${this.#port}`, key, userId, appId });
  }

  async start(): Promise<void> {
    const env = {
      ...process.env,
      DEEPTUNE_FOLDER: this.folder,
      DEEPTUNE_CALIBRATE: '0',
      DEEPTUNE_PORT: String(this.#port),
      DEEPTUNE_USER: userId,
    };
    this.#child = spawn(process.execPath, [join(root, 'bin', 'serve.ts')], {
      env,
      stdio: 'ignore',
    });
    await until(60, async () => {
      const answer = await fetch(`http://127.0.0.1:${this.#port}/healthz`).catch(() => undefined);
      return answer?.ok ? answer : undefined;
    });
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  }
}

describe('kill -9 in the middle of a training', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = new ServerProcess(await freePort());
    await server.start();
    await server.client.call('PostApps', {}, { apps: [{ id: appId }] });
    await prepareDigits(server.client, digitsOf([0, 1], 60), names);
  });

  afterAll(async () => {
    await server.kill();
    rmSync(server.folder, { recursive: true, force: true, maxRetries: 20 });
  });

  /** Starts a training and waits until it has a checkpoint. */
  async function trainToCheckpoint(): Promise<string> {
    // All of its epochs: it must not end before it is killed.
    const params = {
      template,
      num_epochs: 60,
      early_stopping_patience: 0,
      dataset_id: names.dataset,
    };
    const { id } = await train(server.client, names.model, { params });
    await until(90, async () => {
      const lines = await logOf(id);
      return lines.some(({ message }) => message.startsWith('checkpoint')) ? lines : undefined;
    });
    return id;
  }

  async function logOf(id: string): Promise<readonly LogEntry[]> {
    const version = { model_id: names.model, version_id: id, log_type: 'training' };
    const page = { page: 1, per_page: 1000 };
    return (await server.client.call('ListLogEntries', { ...version, ...page })).log_entries;
  }

  async function expectTrainedAndBilledOnce(id: string, jobName: string): Promise<void> {
    const version = await settled(server.client, names.model, id);
    expect(version.status).toMatchObject({ code: 21100 });
    const lines = (await usageOf(server.client)).filter((usage) => usage.versionId === id);
    expect(lines.map((line) => line.trainingJobName)).toEqual([jobName]);
    expect(await heldMicros(server.client)).toBe(0);
  }

  test('of the server: the training goes on, ends trained and is billed once', async () => {
    const id = await trainToCheckpoint();

    await server.kill();
    await server.start();

    await expectTrainedAndBilledOnce(id, `ft-${id}-a1`);
  });

  test('of the server and its training job: the second attempt resumes from the checkpoint and is billed once', async () => {
    const id = await trainToCheckpoint();

    await server.kill();
    killJob(server.folder, `ft-${id}-a1`);
    await server.start();

    await expectTrainedAndBilledOnce(id, `ft-${id}-a2`);
    const lines = await logOf(id);
    expect(lines.map(({ message }) => message).join('\n')).toMatch(/resum/i);
  });
});

/** The job's process group, found by its folder's record. */
function killJob(folder: string, jobName: string): void {
  const record = JSON.parse(
    readFileSync(join(folder, 'jobs', jobName, 'process.json'), 'utf8'),
  ) as { pid: number };
  process.kill(-record.pid, 'SIGKILL');
}
