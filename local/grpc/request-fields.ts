import protobuf from 'protobufjs';
import { loadPublishedApi } from './published-api.ts';

/** What Clarifai publishes of the requests of some operations. */
export interface PublishedRequests {
  /** Operation -> its message, where that is not its name with `Request`. */
  readonly requests: Readonly<Record<string, string>>;
  /** Message -> its fields; those that hold a message or free JSON with its name. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Free JSON, and what only Clarifai's own machines have: whatever stands in it is known. */
const free = new Set(['Struct', 'Value', 'ListValue', 'RunnerSelector']);

/** What Clarifai's clients of 2026 have and the package that we read has not yet. */
const newer: Readonly<Record<string, string>> = { ModelVersion: 'num_threads' };

/**
 * The messages of these operations' requests, and of all that stands in them, however deep.
 * @param operations those that are not published have no entry
 */
export function publishedRequestsOf(
  root: protobuf.Root,
  operations: Iterable<{ readonly operation: string }>,
): PublishedRequests {
  const api = loadPublishedApi(root);
  const requests = new Map<string, string>();
  const fields = new Map<string, string>();
  for (const { operation } of operations) {
    const type = api.get(operation)?.requestType;
    if (!type) continue;
    if (type.name !== `${operation}Request`) requests.set(operation, type.name);
    collect(type, fields);
  }
  return { requests: sorted(requests), fields: sorted(fields) };
}

function collect(type: protobuf.Type, fields: Map<string, string>): void {
  if (fields.has(type.name)) return;
  const own = [...type.fieldsArray.map(inShort), newer[type.name] ?? ''].filter(Boolean);
  fields.set(type.name, own.sort().join(' '));
  for (const { resolvedType } of type.fieldsArray)
    if (isOwnMessage(resolvedType)) collect(resolvedType, fields);
}

/** `id`, `model_version:ModelVersion`, `metrics:Metrics{}` (a map), `metadata:Struct`. */
function inShort(field: protobuf.Field): string {
  const { name, resolvedType: type } = field.resolve();
  const many = field.map ? '{}' : '';
  if (isOwnMessage(type)) return `${name}:${type.name}${many}`;
  return type && free.has(type.name) ? `${name}:Struct` : field.map ? `${name}:Struct` : name;
}

function isOwnMessage(type: protobuf.ReflectionObject | null): type is protobuf.Type {
  const isMessage = type instanceof protobuf.Type && !type.fullName.startsWith('.google.');
  return isMessage && !free.has(type.name);
}

function sorted(table: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries([...table].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** `published-requests.ts`, not yet formatted. */
export function publishedRequestsText({ requests, fields }: PublishedRequests): string {
  return `/* Written by \`npm run document\` from Clarifai's published messages; a test compares. */

/** Operation -> the message of its request, where that is not its name with \`Request\`. */
export const publishedRequests: Readonly<Record<string, string>> = ${JSON.stringify(requests)};

/**
 * Message -> its fields; \`name:Type\` holds a message, \`name:Type{}\` a map of them,
 * \`name:Struct\` free JSON.
 */
export const publishedRequestFields: Readonly<Record<string, string>> = ${JSON.stringify(fields)};
`;
}
