import { baseModelIds } from '../../../core/catalog/catalog.ts';
import { freezeVersion } from '../../../core/dataset/version/freezing/freeze-version.ts';
import { deliver } from '../../../core/notification/deliver.ts';
import type { DeliveryRef } from '../../../core/notification/delivery-store.ts';
import { notify } from '../../../core/notification/notify.ts';
import { resumeDeliveries } from '../../../core/notification/resume-deliveries.ts';
import { nextSlot } from '../../../core/job/schedule/next-slot.ts';
import { scheduleFired } from '../../../core/job/retraining/schedule-fired.ts';
import { trainingJobEnded } from '../../../core/job/steps/job-ended.ts';
import type { ScheduleFiring } from '../../../core/ports/schedules.ts';
import { objectKeys } from '../../../core/records/object-keys.ts';
import { parseTrainingJobName } from '../../../core/records/job-names.ts';
import { reconcile } from '../../../core/recovery/reconcile.ts';
import type { JsonObject } from '../../../core/json.ts';
import type { JobState } from '../../../core/job/workflow/state.ts';
import type { AwsHost } from '../../../lambda/compose.ts';
import type { HandlerName, VariableName } from '../../../lambda/environment.ts';
import { taskSource, timeLimits } from '../../../lambda/environment.ts';
import { domainEventOf } from '../../../lambda/events/eventbridge-events.ts';
import { taskOf } from '../../../lambda/tasks/eventbridge-tasks.ts';
import { executionOf } from '../../bench/execution-of.ts';
import { FakeAws } from '../../wire/fake-aws.ts';
import type { FakeEvent } from '../../wire/eventbridge.ts';
import { Containers } from '../container/container.ts';
import type { InjectedFaults, WireCall } from '../network/injected-faults.ts';
import type { WiredCaller } from '../network/wire.ts';
import { textOf } from '../network/wire.ts';
import type { Trace } from '../report/trace.ts';
import { Random } from '../time/random.ts';
import type { VirtualClock } from '../time/virtual-clock.ts';
import type { WireRequest } from '../../wire/protocol/wire.ts';
import { LambdaFunctions } from './lambda-functions.ts';
import { StateMachine } from './state-machine.ts';
import { stepTasks } from './step-tasks.ts';

const minute = 60_000;
/** A deployment's own: `lib/recovery/reconciler.ts`. */
const reconcileEvery = 5 * minute;

export interface SimulatedAccountOptions {
  readonly seed: number;
  readonly clock: VirtualClock;
  readonly faults: InjectedFaults;
  readonly trace: Trace;
  readonly variables: Readonly<Record<VariableName, string>>;
  readonly onCall: (call: WireCall, request: WireRequest, caller: WiredCaller) => void;
  /** Something that nobody expects: an error of the simulation itself. */
  readonly onBroken: (error: unknown) => void;
}

/**
 * A deployed account: functions in processes of their own, the state machine, the rules of the bus,
 * the schedules, the reconciler every five minutes, and training jobs, all on one clock.
 */
export class SimulatedAccount {
  readonly aws: FakeAws;
  readonly functions: LambdaFunctions;
  readonly machine: StateMachine;
  readonly containers: Containers;
  readonly #options: SimulatedAccountOptions;
  readonly #random: Random;
  /** Events and firings that are on their way. */
  pending = 0;
  #lastTick: number;

  constructor(options: SimulatedAccountOptions) {
    const { seed, clock, faults, trace, variables } = options;
    this.#options = options;
    this.#random = new Random(seed, 'account');
    this.#lastTick = clock.now();
    this.aws = new FakeAws({ now: clock.now });
    for (const id of baseModelIds())
      this.aws.s3.plant(variables.BUCKET_NAME, objectKeys.baseModelManifest(id), '{}');
    const network = {
      ...{ aws: this.aws, clock, faults, trace, random: new Random(seed, 'network') },
      onCall: options.onCall,
      onBroken: options.onBroken,
      before: (call: WireCall, request: WireRequest) => this.#lookUp(call, request),
    };
    this.functions = new LambdaFunctions({
      network,
      random: new Random(seed, 'functions'),
      variables,
      maxSkew: this.#random.pick([0, 50, 2_000]),
    });
    this.machine = new StateMachine({
      ...{ clock, random: new Random(seed, 'machine'), stepFunctions: this.aws.stepFunctions },
      tasks: stepTasks(this, (site, kinds) => this.#chance(site, kinds)),
      onEnd: (name, status) => this.#executionEnded(name, status),
      onError: options.onBroken,
    });
    this.containers = new Containers({
      ...{ aws: this.aws, bucket: variables.BUCKET_NAME, clock, seed, faults, trace },
      onChange: (name) => this.#jobChanged(name),
    });
    this.aws.eventbridge.onEvent = (event) => this.#onBus(event);
    clock.every(reconcileEvery, () => this.reconcile('every five minutes'));
    clock.every(minute, () => this.#fireSchedules());
  }

  /** Invokes a function for one tenant, or for all where none is named. */
  invoke<P>(
    name: HandlerName,
    work: (host: AwsHost) => Promise<P>,
    tenant?: string,
    seconds?: number,
  ): Promise<P> {
    const how = { tenant, ...(seconds === undefined ? {} : { seconds }) };
    return this.functions.invoke(name, work, how);
  }

  reconcile(why: string): void {
    this.#options.trace.add(`reconcile ${why}`);
    const work = async (host: AwsHost): Promise<string> => {
      const { looked, repaired } = await reconcile(host);
      await resumeDeliveries(host);
      await host.endpointRoom.freeIdle(() => host.timeLeft() > 30_000);
      return `looked at ${looked}${repaired.map((line) => `; ${line}`).join('')}`;
    };
    this.#asynchronously('reconcile', work, timeLimits.reconcile);
  }

  /** A step has answered: its execution may have ended with that. */
  stepDone(state: JobState): void {
    this.#later(1_000, () => void this.machine.refresh(executionOf(state)));
  }

  /** A word of a fault that a delivery meets; undefined: none. */
  #chance<T extends string>(site: string, kinds: Readonly<Record<T, number>>): T | undefined {
    const { faults } = this.#options;
    if (!faults.isOn) return undefined;
    const kind = this.#random.weighted({ ...kinds, '': 1 } as Record<T | '', number>);
    if (kind === '') return undefined;
    faults.count(site, kind);
    return kind as T;
  }

  async #lookUp({ service, operation }: WireCall, request: WireRequest): Promise<void> {
    if (service !== 'states' || !/Describe|Stop/.test(operation)) return;
    const { executionArn } = JSON.parse(textOf(request)) as { executionArn: string };
    await this.machine.refresh(executionArn.split(':').at(-1) ?? '');
  }

  /** Lambda's asynchronous invocation: two more tries. */
  #asynchronously(
    name: HandlerName,
    work: (host: AwsHost) => Promise<unknown>,
    seconds?: number,
    tries = 3,
  ): void {
    const { trace } = this.#options;
    this.pending += 1;
    const after = this.invoke(name, work, undefined, seconds).then(
      (said) => void (typeof said === 'string' && trace.add(`${name}: ${said}`)),
      (error: unknown) => {
        trace.add(`${name} failed: ${String(error)}`);
        if (tries > 1)
          this.#later(minute, () => this.#asynchronously(name, work, seconds, tries - 1));
      },
    );
    void after.then(() => void (this.pending -= 1));
  }

  /** Delivers once, or as the fault says. */
  #deliver(site: string, run: () => void): void {
    const random = this.#random;
    const soon = (): number => random.int(100, 5_000);
    const fault = this.#chance(site, { lost: 0.05, late: 0.05, doubled: 0.05 });
    if (fault === 'lost') return;
    const times = fault === 'doubled' ? 2 : 1;
    for (let n = 0; n < times; n += 1)
      this.#later(fault === 'late' ? random.int(minute, 50 * minute) : soon(), run);
  }

  #later(milliseconds: number, run: () => void): void {
    this.pending += 1;
    this.#options.clock.after(milliseconds, () => {
      this.pending -= 1;
      run();
    });
  }

  #jobChanged(name: string): void {
    if (!parseTrainingJobName(name)) return;
    this.#deliver('event of a training job', () =>
      this.#asynchronously('trainingJobEvent', (host) => trainingJobEnded(name, host)),
    );
  }

  #onBus({ Source, DetailType, Detail }: FakeEvent): void {
    const event = { 'detail-type': DetailType, detail: JSON.parse(Detail) as JsonObject };
    if (Source !== taskSource)
      return this.#deliver('event for notifications', () =>
        this.#asynchronously('notify', async (host) => {
          const { tasks, addresses } = host;
          for (const payload of await notify(domainEventOf(event), addresses, host))
            await tasks.start({ name: 'deliver-notification', payload });
        }),
      );
    const task = taskOf(event);
    return this.#deliver(`task ${task.name}`, () =>
      task.name === 'deliver-notification'
        ? this.#asynchronously('deliver', (host) =>
            deliver(task.payload as unknown as DeliveryRef, host),
          )
        : this.#asynchronously('freeze', (host) => freezeVersion(task, () => true, host)),
    );
  }

  #executionEnded(name: string, status: string): void {
    this.#options.trace.add(`execution ${name} ${status}`);
    if (status === 'SUCCEEDED') return;
    this.#deliver('event of an execution', () => this.reconcile(`execution ${status}`));
  }

  /** Every slot since the last look. */
  #fireSchedules(): void {
    const now = this.#options.clock.now();
    for (const schedule of this.aws.scheduler.dump()) {
      const recurrence = {
        expression: schedule.ScheduleExpression as string,
        timezone: (schedule.ScheduleExpressionTimezone ?? 'UTC') as string,
        createdAt: (schedule.CreationDate as number) * 1_000,
      };
      const slot = nextSlot(recurrence, this.#lastTick);
      if (slot === undefined || slot > now) continue;
      const at = new Date(slot).toISOString().replace('.000Z', 'Z');
      const firing = this.aws.scheduler.fire(schedule.GroupName, schedule.Name, at);
      this.#options.trace.add(`schedule ${schedule.Name} fires for ${at}`);
      this.#deliver('firing of a schedule', () =>
        this.#asynchronously('scheduleFired', (host) =>
          scheduleFired(firing as unknown as ScheduleFiring, host),
        ),
      );
    }
    this.#lastTick = now;
  }
}
