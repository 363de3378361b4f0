import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { Client } from '../../client/client.ts';
import { until } from '../until.ts';
import { HostProcess, userId } from './host-process.ts';
import { appId } from './population.ts';
import { ask, must } from './request.ts';
import type { Report } from './report.ts';

const base = `/v2/users/${userId}/apps/${appId}`;
const kills = 3;

/** What the host said yes to, and what was asked of it. */
interface Sent {
  readonly acknowledged: Set<string>;
  readonly asked: Set<string>;
}

/**
 * `kill -9` in the middle of uploads and of a training, several times over. Afterwards the accounts
 * must add up: what was acknowledged is there once and whole, nothing is held, and what was posted
 * is the sum of the usage records, one for each training.
 */
export async function attackByKilling(folder: string, report: Report): Promise<void> {
  const host = await HostProcess.in(folder);
  await host.start();
  try {
    await seedTexts(host);
    const trainings: string[] = [];
    const sent: Sent = { acknowledged: new Set(), asked: new Set() };
    for (let kill = 0; kill < kills; kill += 1) {
      const stop = new AbortController();
      const load = [0, 1, 2].map((worker) => upload(host, `k${kill}w${worker}`, sent, stop.signal));
      const version = await train(host, `training-${kill}`);
      // At another point each time: before, while, and after the trainer runs.
      await until(60, async () => (isAt(host, version, kill) ? true : undefined));
      if (kill % 2 === 1) killTrainer(host.folder, version);
      await host.stop('SIGKILL');
      stop.abort();
      await Promise.all(load);
      await host.start();
      // The same order again, as a client sends it that heard nothing.
      const again = await train(host, `training-${kill}`);
      report.tried(
        'kill -9',
        'an order that is sent again starts nothing new',
        again === version,
        () => `Idempotency-Key training-${kill}: ${version}, then ${again}`,
      );
      trainings.push(version);
    }
    await checkInputs(host, sent, report);
    await checkMoney(host, trainings, report);
  } finally {
    // Its log is not in the database then: what the attack on torn files begins with.
    await host.stop('SIGKILL');
  }
}

async function seedTexts(host: HostProcess): Promise<void> {
  const client = new Client({ url: host.url, key: host.key, userId, appId });
  await client.call('PostApps', {}, { apps: [{ id: appId }] });
  await client.call('PostDatasets', {}, { datasets: [{ id: 'things' }, { id: 'load' }] });
  const inputs = ['good', 'bad'].flatMap((id) =>
    Array.from({ length: 12 }, (_, n) => ({
      id: `${id}-${n}`,
      data: { text: { raw: `a ${id} text, the ${n}th` }, concepts: [{ id }] },
      dataset_ids: ['things'],
    })),
  );
  await client.call('PostInputs', {}, { inputs });
  await client.call(
    'PostModels',
    {},
    { models: [{ id: 'reader', model_type_id: 'text-classifier' }] },
  );
}

/** Batches of five inputs, one after the other, until the host is gone. */
async function upload(
  host: HostProcess,
  name: string,
  sent: Sent,
  signal: AbortSignal,
): Promise<void> {
  for (let batch = 0; !signal.aborted && batch < 500; batch += 1) {
    const ids = [0, 1, 2, 3, 4].map((n) => `${name}-${batch}-${n}`);
    ids.forEach((id) => sent.asked.add(id));
    const inputs = ids.map((id) => ({
      id,
      data: { text: { raw: `text of ${id}` } },
      dataset_ids: ['load'],
    }));
    const answer = await ask(host.url, {
      method: 'POST',
      path: `${base}/inputs`,
      key: host.key,
      body: { inputs },
    });
    if (answer.status === 0) return;
    if (answer.status === 200) ids.forEach((id) => sent.acknowledged.add(id));
  }
}

async function train(host: HostProcess, token: string): Promise<string> {
  const params = { template: 'Deeptune_Bert_Small', dataset_id: 'things', num_epochs: 3 };
  const { model } = await must<{ model: { model_version: { id: string } } }>(host.url, {
    method: 'POST',
    path: `${base}/models/reader/versions`,
    key: host.key,
    headers: { 'idempotency-key': token },
    body: { model_versions: [{ train_info: { params } }] },
  });
  return model.model_version.id;
}

/** How far a training is when its host is killed: started, running, with a checkpoint, ended. */
function isAt(host: HostProcess, version: string, kill: number): boolean {
  const path = join(host.folder, 'jobs', `ft-${version}-a1`);
  const marks = ['job.json', 'process.json', 'exit.json'];
  try {
    return readFileSync(join(path, marks[kill] ?? 'job.json')).length > 0;
  } catch {
    return false;
  }
}

function killTrainer(folder: string, version: string): void {
  try {
    const path = join(folder, 'jobs', `ft-${version}-a1`, 'process.json');
    const { pid } = JSON.parse(readFileSync(path, 'utf8')) as { pid: number };
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

async function checkInputs(host: HostProcess, sent: Sent, report: Report): Promise<void> {
  const found = new Map<string, string>();
  const counts = new Map<string, number>();
  for (let page = 1; ; page += 1) {
    const path = `${base}/inputs?page=${page}&per_page=1000`;
    const { inputs } = await must<{ inputs: { id: string; data: { text?: { raw?: string } } }[] }>(
      host.url,
      { method: 'GET', path, key: host.key },
    );
    for (const { id, data } of inputs) {
      found.set(id, JSON.stringify(data));
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    if (inputs.length < 1000) break;
  }
  const lost = [...sent.acknowledged].filter((id) => !found.has(id));
  const doubled = [...counts].filter(([, count]) => count > 1);
  const unknown = [...found.keys()].filter((id) => id.startsWith('k') && !sent.asked.has(id));
  const torn = [...found].filter(([, data]) => data === '{}');
  const what = { lost, doubled, unknown, torn };
  report.control(
    'kill -9',
    'uploads',
    sent.acknowledged.size > 0,
    () => 'no upload was acknowledged',
  );
  for (const [name, ids] of Object.entries(what))
    report.tried(
      'kill -9',
      `no input is ${name}, of ${sent.acknowledged.size} acknowledged`,
      ids.length === 0,
      () => JSON.stringify(ids.slice(0, 10)),
    );
}

interface Amount {
  readonly heldMicros: number;
  readonly postedMicros: number;
  readonly amountMicros: number;
}
interface Usage {
  readonly versionId: string;
  readonly amountMicros: number;
}

async function checkMoney(host: HostProcess, trainings: string[], report: Report): Promise<void> {
  const get = <T>(path: string) => must<T>(host.url, { method: 'GET', path, key: host.key });
  const statuses = await until(120, async () => {
    const all = await Promise.all(
      trainings.map((id) =>
        get<{ model_version: { status: { code: number } } }>(
          `${base}/models/reader/versions/${id}`,
        ),
      ),
    );
    const codes = all.map(({ model_version }) => model_version.status.code);
    return codes.every((code) => [21100, 21106].includes(code)) ? codes : undefined;
  });
  report.tried(
    'kill -9',
    'every training is trained',
    statuses.every((code) => code === 21100),
    () => statuses.join(),
  );
  const { amount } = await get<{ amount: Amount }>('/v2/users/me/billing/amounts');
  const { usage_records } = await get<{ usage_records: Usage[] }>('/v2/users/me/billing/usage');
  const shown = () => JSON.stringify({ amount, usage_records });
  const sum = usage_records.reduce((total, { amountMicros }) => total + amountMicros, 0);
  const once = trainings.every(
    (id) => usage_records.filter(({ versionId }) => versionId === id).length === 1,
  );
  report.tried('kill -9', 'nothing is held', amount.heldMicros === 0, shown);
  report.tried(
    'kill -9',
    'one usage record for each training',
    once && usage_records.length === trainings.length,
    shown,
  );
  report.tried(
    'kill -9',
    'posted is the sum of the records',
    amount.postedMicros === sum && amount.amountMicros === sum,
    shown,
  );
}
