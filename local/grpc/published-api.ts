import { join } from 'node:path';
import protobuf from 'protobufjs';

/**
 * Clarifai's published interface, read from the .proto files of the npm package
 * clarifai-nodejs-grpc (Apache-2.0). Our HTTP operations carry the names of its RPCs, and both are
 * proto3 JSON with original field names.
 */
const packages = join(import.meta.dirname, '../../node_modules');

/**
 * One way to reach an RPC over HTTP; `{user_app_id.user_id}` and the like are fields of the
 * request.
 */
export interface Binding {
  readonly method: string;
  readonly path: string;
}

export interface Rpc {
  readonly name: string;
  readonly requestType: protobuf.Type;
  readonly responseType: protobuf.Type;
  readonly isStreaming: boolean;
  /** The longest first. */
  readonly bindings: readonly Binding[];
}

/** Every RPC, by name. Reads the files anew on each call (about 0.2 s). */
export function loadPublishedApi(root = loadProtos()): ReadonlyMap<string, Rpc> {
  const service = root.lookupService('clarifai.api.V2');
  return new Map(service.methodsArray.map((method) => [method.name, toRpc(method)]));
}

/** The .proto files, read and linked. */
export function loadProtos(): protobuf.Root {
  const root = new protobuf.Root();
  const bundled = root.resolvePath.bind(root);
  root.resolvePath = (origin, target) => {
    if (target.startsWith('proto/')) return join(packages, 'clarifai-nodejs-grpc', target);
    return /^google\/(api\/|protobuf\/descriptor)/.test(target)
      ? join(packages, 'protobufjs', target)
      : bundled(origin, target);
  };
  root.loadSync('proto/clarifai/api/service.proto', { keepCase: true });
  root.resolveAll();
  keepNames(root);
  return root;
}

/** JSON with original field names both ways, as the published REST interface has it. */
function keepNames(space: protobuf.NamespaceBase): void {
  for (const each of space.nestedArray) {
    if (each instanceof protobuf.Type && !each.fullName.startsWith('.google.'))
      for (const field of each.fieldsArray) Object.assign(field, { jsonName: field.name });
    if (each instanceof protobuf.Namespace) keepNames(each);
  }
}

function toRpc(method: protobuf.Method): Rpc {
  const { resolvedRequestType, resolvedResponseType } = method;
  if (!resolvedRequestType || !resolvedResponseType) throw new Error(`${method.name} has no types`);
  return {
    name: method.name,
    requestType: resolvedRequestType,
    responseType: resolvedResponseType,
    isStreaming: Boolean(method.requestStream) || Boolean(method.responseStream),
    bindings: bindingsOf(method),
  };
}

type Rule = Readonly<Record<string, unknown>>;
const methods = ['get', 'post', 'patch', 'put', 'delete'];

/** From the google.api.http annotation. */
function bindingsOf(method: protobuf.Method): Binding[] {
  const options = (method.parsedOptions ?? []) as unknown as readonly Record<string, Rule>[];
  const rule = options.find((each) => '(google.api.http)' in each)?.['(google.api.http)'] ?? {};
  const rules = [rule, rule['additional_bindings'] ?? []].flat() as Rule[];
  return rules
    .flatMap((each) =>
      methods
        .filter((verb) => typeof each[verb] === 'string')
        .map((verb) => ({ method: verb.toUpperCase(), path: each[verb] as string })),
    )
    .sort((a, b) => b.path.split('/').length - a.path.split('/').length);
}
