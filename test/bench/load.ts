import { Agent, request } from 'node:http';

/** One request of a load, and the row that its time is counted in. */
export interface Shot {
  readonly name: string;
  readonly path: string;
  readonly key: string;
}

export interface Load {
  readonly url: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** The n-th request. */
  readonly shot: (n: number) => Shot;
}

/** Milliseconds, by name, in the order of their ends. */
export type Times = ReadonlyMap<string, readonly number[]>;

/** The row of a `Times` that holds what the generator itself was late by, for every request. */
export const lateness = 'the generator itself';

/**
 * Sends requests at an even pace whether answers come or not, each timed from when it should have
 * been sent: a server that stalls is charged for everything that waited meanwhile. So is the
 * generator: what it was late by itself is a row of its own.
 * @throws Error for the first answer that is not 200
 */
export async function drive({ url, perSecond, seconds, shot }: Load): Promise<Times> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const times = new Map<string, number[]>();
  const note = (name: string, time: number): void => {
    const known = times.get(name);
    if (known) known.push(time);
    else times.set(name, [time]);
  };
  const underWay: Promise<void>[] = [];
  const start = performance.now();
  for (let n = 0; n < perSecond * seconds; n += 1) {
    const due = start + (n * 1000) / perSecond;
    while (performance.now() < due) await new Promise((resolve) => setTimeout(resolve, 1));
    note(lateness, performance.now() - due);
    const { name, path, key } = shot(n);
    underWay.push(
      get(new URL(path, url), key, agent).then(() => note(name, performance.now() - due)),
    );
  }
  await Promise.all(underWay);
  agent.destroy();
  return times;
}

function get(url: URL, key: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Key ${key}` };
    const sent = request(url, { agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url.href}: ${response.statusCode}`));
      response.resume().on('end', resolve).on('error', reject);
    });
    sent.on('error', reject).end();
  });
}

/** Several loads as one. */
export function merged(all: readonly Times[]): Times {
  const names = new Set(all.flatMap((times) => [...times.keys()]));
  return new Map([...names].map((name) => [name, all.flatMap((times) => times.get(name) ?? [])]));
}

/** The times of all requests together, whatever they asked for. */
export function allTimes(times: Times): number[] {
  return [...times].flatMap(([name, values]) => (name === lateness ? [] : values));
}

/** The value that a share of all lies at or below. */
export function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}
