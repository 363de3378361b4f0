import { existsSync, readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';

/** How this process, and the trainers that it starts, share the machine with others. */
export interface Scheduling {
  /** Cores that it may use: `0-1`; absent: not known on this system. */
  readonly cores?: string;
  /** Linux's scheduling policy: `other`, or a real-time one, before which others wait. */
  readonly policy?: string;
}

const policies: Readonly<Record<string, string>> = { 0: 'other', 1: 'fifo', 2: 'round-robin' };

/** Of this process: what it starts inherits it. */
export function schedulingOf(): Scheduling {
  if (!existsSync('/proc/self/stat')) return {};
  const cores = /Cpus_allowed_list:\s*(\S+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
  // After the command's name, which may hold anything but a closing bracket: field 3 comes first.
  const fields = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ') ?? [];
  const policy = policies[fields[38] ?? ''];
  return { ...(cores ? { cores } : {}), ...(policy ? { policy } : {}) };
}

/** Processor seconds of the whole machine since it started: of all processes and cores. */
export function machineSeconds(): number {
  const busy = cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);
  return busy.reduce((sum, each) => sum + each, 0) / 1000;
}

/** Processor seconds of this process. */
export function ownSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Tasks that were running or waiting to, mean of the last minute. */
export function loadNow(): number {
  return Math.round((loadavg()[0] ?? 0) * 100) / 100;
}

/** Cores that others keep busy while this process waits. @param seconds how long to look */
export async function othersCores(seconds: number): Promise<number> {
  const [machine, own, from] = [machineSeconds(), ownSeconds(), performance.now()];
  await wait(seconds * 1000);
  const elapsed = (performance.now() - from) / 1000;
  return Math.max(0, machineSeconds() - machine - (ownSeconds() - own)) / elapsed;
}
