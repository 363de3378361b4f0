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
  readonly #own = new OwnSeconds();
  readonly #timer: NodeJS.Timeout;

  /** @param pids of our own trainings' group leaders */
  constructor(pids: () => readonly number[]) {
    this.#pids = pids;
    this.#samples.push(this.#sample());
    this.#timer = setInterval(() => this.#look(), sampleMilliseconds);
    this.#timer.unref();
  }

  load(): number {
    const [first] = this.#samples;
    const last = this.#sample();
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

  #sample(): LoadSample {
    const used = usedNow();
    const pids = this.#pids();
    const groups = pids.length === 0 ? new Map<number, number>() : secondsOfGroups(new Set(pids));
    return { ...used, own: this.#own.add(groups, used.busy) };
  }

  #look(): void {
    this.#samples.push(this.#sample());
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

/**
 * What our own trainings computed since the beginning. A group that has ended takes its seconds
 * with it, and what it did since the look before is not known: what was computed meanwhile counts
 * as its own.
 */
export class OwnSeconds {
  #seen: ReadonlyMap<number, number> = new Map();
  #busy = 0;
  #total = 0;

  /**
   * @param groups seconds of each group that runs now
   * @param busy of the machine until now
   * @returns seconds of all groups until now
   */
  add(groups: ReadonlyMap<number, number>, busy: number): number {
    const hasEnded = [...this.#seen.keys()].some((leader) => !groups.has(leader));
    let grown = 0;
    for (const [leader, seconds] of groups) grown += seconds - (this.#seen.get(leader) ?? 0);
    this.#total += hasEnded ? Math.max(grown, busy - this.#busy) : grown;
    [this.#seen, this.#busy] = [groups, busy];
    return this.#total;
  }
}

function usedNow(): Omit<LoadSample, 'own'> {
  let [total, busy, nice] = [0, 0, 0];
  for (const { times } of cpus()) {
    const { idle, nice: givingWay, ...others } = times;
    const computing = Object.values(others).reduce((sum, each) => sum + each, 0);
    total += (idle + givingWay + computing) / 1_000;
    busy += computing / 1_000;
    nice += givingWay / 1_000;
  }
  const running = runningThreads();
  return { total, busy, nice, ...(running === undefined ? {} : { running }) };
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

/** Seconds that each group's processes computed, with those of theirs that have ended. */
function secondsOfGroups(leaders: ReadonlySet<number>): Map<number, number> {
  const seconds = new Map<number, number>();
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = textOf(`/proc/${name}/stat`);
    // Behind the name, which may hold blanks: state, parent, group; four times from the 12th on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const leader = Number(fields[2]);
    if (!leaders.has(leader)) continue;
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + Number(each), 0);
    seconds.set(leader, (seconds.get(leader) ?? 0) + ticks / ticksPerSecond);
  }
  return seconds;
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
