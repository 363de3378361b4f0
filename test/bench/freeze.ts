import { fork } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Input } from '../../core/dataset/record/input.ts';
import { createDatasetVersion } from '../../core/dataset/version/create-dataset-version.ts';
import { getDatasetVersion } from '../../core/dataset/version/dataset-version-store.ts';
import { objectsOf } from '../../core/dataset/version/dataset-version.ts';
import { freezeVersion } from '../../core/dataset/version/freezing/freeze-version.ts';
import { readManifest } from '../../core/dataset/version/freeze.ts';
import { eachManifestRow, writeManifest } from '../../core/dataset/version/manifest.ts';
import { groupRows } from '../../core/dataset/version/row-measures.ts';
import { readDataFacts } from '../../core/job/request/rows/data-facts.ts';
import type { Dependencies } from '../../core/ports/host.ts';
import type { Task } from '../../core/ports/tasks.ts';
import { keys } from '../../core/records/keys.ts';
import { toData } from '../../core/records/records.ts';
import { chooseRows } from '../../core/training/choose-rows.ts';
import { KnownLine } from '../../core/training/line/known-line.ts';
import { FileObjects } from '../../local/objects/file-objects.ts';
import { openDatabase } from '../../local/table/sqlite-database.ts';
import { SqliteTable } from '../../local/table/sqlite-table.ts';
import { makeFolder, ownTemporaryFolder } from '../temporary-folder.ts';

/**
 * `npm run bench:freeze [<inputs> …]`: what freezing a dataset version, and reading it for a
 * training, costs on the laptop's adapters (SQLite, files). Each stage is a process of its own, so
 * that its peak of memory is its own.
 */
const stages = ['populate', 'freeze', 'check', 'layout', 'groups', 'replay'] as const;
type Stage = (typeof stages)[number];

const scope = { userId: 'bench', appId: 'main' };
const of = { datasetId: 'everything', id: 'v' };
const at = '2026-11-28T12:00:00.000Z';
/** Rows of a child and of its parent are all held: more than this is not tried. */
const maxReplay = 100_000;

function inputOf(n: number): Input {
  const sha256 = createHash('sha256').update(String(n)).digest('hex');
  return {
    id: `input-${String(n).padStart(9, '0')}`,
    data: { kind: 'image', sha256, size: 100_000, format: 'jpeg' },
    concepts: [{ id: `concept-${n % 10}`, name: `concept-${n % 10}`, value: 1 }],
    metadata: {},
    datasetIds: [of.datasetId],
    createdAt: at,
    modifiedAt: at,
  };
}

type Ports = Pick<
  Dependencies,
  'table' | 'objects' | 'tasks' | 'settings' | 'now' | 'newId' | 'sha256' | 'newSha256'
>;

function portsOf(folder: string, tasks: Task[]): Ports {
  const now = () => new Date().toISOString();
  const root = join(folder, 'objects');
  const signingKey = 'x'.repeat(32);
  return {
    table: new SqliteTable(openDatabase(join(folder, 'bench.sqlite'))),
    objects: new FileObjects({ root, baseUrl: 'http://127.0.0.1', signingKey, now }),
    tasks: { start: async (task) => void tasks.push(task) },
    settings: {} as Dependencies['settings'],
    now,
    newId: () => randomUUID().replaceAll('-', ''),
    sha256: (data) => createHash('sha256').update(data).digest('hex'),
    newSha256: () => {
      const hash = createHash('sha256');
      return { update: (data) => void hash.update(data), digest: () => hash.digest('hex') };
    },
  };
}

async function populate(count: number, ports: Ports): Promise<void> {
  for (let from = 0; from < count; from += 100)
    await ports.table.write(
      Array.from({ length: Math.min(100, count - from) }, (_, n) => inputOf(from + n)).map(
        (input) => ({ put: { ...keys.input(scope, input.id), data: toData(input) } }),
      ),
    );
}

/** @returns what is shown beside time and memory */
async function run(stage: Stage, count: number, folder: string): Promise<object> {
  const tasks: Task[] = [];
  const ports = portsOf(folder, tasks);
  const version = () => getDatasetVersion(scope, of.datasetId, of.id, ports);
  if (stage === 'populate') {
    await populate(count, ports);
    return {};
  }
  if (stage === 'freeze') {
    await createDatasetVersion(scope, { datasetId: of.datasetId, versionId: of.id }, ports);
    for (let task = tasks.shift(); task; task = tasks.shift())
      await freezeVersion(task, () => true, ports);
    const { inputCount, digest } = await version();
    return { frozen: inputCount, digest: digest.slice(0, 12) };
  }
  const dataset = await version();
  if (stage === 'check') {
    const chosen = { dataset, isNew: false };
    const facts = await readDataFacts(scope, { chosen, concepts: [], parent: undefined }, ports);
    return { rows: facts.rows.rows };
  }
  if (stage === 'layout') return layOut(ports);
  if (stage === 'groups')
    return { groups: (await groupRows(eachManifestRow(scope, dataset, ports))).length };
  const rows = await readManifest(scope, dataset, ports);
  const line = new KnownLine(ports.sha256);
  line.learn(await readManifest(scope, dataset, ports), 'parent');
  const choice = { versionId: 'child', unlearnt: new Set<string>(), exemplars: new Map() };
  return {
    rows: chooseRows(line, rows, { ...choice, percent: 40, needsLabels: true }).rows.length,
  };
}

/** As Prepare does it without a parent. */
async function layOut(ports: Ports): Promise<object> {
  const dataset = await getDatasetVersion(scope, of.datasetId, of.id, ports);
  const names = new Set<string>();
  async function* seen() {
    for await (const row of eachManifestRow(scope, dataset, ports)) {
      for (const name of objectsOf(row)) names.add(name);
      yield row;
    }
  }
  await writeManifest('users/bench/train/manifest.jsonl', seen(), ports);
  const list = new TextEncoder().encode(JSON.stringify([...names].sort()));
  await ports.objects.put('users/bench/objects-manifest.json', list);
  return { objects: names.size };
}

async function measure(stage: Stage, count: number, folder: string): Promise<void> {
  const began = performance.now();
  const shown = await run(stage, count, folder);
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  process.stdout.write(
    `${JSON.stringify({
      inputs: count,
      stage,
      seconds: Number(((performance.now() - began) / 1000).toFixed(1)),
      cpuSeconds: Number(((userCPUTime + systemCPUTime) / 1e6).toFixed(1)),
      peakRssMB: Math.round(maxRSS / 1e3),
      ...shown,
    })}\n`,
  );
}

async function all(counts: readonly number[]): Promise<void> {
  for (const count of counts) {
    const folder = makeFolder('freeze');
    for (const stage of stages) {
      if (stage === 'replay' && count > maxReplay) continue;
      const child = fork(fileURLToPath(import.meta.url), [stage, String(count), folder.path]);
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== 0) throw new Error(`${stage} of ${count} ended with ${code}`);
    }
    folder.remove();
  }
}

const [first = '', count = '', folder = ''] = process.argv.slice(2);
if (folder) await measure(first as Stage, Number(count), folder);
else {
  ownTemporaryFolder('bench-freeze');
  const counts = process.argv.slice(2).map(Number);
  await all(counts.length > 0 ? counts : [100_000, 1_000_000]);
}
