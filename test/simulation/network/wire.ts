import { Readable } from 'node:stream';
import type { FakeAws } from '../../wire/fake-aws.ts';
import { perform } from '../../wire/fake-aws.ts';
import { networkError, refusalOf } from '../../wire/protocol/faults.ts';
import type { FakeService, WireReply, WireRequest } from '../../wire/protocol/wire.ts';
import { bytesOf, WireError } from '../../wire/protocol/wire.ts';
import type { Random } from '../time/random.ts';
import type { VirtualClock } from '../time/virtual-clock.ts';
import type { Trace } from '../report/trace.ts';
import type { InjectedFaults, InjectedKind, WireCall } from './injected-faults.ts';

/** What the wires of all processes share. */
export interface Network {
  readonly aws: FakeAws;
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: InjectedFaults;
  readonly trace: Trace;
  /** Told of every call before it is done: who calls, and what he sends. */
  readonly onCall: (call: WireCall, request: WireRequest, caller: WiredCaller) => void;
  /** Something went wrong that is no answer of AWS: in the simulation itself. */
  readonly onBroken: (error: unknown) => void;
  /** What a service has to look up before it answers. */
  readonly before: (call: WireCall, request: WireRequest) => Promise<void>;
}

/** The invocation that a call comes from. */
export interface WiredCaller {
  /** Of the process and of the invocation: for the trace. */
  readonly label: string;
  /** Whose work it does; undefined: everybody's. */
  readonly tenant: string | undefined;
}

/** A function's process, as its wire sees it. */
export interface WiredProcess {
  readonly name: string;
  readonly isDead: boolean;
  caller(): WiredCaller;
  die(why: string): void;
}

/** A caller does not wait longer: what `lambda/aws/aws-clients.ts` sets. */
const requestMilliseconds = 5_000;

/**
 * The SDK's `requestHandler` of one process: each call is on its way for a while, may meet a fault,
 * and the answer finds its caller alive or not.
 */
export class Wire {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #network: Network;
  readonly #process: WiredProcess;

  constructor(network: Network, process: WiredProcess) {
    this.#network = network;
    this.#process = process;
  }

  async handle(request: WireRequest): Promise<{ response: WireReply & { body: Readable } }> {
    const service = this.#network.aws.serviceOf(request);
    const operation = service.operation(request);
    const call: WireCall = { caller: this.#process.name, service: service.name, operation };
    const fault = this.#network.faults.decide(call);
    const sent = { service, request, caller: this.#process.caller() };
    const reply = await this.#travel(call, sent, fault);
    return { response: { ...reply, body: Readable.from([reply.body]) } as never };
  }

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }

  async #travel(call: WireCall, sent: Sent, fault: InjectedKind | undefined): Promise<WireReply> {
    const { clock, random } = this.#network;
    if (fault === 'crash-before') return this.#crash(call, sent, fault);
    await clock.sleep(random.int(1, 20));
    if (this.#process.isDead) return forever();
    if (fault === 'timeout-before' || fault === 'late') {
      if (fault === 'late')
        clock.after(
          random.int(1, 3 * requestMilliseconds),
          () => void this.#do(call, sent, 'late'),
        );
      await clock.sleep(requestMilliseconds);
      this.#say(call, sent, fault);
      throw networkError('timeout-before');
    }
    const refusal = fault && this.#refusal(fault, call, sent);
    if (refusal) {
      this.#say(call, sent, `${fault}`);
      return sent.service.refuse(refusal);
    }
    return this.#answered(call, sent, fault);
  }

  async #answered(call: WireCall, sent: Sent, fault: InjectedKind | undefined): Promise<WireReply> {
    const { clock, random } = this.#network;
    const reply = await this.#do(call, sent, fault);
    if (fault === 'crash-after') return this.#crash(call, sent, fault);
    if (fault === 'duplicate')
      clock.after(random.int(1, 2_000), () => void this.#do(call, sent, 'again'));
    if (fault === 'committed-reply-lost') throw networkError(fault);
    if (fault === 'slow') await clock.sleep(random.int(500, requestMilliseconds - 100));
    return this.#process.isDead ? forever() : reply;
  }

  async #do(call: WireCall, sent: Sent, how = ''): Promise<WireReply> {
    const { service, request, caller } = sent;
    try {
      await this.#network.before(call, request);
      this.#network.onCall(call, request, caller);
      const reply = perform(service, request);
      this.#say(call, sent, how, reply.statusCode);
      return reply;
    } catch (error) {
      this.#network.onBroken(error);
      throw error;
    }
  }

  #refusal(fault: InjectedKind, call: WireCall, { request }: Sent): WireError | undefined {
    if (fault === 'conflict') return conflictOf(request);
    if (fault === 'no-capacity') {
      const isQuota = this.#network.random.chance(0.5);
      return isQuota
        ? new WireError('ResourceLimitExceeded', 'The account-level service limit is 0 Instances')
        : new WireError('InsufficientCapacityException', 'Unable to provision capacity');
    }
    const isPlain = fault === 'throttle' || fault === 'server-error' || fault === 'access-denied';
    return isPlain ? refusalOf(fault, call.service) : undefined;
  }

  #crash(call: WireCall, sent: Sent, fault: InjectedKind): Promise<never> {
    this.#say(call, sent, fault);
    this.#process.die(fault);
    return forever();
  }

  #say({ service, operation }: WireCall, { caller }: Sent, how: string, status?: number): void {
    const outcome = [status, how].filter(Boolean).join(' ');
    this.#network.trace.add(`${caller.label} ${service}.${operation} ${outcome}`);
  }
}

interface Sent {
  readonly service: FakeService;
  readonly request: WireRequest;
  readonly caller: WiredCaller;
}

/** Nobody is there any more who could wait for it. */
function forever(): Promise<never> {
  return new Promise(() => undefined);
}

/** Another transaction was at one of the items. */
function conflictOf(request: WireRequest): WireError {
  const items = (JSON.parse(String(textOf(request))) as { TransactItems: unknown[] }).TransactItems;
  const reasons = items.map((_, n) =>
    n === 0 ? { Code: 'TransactionConflict', Message: 'conflict' } : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new WireError('TransactionCanceledException', `Transaction cancelled [${codes}]`, 400, {
    CancellationReasons: reasons,
  });
}

/** The body of a request of a JSON protocol. */
export function textOf({ body }: WireRequest): string {
  return typeof body === 'string' ? body : Buffer.from(bytesOf(body)).toString();
}
