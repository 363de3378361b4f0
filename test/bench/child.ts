import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { HostileOrder, HostileRow } from './hostile-process.ts';
import type { Times } from './load.ts';
import type { LoadOrder } from './load-process.ts';
import type { Tenant } from './population.ts';

const scriptOf = (name: string) => join(import.meta.dirname, name);

async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${child.spawnfile} ended before it answered`);
  });
  return ((await Promise.race([once(child, 'message'), ended])) as [T])[0];
}

/** The process that sends loads and times them. */
export class LoadGenerator {
  readonly #child = fork(scriptOf('load-process.ts'));

  constructor(tenants: readonly Tenant[]) {
    this.#child.send([...tenants]);
  }

  async drive(order: LoadOrder): Promise<Times> {
    this.#child.send(order);
    return new Map(await answerOf<[string, number[]][]>(this.#child));
  }

  stop(): void {
    this.#child.disconnect();
  }
}

/** Lets another tenant send the worst requests. @returns what stops him, and tells how he fared */
export async function startHostile(order: HostileOrder): Promise<() => Promise<HostileRow[]>> {
  const child = fork(scriptOf('hostile-process.ts'));
  child.send(order);
  await answerOf(child);
  return () => {
    child.send('stop');
    return answerOf<HostileRow[]>(child);
  };
}
