import type protobuf from 'protobufjs';
import type { Json, JsonObject } from '../../core/json.ts';
import type { Rpc } from './published-api.ts';

/** An RPC as the HTTP request that has the same effect. */
export interface HttpCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body?: JsonObject;
}

/**
 * The HTTP request of an RPC: the longest binding all of whose parameters the message has (AIP-127,
 * as Clarifai's own clients choose).
 * @param message the request as proto3 JSON with original field names
 * @returns undefined where the message lacks a parameter of every binding
 */
export function toHttpCall(rpc: Rpc, message: JsonObject): HttpCall | undefined {
  for (const { method, path } of rpc.bindings) {
    const filled = fill(path, message);
    if (filled === undefined) continue;
    return method === 'GET'
      ? { method, path: withQuery(filled, message) }
      : { method, path: filled, body: message };
  }
  return undefined;
}

function fill(path: string, message: JsonObject): string | undefined {
  const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name ?? '');
  const values = names.map((name) => at(message, name.split('.')));
  if (values.some((value) => value === undefined || value === '')) return undefined;
  return names.reduce(
    (filled, name, index) => filled.replace(`{${name}}`, encodeURIComponent(String(values[index]))),
    path,
  );
}

function at(value: Json | undefined, [name, ...rest]: readonly string[]): Json | undefined {
  if (name === undefined) return value;
  return at((value as JsonObject | undefined)?.[name], rest);
}

/** Nested names joined by dots, lists by repeating the name. */
function withQuery(path: string, message: JsonObject): string {
  const query = new URLSearchParams();
  const add = (name: string, value: Json): void => {
    if (Array.isArray(value)) value.forEach((each) => add(name, each));
    else if (typeof value === 'object' && value !== null)
      Object.entries(value).forEach(([key, each]) => add(name ? `${name}.${key}` : key, each));
    else query.append(name, String(value));
  };
  add('', message);
  return query.size === 0 ? path : `${path}?${query}`;
}

/**
 * Fills in what JSON must have although it is zero: a concept whose value is 0 is a negative one,
 * while in JSON an absent value means 1. Protobuf's JSON leaves zeros out.
 */
export function withConceptValues(type: protobuf.Type, json: JsonObject): JsonObject {
  const inner = Object.entries(json).map(([name, value]) => {
    const of = type.fields[name]?.resolvedType as protobuf.Type | null | undefined;
    const isMessage = of && 'fields' in of && !of.fullName.startsWith('.google.');
    return [name, isMessage ? each(value, (one) => withConceptValues(of, one)) : value];
  });
  const zero = type.fullName === '.clarifai.api.Concept' ? { value: 0 } : {};
  return { ...zero, ...Object.fromEntries(inner) };
}

function each(value: Json, change: (one: JsonObject) => JsonObject): Json {
  return Array.isArray(value)
    ? value.map((one) => change(one as JsonObject))
    : change(value as JsonObject);
}
