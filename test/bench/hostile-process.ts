/**
 * Another tenant, in a process of its own: sends the worst requests over and over, several at a
 * time, until it is told to stop; then says how each was answered.
 */
import { Agent, request } from 'node:http';
import { getPriority, setPriority } from 'node:os';
import type { HostileRequest } from './hostile.ts';
import { hostileRequests } from './hostile.ts';
import type { Tenant } from './population.ts';

/** What the process is told at its start. */
export interface HostileOrder {
  readonly url: string;
  readonly tenant: Tenant;
  readonly atOnce: number;
}

/** How one kind of request was answered. */
export interface HostileRow {
  readonly name: string;
  readonly answers: number;
  /** HTTP statuses; 0: the connection ended without one. */
  readonly statuses: readonly number[];
  readonly slowestMilliseconds: number;
}

// He has a machine of his own: on this one he must not take the server's.
setPriority(Math.min(19, getPriority() + 19));
const rows = new Map<string, { statuses: number[]; slowest: number }>();
let isOver = false;

process.on('message', (message: HostileOrder | 'stop') => {
  if (message === 'stop') isOver = true;
  else void attack(message);
});
process.on('disconnect', () => process.exit(0));

async function attack({ url, tenant, atOnce }: HostileOrder): Promise<void> {
  const requests = hostileRequests(tenant);
  process.send?.('ready');
  await Promise.all(
    Array.from({ length: atOnce }, async (_, connection) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const step = Math.floor(requests.length / atOnce);
      for (let n = connection * step; !isOver; n += 1) {
        const sent = requests[n % requests.length]!;
        const from = performance.now();
        const status = await send(url, tenant.key, sent, agent).catch(() => 0);
        note(sent.name, status, performance.now() - from);
      }
      agent.destroy();
    }),
  );
  const told = [...rows].map(([name, { statuses, slowest }]): HostileRow => ({
    ...{ name, answers: statuses.length, slowestMilliseconds: slowest },
    statuses: [...new Set(statuses)].sort(),
  }));
  process.send?.(told, () => process.exit(0));
}

function note(name: string, status: number, took: number): void {
  const row = rows.get(name) ?? { statuses: [], slowest: 0 };
  rows.set(name, { statuses: [...row.statuses, status], slowest: Math.max(row.slowest, took) });
}

function send(url: string, key: string, sent: HostileRequest, agent: Agent): Promise<number> {
  const { method, path, body, times } = sent;
  const headers = {
    authorization: `Key ${key}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(body === undefined || times ? {} : { 'content-length': Buffer.byteLength(body) }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, url), { method, headers, agent }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0)).on('error', reject);
    });
    asked.on('error', reject);
    if (times && body) void pour(asked, body, times);
    else asked.end(body);
  });
}

/** As much as the other side takes, piece by piece. */
async function pour(
  asked: ReturnType<typeof request>,
  piece: string | Uint8Array,
  times: number,
): Promise<void> {
  for (let n = 0; n < times && !asked.destroyed && !asked.closed; n += 1)
    await new Promise<void>((resolve) => asked.write(piece, () => resolve()));
  asked.end();
}
