import type { Item } from '../../core/ports/table.ts';
import { issueDue } from '../../core/billing/invoice/issue-due.ts';
import { toItem } from '../../lambda/table/dynamo-page.ts';
import { variables } from '../lambda/account.ts';
import type { FakeTrainingJob } from '../wire/sagemaker/sagemaker-jobs.ts';
import { SimulatedAccount } from './account/simulated-account.ts';
import { warmUp } from './account/warm-up.ts';
import { SimulatedApi } from './account/simulated-api.ts';
import { makeInvariants } from './invariants/all-invariants.ts';
import { openIn } from './invariants/all-ends.ts';
import type { Facts, Invariant } from './invariants/invariant.ts';
import { changeOf } from './invariants/invariant.ts';
import { InjectedFaults } from './network/injected-faults.ts';
import type { InjectedKind } from './network/injected-faults.ts';
import type { Decisions } from './report/decisions.ts';
import { decisionsIn } from './report/decisions.ts';
import { Trace } from './report/trace.ts';
import { Waits } from './report/waits.ts';
import { Disturbances } from './disturbances.ts';
import { installTime, settled } from './time/installed-time.ts';
import { Random } from './time/random.ts';
import { VirtualClock } from './time/virtual-clock.ts';
import { actions, stopNewest } from './tenants/actions.ts';
import { Tenant } from './tenants/tenant.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly tenants?: number;
  /** Jobs that are asked for, at least. */
  readonly jobs?: number;
  /** False: nothing goes wrong. */
  readonly faults?: boolean;
  /** Milliseconds within which everything is quiet, once the faults have stopped. */
  readonly quietWithin?: number;
  /** Instead of lives that a seed decides: these actions of one tenant, each until all is quiet. */
  readonly script?: readonly string[];
  /** One fault at this call, counted from the beginning of the script, and no other. */
  readonly single?: {
    readonly at: number;
    readonly kind: InjectedKind | 'stop';
    /** Counted are this function's calls alone. */
    readonly caller?: string;
  };
  /** Every tenant asks for trainings alone, one after the other. */
  readonly isLoad?: boolean;
  /** Puts a fault into the account on purpose: what the invariants are tried on. */
  readonly plant?: (account: SimulatedAccount) => void;
  /** Told every line of the trace. */
  readonly print?: ((line: string) => void) | undefined;
}

/** What became of a seed. */
export interface Outcome {
  readonly seed: number;
  /** What did not hold, each once; none: all did. */
  readonly violations: readonly string[];
  /** Jobs that ended as failed. */
  readonly failed: readonly string[];
  /** Seconds: see `Waits`. */
  readonly waited: { readonly waited: number; readonly fair: number };
  /** Since the beginning of a script. */
  readonly calls: number;
  readonly jobs: number;
  readonly faults: InjectedFaults;
  readonly invariants: readonly string[];
  /** What gates decided, and why versions answer. */
  readonly decisions: Decisions;
  readonly virtualMilliseconds: number;
  readonly digest: string;
  readonly lines: number;
  readonly lastLines: readonly string[];
}

const minute = 60_000;
const hour = 60 * minute;
/** Months end, years leap, summer times change. */
const starts = [
  '2026-11-25T12:00:00Z',
  '2026-11-30T22:10:00Z',
  '2027-03-28T00:20:00Z',
  '2028-02-29T21:00:00Z',
  '2026-12-31T22:30:00Z',
];
/** Within which everything is quiet, once the faults have stopped. */
const quietWithin = 6 * hour;
const budgetMicros = 50_000_000;
const noFault = { at: 0, kind: 'slow' } as const;
const places = Number(variables.MAX_CONCURRENT_TRAININGS);

/** Runs one seed to its end, or to the first thing that does not hold. */
export async function runSeed(options: WorldOptions): Promise<Outcome> {
  const { seed } = options;
  await warmUp();
  const clock = new VirtualClock(Date.parse(new Random(seed, 'start').pick(starts)));
  const time = installTime(clock);
  try {
    return await new World(options, clock).run();
  } finally {
    time.restore();
  }
}

class World {
  readonly #options: WorldOptions;
  readonly #clock: VirtualClock;
  readonly #faults: InjectedFaults;
  readonly #trace: Trace;
  readonly #account: SimulatedAccount;
  readonly #api: SimulatedApi;
  readonly #invariants: readonly Invariant[];
  readonly #violations = new Set<string>();
  readonly #waits = new Waits();
  readonly #facts: Facts;
  readonly #tenants: readonly Tenant[];
  readonly #start: number;

  constructor(options: WorldOptions, clock: VirtualClock) {
    const { seed, print } = options;
    this.#options = options;
    this.#clock = clock;
    this.#start = clock.now();
    this.#faults = new InjectedFaults(new Random(seed, 'faults'));
    this.#trace = new Trace(clock.now, print);
    const violate = (what: string): void => void this.#violated(what);
    this.#invariants = makeInvariants({ budgetMicros, places }, violate);
    this.#account = new SimulatedAccount({
      ...{ seed, clock, faults: this.#faults, trace: this.#trace },
      variables: { ...variables, BUDGET_MICROS_PER_MONTH: String(budgetMicros) },
      onCall: (call, request, caller) => {
        for (const invariant of this.#invariants) invariant.onCall?.(call, request, caller);
      },
      onBroken: (error) => violate(`the simulation: ${String(error)}`),
    });
    this.#api = new SimulatedApi({
      ...{ account: this.#account, faults: this.#faults, trace: this.#trace },
      random: new Random(seed, 'clients'),
      onFault: (what) => this.#trace.add(`reported: ${what.split('\n')[0]}`),
    });
    this.#facts = this.#factsOf();
    this.#watch();
    options.plant?.(this.#account);
    this.#tenants = Array.from({ length: options.tenants ?? 3 }, (_, n) => this.#tenant(n));
  }

  async run(): Promise<Outcome> {
    await this.#inWorld(Promise.all(this.#tenants.map((tenant) => tenant.setUp())));
    if (this.#options.script) return this.#play(this.#options.script);
    this.#faults.isOn = this.#options.faults ?? true;
    const disturbances = new Disturbances({
      ...{ account: this.#account, clock: this.#clock, faults: this.#faults, trace: this.#trace },
      random: new Random(this.#options.seed, 'disturbances'),
    });
    disturbances.begin();
    // Each tenant is two people at a time.
    const lives = this.#tenants.flatMap((tenant) => [this.#live(tenant), this.#live(tenant)]);
    await this.#inWorld(Promise.all(lives));
    disturbances.end();
    this.#faults.isOn = false;
    await this.#inWorld(Promise.all(this.#tenants.map((tenant) => endSchedules(tenant))));
    return this.#end();
  }

  /** One thing after the other, so that one fault can be put at each call of it. */
  async #play(script: readonly string[]): Promise<Outcome> {
    const [tenant] = this.#tenants;
    const { at, kind, caller } = { caller: undefined, ...(this.#options.single ?? noFault) };
    const stop = (): void => void stopNewest(tenant!);
    this.#faults.only({ at, kind: kind === 'stop' ? stop : kind, caller });
    for (const name of script) {
      this.#trace.add(`will ${name}`);
      await this.#inWorld(actions[name]!.run(tenant!, this.#tenants));
      await this.#quiet();
    }
    return this.#end();
  }

  async #end(): Promise<Outcome> {
    await this.#quiet();
    await this.#inWorld(Promise.all([this.#issueInvoices(), this.#issueInvoices()]));
    if (this.#violations.size === 0)
      for (const invariant of this.#invariants) await invariant.atEnd?.(this.#facts);
    this.#account.machine.close();
    return this.#outcome();
  }

  /** As on the third of the next month: twice at once. */
  async #issueInvoices(): Promise<void> {
    const at = new Date(this.#clock.now());
    const third = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 4)).toISOString();
    const { isComplete, failed, issued } = await this.#account.invoke('issueInvoices', (host) => {
      const { table, settings, events } = host;
      const sha256 = (data: string | Uint8Array): string => host.sha256(data);
      return issueDue(() => true, { table, settings, events, sha256, now: () => third });
    });
    this.#trace.add(`issued ${issued.join(' ')}`);
    if (!isComplete || failed.length > 0)
      this.#violated(`invoices: ${failed.map(({ reason }) => reason).join('; ')}`);
  }

  /** Does what it does until so many jobs were asked for. */
  async #live(tenant: Tenant): Promise<void> {
    const { jobs = 22, isLoad = false } = this.#options;
    const share = Math.ceil(jobs / this.#tenants.length);
    const weights = Object.fromEntries(
      Object.entries(actions).map(([name, { weight }]) => [name, weight]),
    );
    for (let done = 0; tenant.jobs < share && done < 12 * share; done += 1) {
      await tenant.pause(tenant.random.int(5_000, isLoad ? minute : 8 * minute));
      const name = isLoad ? 'train' : tenant.random.weighted(weights);
      this.#trace.add(`${tenant.userId} will ${name}`);
      await actions[name]!.run(tenant, this.#tenants);
    }
  }

  /** Lets time pass until this has come to its end. */
  async #inWorld(work: Promise<unknown>): Promise<void> {
    let isDone = false;
    let failure: unknown;
    work.then(
      () => void (isDone = true),
      (error: unknown) => {
        isDone = true;
        failure = error;
      },
    );
    await settled();
    while (!isDone && this.#violations.size === 0) {
      this.#clock.step();
      await settled();
    }
    if (failure !== undefined) this.#violated(`a tenant's life: ${String(failure)}`);
  }

  /** Lets time pass until nothing is going on, or too long. */
  async #quiet(): Promise<void> {
    const until = this.#clock.now() + (this.#options.quietWithin ?? quietWithin);
    let looked = this.#clock.now();
    while (this.#clock.now() < until && this.#violations.size === 0) {
      this.#clock.step();
      await settled();
      if (this.#clock.now() - looked < 5 * minute) continue;
      looked = this.#clock.now();
      if (this.#account.pending === 0 && openIn(this.#facts).length === 0) return;
    }
  }

  #violated(what: string): void {
    this.#violations.add(what);
    this.#trace.add(`VIOLATION ${what}`);
  }

  #tenant(n: number): Tenant {
    const userId = ['ada', 'ada1', 'ben', 'cyd', 'dov'][n] ?? `tenant-${n}`;
    return new Tenant({
      ...{ userId, api: this.#api, clock: this.#clock },
      random: new Random(this.#options.seed, 'tenant', userId),
      onViolation: (what) => this.#violated(`I13 ${what}`),
    });
  }

  #watch(): void {
    const { dynamodb, sagemaker } = this.#account.aws;
    dynamodb.onCommit = (committed) => {
      const changes = committed.filter(({ before, after }) => before ?? after).map(changeOf);
      for (const invariant of this.#invariants) invariant.onCommit?.(changes, this.#facts);
      this.#waits.observe(changes, this.#clock.now());
    };
    const start = sagemaker.jobs.onStart;
    sagemaker.jobs.onStart = (job: FakeTrainingJob) => {
      for (const invariant of this.#invariants) invariant.onJob?.(job, this.#facts);
      start(job);
    };
  }

  #factsOf(): Facts {
    const { dynamodb } = this.#account.aws;
    return {
      account: this.#account,
      bucket: variables.BUCKET_NAME,
      now: this.#clock.now,
      after: (milliseconds, run) => void this.#clock.after(milliseconds, run),
      hasFaults: () => this.#faults.isOn,
      items: () => dynamodb.dump().map(toItem),
      item: (pk, sk) => {
        const found = dynamodb.find(variables.TABLE_NAME, pk, sk);
        return found && toItem(found);
      },
    };
  }

  #outcome(): Outcome {
    return {
      seed: this.#options.seed,
      violations: [...this.#violations],
      failed: this.#facts.items().flatMap(failedJob),
      waited: this.#waits.longest(places),
      calls: this.#faults.counted,
      jobs: this.#tenants.reduce((sum, { jobs }) => sum + jobs, 0),
      faults: this.#faults,
      invariants: this.#invariants.map(({ name }) => name),
      decisions: decisionsIn(this.#facts.items()),
      virtualMilliseconds: this.#clock.now() - this.#start,
      digest: this.#trace.digest(),
      lines: this.#trace.count,
      lastLines: this.#trace.last(120),
    };
  }
}

async function endSchedules(tenant: Tenant): Promise<void> {
  for (const { modelId, id } of tenant.schedules)
    await tenant.ask('DELETE', `/models/${modelId}/schedules/${id}`);
}

/** A record whose job came to nothing. */
function failedJob({ pk, sk, data }: Item): string[] {
  const job = data['job'] as { status?: string } | undefined;
  const isJob = /#(versions|evaluations|predictions)$/.test(pk);
  return isJob && (data['status'] === 'failed' || job?.status === 'failed') ? [sk] : [];
}
