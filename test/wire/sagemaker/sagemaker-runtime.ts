import type { FakeSageMaker } from './sagemaker.ts';
import type { FakeService, WireReply, WireRequest } from '../protocol/wire.ts';
import { bytesOf, jsonOf, jsonRefusal, jsonReply, WireError } from '../protocol/wire.ts';

/** A serverless endpoint takes no larger request. */
const maxBytes = 4 * 1024 * 1024;

/** Invocations of the endpoints that the fake control plane holds. */
export class FakeSageMakerRuntime implements FakeService {
  readonly name = 'sagemaker-runtime';
  /** Sizes of the bodies received. */
  readonly received: number[] = [];
  readonly #sagemaker: FakeSageMaker;

  constructor(sagemaker: FakeSageMaker) {
    this.#sagemaker = sagemaker;
  }

  owns(request: WireRequest): boolean {
    return request.hostname.startsWith('runtime.sagemaker.');
  }

  operation(): string {
    return 'InvokeEndpoint';
  }

  perform(_operation: string, request: WireRequest): WireReply {
    const name = request.path.split('/')[2] ?? '';
    const size = bytesOf(request.body).length;
    if (size > maxBytes)
      throw new WireError('ValidationError', `Request size ${size} is too large`);
    const model = this.#sagemaker.hosting.answering(name);
    if (!model) {
      const message = `Endpoint ${name} of account 111111111111 not found.`;
      throw new WireError('ValidationError', message);
    }
    this.received.push(size);
    return jsonReply(model(jsonOf(request)));
  }

  refuse(error: WireError): WireReply {
    return jsonRefusal(error);
  }
}
