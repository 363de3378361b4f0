import type { SimulatedAccount } from './account/simulated-account.ts';
import type { InjectedFaults } from './network/injected-faults.ts';
import type { Trace } from './report/trace.ts';
import type { Random } from './time/random.ts';
import type { VirtualClock } from './time/virtual-clock.ts';

export interface DisturbancesOptions {
  readonly account: SimulatedAccount;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: InjectedFaults;
  readonly trace: Trace;
}

const minute = 60_000;

/** What happens to the whole account: deployments, stopped executions, outages, a slow index. */
export class Disturbances {
  readonly #options: DisturbancesOptions;
  #isOn = false;

  constructor(options: DisturbancesOptions) {
    this.#options = options;
  }

  begin(): void {
    this.#isOn = this.#options.faults.isOn;
    this.#next();
  }

  end(): void {
    this.#isOn = false;
    this.#options.account.aws.dynamodb.indexLagMs = 0;
  }

  #next(): void {
    const { clock, random } = this.#options;
    clock.after(random.int(minute, 20 * minute), () => {
      if (!this.#isOn) return;
      this.#disturb();
      this.#next();
    });
  }

  #disturb(): void {
    const { account, random, faults, trace, clock } = this.#options;
    const what = random.weighted({ deploy: 4, 'stop execution': 3, 'slow index': 3, outage: 1 });
    faults.count('account', what);
    trace.add(`disturbance: ${what}`);
    if (what === 'deploy') account.functions.deploy();
    if (what === 'slow index') account.aws.dynamodb.indexLagMs = random.int(0, 5_000);
    if (what === 'stop execution') this.#stopExecution();
    if (what === 'outage') faults.outage(clock.now() + random.int(minute, 90 * minute), clock.now);
  }

  /** Somebody with the console. */
  #stopExecution(): void {
    const { account, random } = this.#options;
    const names = account.machine.runningNames();
    if (names.length > 0) account.machine.stop(random.pick(names), 'stopped by an operator');
  }
}
