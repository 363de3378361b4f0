import type protobuf from 'protobufjs';
import { loadProtos, loadPublishedApi } from '../../local/grpc/published-api.ts';

const root = loadProtos();
const service = root.lookupService('clarifai.api.V2');

/** Read once for all tests of a file. */
export const publishedApi = loadPublishedApi(root);

/** Every HTTP binding of every published RPC. */
export const bindings = [...publishedApi.values()].flatMap(({ name, bindings }) =>
  bindings.map((binding) => ({ operation: name, ...binding })),
);

/** A published message, such as `InputBatch`. */
export const messageType = (name: string): protobuf.Type => root.lookupType(`clarifai.api.${name}`);

type Options = readonly Record<string, unknown>[];

/**
 * The scopes that a key needs for an RPC, sorted (`cl_depending_scopes`); undefined where there is
 * no such RPC.
 */
export function scopesOf(operation: string): string[] | undefined {
  const rpc = service.methods[operation];
  const options = (rpc?.parsedOptions ?? []) as unknown as Options;
  const scopes = options.flatMap((each) => each['(clarifai.auth.util.cl_depending_scopes)'] ?? []);
  return rpc && [...new Set(scopes as string[])].sort();
}

/**
 * Scopes that a key may have, from the options of the published enum, each with one of the scopes
 * that it depends on (the parser keeps the last of repeated options) or undefined.
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
