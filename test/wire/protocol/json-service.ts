import type { FakeService, Loose, ServiceName, WireError, WireReply, WireRequest } from './wire.ts';
import { headerOf, jsonOf, jsonRefusal, jsonReply } from './wire.ts';

type Operations = Readonly<Record<string, (input: Loose) => unknown>>;

/**
 * A service of the AWS JSON protocols 1.0 and 1.1: one address, the operation in `x-amz-target`.
 */
export abstract class JsonService implements FakeService {
  readonly name: ServiceName;
  readonly #targetPrefix: string;

  constructor(name: ServiceName, targetPrefix: string) {
    this.name = name;
    this.#targetPrefix = targetPrefix;
  }

  /** One function per operation that the fake knows. */
  protected abstract operations(): Operations;

  owns(request: WireRequest): boolean {
    return headerOf(request, 'x-amz-target')?.startsWith(`${this.#targetPrefix}.`) ?? false;
  }

  operation(request: WireRequest): string {
    return headerOf(request, 'x-amz-target')?.slice(this.#targetPrefix.length + 1) ?? '';
  }

  perform(operation: string, request: WireRequest): WireReply {
    const run = this.operations()[operation];
    if (!run) throw new Error(`the fake ${this.name} does not know ${operation}`);
    return jsonReply(run(jsonOf(request)));
  }

  refuse(error: WireError): WireReply {
    return jsonRefusal(error);
  }
}
