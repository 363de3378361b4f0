import type { Dependencies } from '../../core/ports/host.ts';
import type { PortCall, PortResult, RemotePort } from './messages.ts';
import { remotePorts } from './messages.ts';
import { fromErrorMessage } from './process-errors.ts';

interface Waiter {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Ports of another process: each of their methods is asynchronous, so that a call is a message. */
export class RemotePorts {
  readonly #send: (call: PortCall) => void;
  readonly #waiters = new Map<number, Waiter>();
  #lastCall = 0;

  constructor(send: (call: PortCall) => void) {
    this.#send = send;
  }

  ports(): Pick<Dependencies, RemotePort> {
    const ports = Object.fromEntries(remotePorts.map((name) => [name, this.#port(name)]));
    return ports as unknown as Pick<Dependencies, RemotePort>;
  }

  /** @throws what the port threw there */
  call<Result>(asked: Omit<PortCall, 'call'>): Promise<Result> {
    const call = (this.#lastCall += 1);
    return new Promise((resolve, reject) => {
      this.#waiters.set(call, { resolve: resolve as Waiter['resolve'], reject });
      this.#send({ ...asked, call });
    });
  }

  take(answered: PortResult): void {
    const waiter = this.#waiters.get(answered.call);
    this.#waiters.delete(answered.call);
    if ('error' in answered) waiter?.reject(fromErrorMessage(answered.error));
    else waiter?.resolve(answered.result);
  }

  #port(port: RemotePort): object {
    const methodOf = (_target: object, method: string | symbol) =>
      typeof method === 'symbol' || method === 'then'
        ? undefined
        : (...args: unknown[]) => this.call({ port, method, args });
    return new Proxy({}, { get: methodOf });
  }
}
