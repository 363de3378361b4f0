import { join } from 'node:path';
import protobuf from 'protobufjs';

/**
 * Clarifai's published interface (the .proto files in the npm package clarifai-nodejs-grpc, Apache-2.0): which message each RPC answers with.
 * Our HTTP operations carry the RPCs' names.
 */
const packages = join(import.meta.dirname, '../../node_modules');

function load(): protobuf.Root {
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
  return root;
}

const root = load();
const service = root.lookupService('clarifai.api.V2');

/** The message that an RPC answers with; undefined where the operation is one of deeptune's own. */
export function responseTypeOf(operation: string): protobuf.Type | undefined {
  return service.methods[operation]?.resolvedResponseType ?? undefined;
}

/** A published message, such as `InputBatch`. */
export const messageType = (name: string): protobuf.Type => root.lookupType(`clarifai.api.${name}`);

type Options = readonly Record<string, unknown>[];

/** The scopes that a key needs for an RPC, sorted (`cl_depending_scopes`); undefined where there is no such RPC. */
export function scopesOf(operation: string): string[] | undefined {
  const rpc = service.methods[operation];
  const options = (rpc?.parsedOptions ?? []) as unknown as Options;
  const scopes = options.flatMap((each) => each['(clarifai.auth.util.cl_depending_scopes)'] ?? []);
  return rpc && [...new Set(scopes as string[])].sort();
}

/**
 * Scopes that a key may have, from the options of the published enum, each with one of the scopes that it depends on (the parser keeps the last of
 * repeated options) or undefined.
 */
export function publishedScopes(): Map<string, string | undefined> {
  const { values, valuesOptions } = root.lookupEnum('clarifai.auth.scope.S');
  const options = Object.keys(values).map((name) => [name, valuesOptions?.[name] ?? {}] as const);
  return new Map(
    options
      .filter(([, each]) => each['(clarfai_exposed)'] === true && each['deprecated'] !== true)
      .map(([name, each]) => [name, each['(clarifai_depending_scopes)'] as string | undefined]),
  );
}

/** Names of all published RPCs. */
export const publishedOperations: readonly string[] = Object.keys(service.methods);

/** One way to reach an RPC over HTTP; `{user_app_id.user_id}` and the like are parameters. */
export interface Binding {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
}

type Rule = Readonly<Record<string, unknown>>;
const methods = ['get', 'post', 'patch', 'put', 'delete'];

function rulesOf(rpc: protobuf.Method): Rule[] {
  const options = (rpc.parsedOptions ?? []) as unknown as readonly Record<string, Rule>[];
  const rule = options.find((each) => '(google.api.http)' in each)?.['(google.api.http)'] ?? {};
  return [rule, rule['additional_bindings'] ?? []].flat() as Rule[];
}

/** Every HTTP binding of every published RPC, from the google.api.http annotations. */
export const bindings: readonly Binding[] = service.methodsArray.flatMap((rpc) =>
  rulesOf(rpc).flatMap((rule) =>
    methods
      .filter((method) => typeof rule[method] === 'string')
      .map((method) => ({
        operation: rpc.name,
        method: method.toUpperCase(),
        path: rule[method] as string,
      })),
  ),
);
