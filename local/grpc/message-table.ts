import protobuf from 'protobufjs';
import type { MessageTable } from '../../core/api/reference/message.ts';
import { loadPublishedApi } from './published-api.ts';

/** What the document says of the published messages that deeptune answers. */
export interface PublishedTables {
  readonly messages: MessageTable;
  /** Enum -> its names. */
  readonly enums: Readonly<Record<string, string>>;
  /** Message -> the operations that answer it. */
  readonly answers: Readonly<Record<string, string>>;
}

/** Parts of requests that are kept and sent back as they came, whatever they are. */
const sentBack = new Set([
  'BulkOperation.dataset',
  'BulkOperation.input_ids',
  'BulkOperation.operation',
  'BulkOperation.search',
  'Dataset.default_annotation_filter',
  'DatasetVersion.annotation_filter_config',
  'MultiSearchResponse.query',
  'MultiSearchResponse.searches',
]);
/**
 * Wrappers, whose JSON is that of what is in them; and the codes of Status, which deeptune writes
 * as numbers.
 */
const writtenAs: Readonly<Record<string, string>> = { UInt64Value: 'uint64', StatusCode: 'int32' };

/** Written by number: clients that are older than the name refuse it. */
const asNumber = new Set(['EvaluationType.Generation']);

/**
 * The fields of an answer's messages, as `Model.id`, however deep; what stands in a Struct and in
 * what is sent back has none.
 * @throws Error where a message has no such field
 */
export function fieldsIn(type: protobuf.Type, json: unknown): Set<string> {
  const found = new Set<string>();
  for (const [name, value] of Object.entries(json as object)) {
    const path = `${type.name}.${name}`;
    found.add(path);
    const inner = fieldOf(type, name).resolvedType;
    if (!isOwnMessage(inner) || sentBack.has(path)) continue;
    for (const each of severalIn(fieldOf(type, name), value))
      for (const field of fieldsIn(inner, each)) found.add(field);
  }
  return found;
}

function severalIn(field: protobuf.Field, value: unknown): readonly unknown[] {
  if (field.map) return Object.values(value as object);
  return field.repeated ? (value as unknown[]) : [value];
}

/** `Model.id` for every field of a table. */
export function fieldsOfTable(table: MessageTable): string[] {
  return Object.entries(table).flatMap(([message, fields]) =>
    fields
      .split(' ')
      .filter(Boolean)
      .map((field) => `${message}.${field.split(':')[0]}`),
  );
}

/**
 * The tables of some operations and fields, with their types as they are published.
 * @param operations those that are not published have no entry
 * @param fields `Model.id`, in any order
 * @throws Error where a message or a field is not published
 */
export function tablesOf(
  root: protobuf.Root,
  operations: Iterable<{ readonly operation: string }>,
  fields: Iterable<string>,
): PublishedTables {
  const answers = answersOf(root, operations);
  const messages = new Map(Object.keys(answers).map((name) => [name, new Set<string>()]));
  const enums = new Map<string, string>();
  for (const path of fields) {
    const [message = '', name = ''] = path.split('.');
    const field = fieldOf(root.lookupType(message), name);
    const { resolvedType: of } = field;
    const type = sentBack.has(path) ? 'Sent' : typeOf(field);
    entryOf(messages, message).add(inShort(field, type));
    if (of instanceof protobuf.Enum && !(of.name in writtenAs))
      enums.set(of.name, namesOf(of).join(' '));
    // A message that says something by being there alone has no fields to be known by.
    if (isOwnMessage(of) && !sentBack.has(path)) entryOf(messages, of.name);
  }
  return { messages: sorted(messages), enums: sorted(enums), answers };
}

function namesOf({ name, values }: protobuf.Enum): (string | number)[] {
  return Object.entries(values).map(([each, value]) =>
    asNumber.has(`${name}.${each}`) ? value : each,
  );
}

function answersOf(root: protobuf.Root, operations: Iterable<{ readonly operation: string }>) {
  const api = loadPublishedApi(root);
  const answers = new Map<string, Set<string>>();
  for (const { operation } of operations) {
    const type = api.get(operation)?.responseType;
    if (type) entryOf(answers, type.name).add(operation);
  }
  return sorted(answers);
}

function entryOf(table: Map<string, Set<string>>, name: string): Set<string> {
  const entry = table.get(name) ?? new Set();
  table.set(name, entry);
  return entry;
}

function sorted(
  table: ReadonlyMap<string, string | Set<string>>,
): Readonly<Record<string, string>> {
  const lines = [...table].map(([name, words]): [string, string] => [
    name,
    typeof words === 'string' ? words : [...words].sort().join(' '),
  ]);
  return Object.fromEntries(lines.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function fieldOf(type: protobuf.Type, name: string): protobuf.Field {
  const field = type.fields[name]?.resolve();
  if (!field) throw new Error(`${type.name} has no field '${name}'`);
  return field;
}

function typeOf(field: protobuf.Field): string {
  const type = field.resolvedType?.name ?? field.type;
  return writtenAs[type] ?? type;
}

function inShort(field: protobuf.Field, written: string): string {
  const many = field.map ? '{}' : field.repeated ? '[]' : '';
  return written + many === 'string' ? field.name : `${field.name}:${written}${many}`;
}

function isOwnMessage(type: protobuf.ReflectionObject | null): type is protobuf.Type {
  return type instanceof protobuf.Type && !type.fullName.startsWith('.google.');
}
