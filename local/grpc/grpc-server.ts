import { readFileSync } from 'node:fs';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { Metadata, ServiceDefinition, sendUnaryData } from '@grpc/grpc-js';
import protojson from 'protobufjs/ext/protojson.js';
import { defaultSizeLimits } from '../../core/api/http/body/size-limits.ts';
import type { JsonObject } from '../../core/json.ts';
import type { GrpcSettings } from '../settings.ts';
import { loadPublishedApi } from './published-api.ts';
import type { Rpc } from './published-api.ts';
import { toHttpCall, withConceptValues } from './transcode.ts';
import { decodeWhole, withUnknownFields } from './unknown-fields.ts';

/** Answers one HTTP request: the application that is served over REST too. */
export type HttpHandler = (request: Request) => Response | Promise<Response>;

export interface GrpcServer {
  readonly port: number;
  close(): void;
}

/** As large as an HTTP body may be. */
const maxBytes = defaultSizeLimits.requestBytes;
/** What clients send along and HTTP takes as headers. */
const forwarded = ['authorization', 'x-clarifai-request-id-prefix', 'idempotency-key'];

/**
 * Serves the published RPCs on 127.0.0.1, each as the HTTP request that has the same effect, so
 * that both ways share every use case. A refusal is a response whose `status` says why, as it is
 * over HTTP; streaming RPCs are UNIMPLEMENTED.
 * @param baseUrl where the application is reached over HTTP
 * @throws Error where the port is taken or a PEM file cannot be read
 */
export async function startGrpcServer(
  handle: HttpHandler,
  { port, tls, baseUrl = 'http://127.0.0.1' }: GrpcSettings & { readonly baseUrl?: string },
): Promise<GrpcServer> {
  const server = new Server({
    'grpc.max_receive_message_length': maxBytes,
    'grpc.max_send_message_length': 2 * maxBytes,
  });
  const api = loadPublishedApi();
  const unary = [...api.values()].filter(({ isStreaming }) => !isStreaming);
  server.addService(
    Object.fromEntries(unary.map((rpc) => [rpc.name, definitionOf(rpc)])) as ServiceDefinition,
    Object.fromEntries(
      unary.map((rpc) => [rpc.name, implementationOf(rpc, { handle, baseUrl }, api)]),
    ),
  );
  const bound = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${port}`, credentialsOf(tls), (error, at) =>
      error ? reject(error) : resolve(at),
    ),
  );
  return { port: bound, close: () => server.forceShutdown() };
}

function credentialsOf(tls: GrpcSettings['tls']): ServerCredentials {
  if (!tls) return ServerCredentials.createInsecure();
  const pair = { cert_chain: readFileSync(tls.certificate), private_key: readFileSync(tls.key) };
  return ServerCredentials.createSsl(null, [pair]);
}

function definitionOf({ name, requestType, responseType }: Rpc): ServiceDefinition[string] {
  const toBytes = (json: JsonObject) =>
    Buffer.from(
      responseType
        .encode(protojson.fromJson(responseType, json, { ignoreUnknownFields: true }))
        .finish(),
    );
  const toJson = (bytes: Buffer) => {
    const message = decodeWhole(requestType, bytes);
    const json = protojson.toJson(requestType, message) as JsonObject;
    return withConceptValues(requestType, withUnknownFields(message, json));
  };
  return {
    path: `/clarifai.api.V2/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: () => Buffer.alloc(0),
    requestDeserialize: toJson,
    responseSerialize: toBytes,
    responseDeserialize: (bytes) => bytes,
  };
}

/** The HTTP application, and where it is reached: addresses in answers begin with that. */
interface Served {
  readonly handle: HttpHandler;
  readonly baseUrl: string;
}

function implementationOf(rpc: Rpc, served: Served, api: ReadonlyMap<string, Rpc>) {
  return (
    call: { readonly request: JsonObject; readonly metadata: Metadata },
    callback: sendUnaryData<JsonObject>,
  ): void => {
    const getModel = api.get('GetModel');
    const isLatest = rpc.name === 'GetModelVersion' && !call.request['version_id'];
    const answered =
      isLatest && getModel
        ? answer(getModel, call, served).then(newestVersionOf)
        : answer(rpc, call, served);
    answered.then(
      (response) => callback(null, response),
      (error: Error) => callback({ code: status.INTERNAL, details: error.message }),
    );
  };
}

/** GetModelVersion without a version's id means the newest, which GetModel answers. */
function newestVersionOf({ status: outcome, model }: JsonObject): JsonObject {
  const version = (model as JsonObject | undefined)?.['model_version'];
  return { status: outcome ?? {}, ...(version === undefined ? {} : { model_version: version }) };
}

async function answer(
  rpc: Rpc,
  { request, metadata }: { readonly request: JsonObject; readonly metadata: Metadata },
  { handle, baseUrl }: Served,
): Promise<JsonObject> {
  const http = toHttpCall(rpc, request);
  if (!http)
    return {
      status: { code: 11102, description: 'Invalid request', details: `${rpc.name} lacks an id` },
    };
  const headers = forwarded.flatMap((name) =>
    metadata.get(name).map((value): [string, string] => [name, String(value)]),
  );
  const body = http.body && JSON.stringify(http.body);
  // As over HTTP, a large body is told from a small one before it is read.
  if (body) headers.push(['content-length', String(Buffer.byteLength(body))]);
  const response = await handle(
    new Request(`${baseUrl}${http.path}`, {
      method: http.method,
      headers: [['content-type', 'application/json'], ...headers],
      ...(body ? { body } : {}),
    }),
  );
  return (await response.json()) as JsonObject;
}
