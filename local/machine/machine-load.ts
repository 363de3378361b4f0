import { readFileSync, readdirSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

/** What a machine had done until one moment. Seconds of its processors, all together. */
export interface LoadSample {
  /** All of it, idle too. */
  readonly total: number;
  /** Computed, but for what was told to give way (`nice`): a training does not wait for that. */
  readonly busy: number;
  /** Computed for what gives way. */
  readonly nice: number;
  /** By our own trainings. */
  readonly own: number;
  /** Threads that computed or waited for a processor; absent where the system does not say. */
  readonly running?: number;
}

const sampleMilliseconds = 3_000;
/** Half a minute: what a machine did before says little of what it will do. */
const maxSamples = 10;
/** From here on there is more to do than processors can. */
const saturated = 0.95;
/** What wants more than that does not want it for as long as a training takes. */
const maxLoad = 3;

/**
 * What others want of this machine now: 0 nothing, 1 all of its processors, 2 twice as much. Our
 * own trainings are not counted: who forecasts knows of them.
 */
export class MachineLoad {
  readonly #pids: () => readonly number[];
  readonly #samples: LoadSample[] = [];
  readonly #timer: NodeJS.Timeout;

  /** @param pids of our own trainings' group leaders */
  constructor(pids: () => readonly number[]) {
    this.#pids = pids;
    this.#samples.push(sampleNow(pids()));
    this.#timer = setInterval(() => this.#look(), sampleMilliseconds);
    this.#timer.unref();
  }

  load(): number {
    const [first] = this.#samples;
    const last = sampleNow(this.#pids());
    const isShort = first === undefined || this.#samples.length < 2;
    const cores = availableParallelism();
    // Nobody but the system comes before a process of a real-time policy, or its children.
    if (isRealTime()) return 0;
    // The minute before the host began has been counted by the system.
    if (isShort) return bounded(loadavg()[0]! / cores);
    return loadOf([...this.#samples, last], cores);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    this.#samples.push(sampleNow(this.#pids()));
    if (this.#samples.length > maxSamples) this.#samples.shift();
  }
}

/**
 * The load over some samples, the oldest first. Below saturation what others used is what they
 * wanted; above, what waits counts too, and of it the part that is not ours: who has a third of the
 * time has about a third of the threads.
 */
export function loadOf(samples: readonly LoadSample[], cores: number): number {
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const busy = last.busy - first.busy;
  const total = last.total - first.total;
  if (total <= 0 || busy <= 0) return 0;
  const own = Math.min(busy, Math.max(0, last.own - first.own));
  const used = (busy - own) / total;
  const running = samples.flatMap(({ running: each }) => (each === undefined ? [] : [each]));
  const nice = last.nice - first.nice;
  if ((busy + nice) / total < saturated || running.length === 0) return bounded(used);
  const mean = running.reduce((sum, each) => sum + each, 0) / running.length;
  return bounded(Math.max(used, (mean / cores) * ((busy - own) / (busy + nice))));
}

const bounded = (load: number) => Math.min(maxLoad, Math.max(0, load));

function sampleNow(pids: readonly number[]): LoadSample {
  let [total, busy, nice] = [0, 0, 0];
  for (const { times } of cpus()) {
    const { idle, nice: givingWay, ...others } = times;
    const computing = Object.values(others).reduce((sum, each) => sum + each, 0);
    total += (idle + givingWay + computing) / 1_000;
    busy += computing / 1_000;
    nice += givingWay / 1_000;
  }
  const running = runningThreads();
  const own = pids.length === 0 ? 0 : secondsOfGroups(new Set(pids));
  return { total, busy, nice, own, ...(running === undefined ? {} : { running }) };
}

/** Whether this process computes before all others; false where the system does not say. */
function isRealTime(): boolean {
  const stat = textOf('/proc/self/stat');
  // Behind the name: the policy is the 41st of all fields (1 first in first out, 2 round robin).
  const policy = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[38];
  return policy === '1' || policy === '2';
}

/** Less the one that asks. */
function runningThreads(): number | undefined {
  const found = /^procs_running (\d+)/m.exec(textOf('/proc/stat'))?.[1];
  return found === undefined ? undefined : Math.max(0, Number(found) - 1);
}

const ticksPerSecond = 100;

/** Seconds that the processes of these groups computed, with those of theirs that have ended. */
function secondsOfGroups(leaders: ReadonlySet<number>): number {
  let ticks = 0;
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = textOf(`/proc/${name}/stat`);
    // Behind the name, which may hold blanks: state, parent, group; four times from the 12th on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (!leaders.has(Number(fields[2]))) continue;
    ticks += fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0);
  }
  return ticks / ticksPerSecond;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty where there is no such file: a process that has just ended, or another system. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
