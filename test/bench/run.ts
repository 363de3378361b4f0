import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SqliteTable } from '../../local/table/sqlite-table.ts';
import { measureBundles } from './bundles.ts';
import type { Shot, Times } from './load.ts';
import { drive } from './load.ts';
import { populate } from './population.ts';
import type { Tenant } from './population.ts';
import { mixedReads, pagesOf } from './reads.ts';
import { bundleTable, endpointTable, pageTable, verdicts } from './report.ts';
import { start } from './server.ts';

/**
 * `npm run bench:api`: the goals of the API's speed, beside the bare framework in the same run.
 * Ends with 1 where a goal is missed.
 */
const root = dirname(dirname(import.meta.dirname));
const perSecond = 200;
const seconds = 20;
/** Not counted: code that runs for the first time. */
const warmUpSeconds = 3;
const constant: Shot = { name: 'constant', path: '/v2/anything', key: 'none' };
const folder = mkdtempSync(join(tmpdir(), 'deeptune-bench-'));
const served = { DEEPTUNE_FOLDER: folder, DEEPTUNE_PORT: '0', DEEPTUNE_GRPC_PORT: '0' };
const say = (text: string) => void process.stdout.write(`${text}\n`);

try {
  const tenants = await fill();
  const choose = chance();
  const bare = await measured('test/bench/bare-server.ts', {}, [() => constant]);
  const loads = [mixedReads(tenants, choose), pagesOf(tenants[0]!)];
  const [mixed, pages] = await measured('bin/serve.ts', served, loads);
  const bundles = await measureBundles();
  const bareTimes = bare[0]!.get(constant.name)!;
  say(endpointTable(mixed!, bareTimes));
  say(pageTable(pages!, bareTimes));
  say(bundleTable(bundles));
  const missed = verdicts(mixed!, pages!, bundles);
  say(missed.length === 0 ? 'Every goal is met.' : `Missed:\n${missed.join('\n')}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function fill(): Promise<Tenant[]> {
  const from = performance.now();
  const table = new SqliteTable(join(folder, 'deeptune.sqlite'));
  const tenants = await populate(table);
  table.close();
  const took = ((performance.now() - from) / 1000).toFixed(0);
  say(`stored ${tenants.length} tenants, 10,000 versions, 100,000 inputs in ${took} s\n`);
  return tenants;
}

/**
 * Times of one load after the other on one server, which is started for them and warmed up with
 * each.
 */
async function measured(
  script: string,
  environment: Readonly<Record<string, string>>,
  shots: readonly ((n: number) => Shot)[],
): Promise<Times[]> {
  const server = await start(join(root, script), environment);
  const times: Times[] = [];
  for (const shot of shots) {
    const load = { url: server.url, perSecond, shot };
    await drive({ ...load, seconds: warmUpSeconds });
    times.push(await drive({ ...load, seconds }));
  }
  await server.stop();
  return times;
}

/** The same choices in every run: a linear congruential generator (Numerical Recipes). */
function chance(): (below: number) => number {
  let state = 1;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}
