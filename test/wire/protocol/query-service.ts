import type { FakeService, ServiceName, WireError, WireReply, WireRequest } from './wire.ts';
import { bytesOf } from './wire.ts';
import type { Xml } from './xml.ts';
import { tags } from './xml.ts';

type Operations = Readonly<Record<string, (input: URLSearchParams) => Xml>>;

/** A service of the AWS query protocol: a form with `Action` goes in, XML comes out. */
export abstract class QueryService implements FakeService {
  readonly name: ServiceName;

  constructor(name: ServiceName) {
    this.name = name;
  }

  protected abstract operations(): Operations;

  owns(request: WireRequest): boolean {
    return request.hostname.startsWith(`${this.name}.`);
  }

  operation(request: WireRequest): string {
    return formOf(request).get('Action') ?? '';
  }

  perform(operation: string, request: WireRequest): WireReply {
    const run = this.operations()[operation];
    if (!run) throw new Error(`the fake ${this.name} does not know ${operation}`);
    const result = { [`${operation}Result`]: run(formOf(request)) };
    return reply(tags({ [`${operation}Response`]: result }), 200);
  }

  /** Codes of this protocol have no ending: `AccessDenied`, `Throttling`. */
  refuse({ code, message, status }: WireError): WireReply {
    const Code = code.replace(/Exception$/, '');
    const body = tags({ ErrorResponse: { Error: { Code, Message: message } } });
    return reply(body, Code === 'AccessDenied' ? 403 : status);
  }
}

function formOf(request: WireRequest): URLSearchParams {
  return new URLSearchParams(Buffer.from(bytesOf(request.body)).toString());
}

function reply(xml: string, statusCode: number): WireReply {
  return { statusCode, headers: { 'content-type': 'text/xml' }, body: Buffer.from(xml) };
}
