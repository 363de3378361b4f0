/** What the SDK hands to its `requestHandler`, as far as a fake needs it. */
export interface WireRequest {
  readonly method: string;
  readonly hostname: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface WireReply {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** One AWS service, speaking its wire protocol. */
export interface FakeService {
  readonly name: ServiceName;
  owns(request: WireRequest): boolean;
  /** Name of the API operation: `CreateTrainingJob`. */
  operation(request: WireRequest): string;
  /** Does the operation. Refusals are thrown as `WireError`. */
  perform(operation: string, request: WireRequest): WireReply;
  /** How this service's protocol says an error. */
  refuse(error: WireError): WireReply;
}

export type ServiceName =
  | 'dynamodb'
  | 's3'
  | 'sagemaker'
  | 'sagemaker-runtime'
  | 'states'
  | 'scheduler'
  | 'events'
  | 'logs'
  | 'sns'
  | 'sts'
  | 'cloudformation'
  | 'servicequotas'
  | 'ecr'
  | 'kms';

/** An error as AWS words it: `code` is what the SDK makes the error's name. */
export class WireError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of a JSON error: `CancellationReasons`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members = {}) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** JSON of any shape: what a request carries is looked at, not believed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

export function bytesOf(body: unknown): Uint8Array {
  if (body === undefined || body === null) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  // Not `Buffer.from(body)`: the SDK's bodies warn where they are asked for their value.
  if (body instanceof Uint8Array) return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  throw new Error(`the fake reads no body of this kind: ${Object.prototype.toString.call(body)}`);
}

export function jsonOf(request: WireRequest): Loose {
  const text = Buffer.from(bytesOf(request.body)).toString();
  return text === '' ? {} : JSON.parse(text);
}

export function headerOf(request: WireRequest, name: string): string | undefined {
  const found = Object.entries(request.headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1];
}

export function queryOf(request: WireRequest, name: string): string | undefined {
  const value = request.query?.[name];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? value : (value?.[0] ?? '');
}

export function jsonReply(body: unknown, statusCode = 200): WireReply {
  const headers = { 'content-type': 'application/json' };
  return { statusCode, headers, body: Buffer.from(JSON.stringify(body ?? {})) };
}

/** The error of every JSON protocol: code in the header and in the body. */
export function jsonRefusal(error: WireError): WireReply {
  const body = { __type: error.code, message: error.message, ...error.members };
  const reply = jsonReply(body, error.status);
  return { ...reply, headers: { ...reply.headers, 'x-amzn-errortype': error.code } };
}
