import { join } from 'node:path';
import { ownTemporaryFolder } from '../temporary-folder.ts';
import { ensurePython } from '../../local/python/python-environment.ts';
import type { Target } from './attack.ts';
import { attackBodies } from './bodies.ts';
import { attackBombs } from './bombs.ts';
import { attackConsole } from './console.ts';
import { attackByKilling } from './crash.ts';
import { attackEvents } from './events.ts';
import { attackFetching, fetchedPort } from './fetching.ts';
import { attackFullDisk } from './full-disk.ts';
import { attackIsolation } from './isolation.ts';
import { attackKeys, attackLinks } from './keys.ts';
import { HostProcess, root } from './host-process.ts';
import { attackPatterns } from './patterns.ts';
import { keyInTable, populate } from './population.ts';
import { Probe } from './probe.ts';
import { Report } from './report.ts';
import { must } from './request.ts';
import { attackTornFiles } from './torn.ts';
import { attackWebhooks } from './webhooks.ts';

/**
 * `npm run test:attack`: attacks a laptop host of its own, in a temporary folder, on 127.0.0.1
 * only. Prints what was tried and what held by kind, and every breach with the request that shows
 * it; ends with 1 where there is one, or where it cannot run.
 */
const say = (line: string) => void process.stdout.write(`${line}\n`);

async function main(): Promise<boolean> {
  await ensurePython(root, say);
  const report = new Report(say);
  const { path: folder } = ownTemporaryFolder('attack');
  const timed = async (what: string, attack: () => Promise<void>) => {
    const started = performance.now();
    await attack();
    say(`${what}: ${Math.round((performance.now() - started) / 1000)} s`);
  };
  await attackRunningHost(await HostProcess.in(join(folder, 'host')), report, timed);
  const killed = join(folder, 'killed');
  await timed('kill -9', () => attackByKilling(killed, report));
  await timed('torn files', () => attackTornFiles(killed, report));
  await timed('full disk', () => attackFullDisk(join(folder, 'disk'), report));
  report.print();
  return report.isClean;
}

type Timed = (what: string, attack: () => Promise<void>) => Promise<void>;

async function attackRunningHost(host: HostProcess, report: Report, timed: Timed): Promise<void> {
  const environment = { DEEPTUNE_FETCH_HOSTS: `*,*:${fetchedPort}` };
  if (!(await host.start(environment))) throw new Error(`the host did not start: ${host.said}`);
  const probe = new Probe(host.url);
  try {
    const known = await populate(host);
    const stranger = await keyInTable(host.folder, { userId: 'stranger', scopes: ['All'] });
    const apps = { apps: [{ id: 'lab' }] };
    await must(host.url, { method: 'POST', path: '/v2/users/me/apps', key: stranger, body: apps });
    const target: Target = { host, report, probe, known, stranger };
    for (const [what, attack] of Object.entries(attacks)) await timed(what, () => attack(target));
  } finally {
    await probe.close();
    await host.stop();
  }
}

const attacks: Readonly<Record<string, (target: Target) => Promise<void>>> = {
  keys: attackKeys,
  links: attackLinks,
  console: attackConsole,
  events: attackEvents,
  webhooks: attackWebhooks,
  patterns: attackPatterns,
  fetching: attackFetching,
  bodies: attackBodies,
  bombs: attackBombs,
  // Last: its controls delete what is there.
  isolation: attackIsolation,
};

process.exitCode = (await main()) ? 0 : 1;
