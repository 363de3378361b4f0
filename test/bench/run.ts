import { dirname, join } from 'node:path';
import { SqliteTable } from '../../local/table/sqlite-table.ts';
import { ownTemporaryFolder } from '../temporary-folder.ts';
import { measureBundles } from './bundles.ts';
import { LoadGenerator, startHostile } from './child.ts';
import type { Times } from './load.ts';
import { merged } from './load.ts';
import type { LoopDelay } from './loop-delay.ts';
import { populate } from './population.ts';
import type { Tenant } from './population.ts';
import type { LoadKind } from './reads.ts';
import {
  besideLine,
  bundleTable,
  endpointTable,
  hostileTable,
  loopLine,
  pageTable,
  verdicts,
} from './report.ts';
import type { Running } from './server.ts';
import { start } from './server.ts';

/**
 * `npm run bench:api [-- <seconds> [<rounds>]]`: the goals of the API's speed, beside the bare
 * framework in the same run and in turns with it, alone and with a hostile tenant beside. Ends with
 * 1 where a goal is missed.
 */
const root = dirname(dirname(import.meta.dirname));
const perSecond = 200;
const [seconds = 5, rounds = 4] = process.argv.slice(2).map(Number);
/** Not counted: code that runs for the first time. */
const warmUpSeconds = 3;
/** Connections of the hostile tenant, each with one request under way. */
const atOnce = 4;
const temporary = ownTemporaryFolder('bench');
const folder = temporary.path;
const served = {
  ...{ DEEPTUNE_FOLDER: folder, DEEPTUNE_PORT: '0', DEEPTUNE_GRPC_PORT: '0' },
  DEEPTUNE_CALIBRATE: '0',
};
const say = (text: string) => void process.stdout.write(`${text}\n`);

try {
  const tenants = await fill();
  const generator = new LoadGenerator(tenants);
  const bare = await start(join(root, 'test/bench/bare-server.ts'));
  const api = await start(join(root, 'bin/serve.ts'), served);
  const drive = (server: Running, kind: LoadKind, length: number) =>
    generator.drive({ url: server.url, perSecond, seconds: length, kind });
  await drive(bare, 'bare', warmUpSeconds);
  for (const kind of ['mixed', 'pages'] as const) await drive(api, kind, warmUpSeconds);
  await api.loopDelay();

  const found: Record<LoadKind, Times[]> = { bare: [], mixed: [], pages: [] };
  for (let round = 0; round < rounds; round += 1)
    for (const kind of ['bare', 'mixed', 'pages'] as const)
      found[kind].push(await drive(kind === 'bare' ? bare : api, kind, seconds));
  const quiet = await api.loopDelay();

  const stop = await startHostile({ url: api.url, tenant: tenants[0]!, atOnce });
  const attack: Record<'beside' | 'mixed', Times[]> = { beside: [], mixed: [] };
  for (let round = 0; round < rounds; round += 1) {
    attack.beside.push(await drive(bare, 'bare', seconds));
    attack.mixed.push(await drive(api, 'mixed', seconds));
  }
  const rows = await stop();
  const [attacked, beside] = [merged(attack.mixed), merged(attack.beside)];
  const loops: Record<string, LoopDelay> = { quiet, attacked: await api.loopDelay() };
  for (const server of [bare, api]) await server.stop();
  generator.stop();

  const control = merged(found.bare);
  const measured = { mixed: merged(found.mixed), pages: merged(found.pages), attacked };
  const bundles = await measureBundles();
  say(endpointTable(measured.mixed, control));
  say(pageTable(measured.pages, control));
  say(`With the hostile tenant beside:\n${endpointTable(attacked, control)}`);
  say(besideLine(attacked, { control, beside }));
  say(hostileTable(rows));
  for (const [name, delay] of Object.entries(loops)) say(loopLine(name, delay));
  say(`\n${bundleTable(bundles)}`);
  const missed = verdicts({ ...measured, control, bundles });
  say(missed.length === 0 ? 'Every goal is met.' : `Missed:\n${missed.join('\n')}`);
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  temporary.remove();
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
