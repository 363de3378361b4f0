import { AsyncLocalStorage } from 'node:async_hooks';
import { StandardRetryStrategy } from '@smithy/core/retry';
import { AwsHost } from '../../../lambda/compose.ts';
import type { HandlerName, VariableName } from '../../../lambda/environment.ts';
import { environments } from '../../../lambda/environment.ts';
import { awsClients } from '../../../lambda/aws/aws-clients.ts';
import { credentials, maxAttempts } from '../../wire/clients.ts';
import type { FakeAws } from '../../wire/fake-aws.ts';
import type { Network, WiredCaller, WiredProcess } from '../network/wire.ts';
import { Wire } from '../network/wire.ts';
import type { Random } from '../time/random.ts';

/** What a handler does with what it is invoked with. */
export type Handler = (payload: never, host: AwsHost) => Promise<unknown>;

/** A process that ended without an answer, in the words of Lambda. */
export class ProcessEndedError extends Error {
  constructor(why: string) {
    super(`RequestId: Process exited before completing request: ${why}`);
    this.name = why === 'timeout' ? 'Sandbox.Timedout' : 'Runtime.ExitError';
  }
}

/** Whose work goes on: what an invocation left unfinished is not the next one's. */
const callers = new AsyncLocalStorage<WiredCaller>();

/** One invocation at a time, as Lambda does it. */
class Environment implements WiredProcess {
  readonly name: HandlerName;
  readonly number: number;
  readonly host: AwsHost;
  isDead = false;
  #onDeath: (error: Error) => void = () => undefined;

  constructor(name: HandlerName, number: number, makeHost: (process: WiredProcess) => AwsHost) {
    this.name = name;
    this.number = number;
    this.host = makeHost(this);
  }

  caller(): WiredCaller {
    return callers.getStore() ?? { label: `${this.name}.${this.number}`, tenant: undefined };
  }

  die(why: string): void {
    this.isDead = true;
    this.#onDeath(new ProcessEndedError(why));
  }

  /** Settles when the handler does, or the process dies. */
  run(work: () => Promise<unknown>, caller: WiredCaller): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#onDeath = reject;
      callers.run(caller, work).then(resolve, reject);
    });
  }
}

export interface LambdaOptions {
  readonly network: Network;
  readonly random: Random;
  readonly variables: Readonly<Record<VariableName, string>>;
  /** Milliseconds that the clocks of processes may be off. */
  readonly maxSkew: number;
}

/** Functions that were deployed: cold starts, warm ones, and what a new deployment throws away. */
export class LambdaFunctions {
  readonly #options: LambdaOptions;
  #idle = new Map<HandlerName, Environment[]>();
  #environments = 0;
  #invocations = 0;
  #generation = 0;
  /** Invocations under way. */
  running = 0;

  constructor(options: LambdaOptions) {
    this.#options = options;
  }

  /**
   * @param how.tenant whose work it is, undefined: everybody's
   * @throws what the handler throws, ProcessEndedError
   */
  async invoke<P>(
    name: HandlerName,
    work: (host: AwsHost) => Promise<P>,
    how: { readonly tenant?: string | undefined; readonly seconds?: number } = {},
  ): Promise<P> {
    const generation = this.#generation;
    const idle = this.#idle.get(name)?.pop();
    const environment = idle ?? this.#start(name);
    this.#invocations += 1;
    const label = `${name}.${environment.number}/${this.#invocations}`;
    this.running += 1;
    const { clock } = this.#options.network;
    const seconds = how.seconds ?? 900;
    const limit = clock.after(seconds * 1_000, () => environment.die('timeout'));
    environment.host.begin(seconds * 1_000);
    try {
      const caller = { label, tenant: how.tenant };
      return (await environment.run(() => work(environment.host), caller)) as P;
    } finally {
      limit();
      this.running -= 1;
      if (!environment.isDead && generation === this.#generation) this.#keep(environment);
    }
  }

  /** From now on every invocation runs on a new process. */
  deploy(): void {
    this.#generation += 1;
    this.#idle = new Map();
  }

  #keep(environment: Environment): void {
    const idle = this.#idle.get(environment.name) ?? [];
    idle.push(environment);
    this.#idle.set(environment.name, idle);
  }

  #start(name: HandlerName): Environment {
    this.#environments += 1;
    return new Environment(name, this.#environments, (process) => this.#hostOf(name, process));
  }

  #hostOf(name: HandlerName, process: WiredProcess): AwsHost {
    const { network, random, variables, maxSkew } = this.#options;
    const names: readonly VariableName[] = environments[name];
    const source = Object.fromEntries(names.map((each) => [each, variables[each]]));
    const host = new AwsHost(name, source, clientsOf(new Wire(network, process), random));
    const skew = random.int(-maxSkew, maxSkew);
    Object.defineProperty(host, 'newId', { value: () => random.hex(32) });
    Object.defineProperty(host, 'now', {
      value: () => new Date(network.clock.now() + skew).toISOString(),
    });
    return host;
  }
}

function clientsOf(wire: Wire, random: Random) {
  const backoff = {
    setDelayBase: () => undefined,
    computeNextBackoffDelay: (attempt: number) =>
      Math.floor(random.next() * Math.min(20_000, 100 * 2 ** attempt)),
  };
  const retryStrategy = new StandardRetryStrategy({ maxAttempts, backoff });
  // Nobody checks signatures here, and they are a tenth of the time.
  // The wire is what the fake account is to a test without time: a request handler.
  const requestHandler = wire as unknown as FakeAws;
  const signer = { sign: <R>(request: R) => Promise.resolve(request) };
  const settings = { region: 'eu-central-1', credentials, requestHandler, retryStrategy, signer };
  return awsClients({}, settings);
}
