import type { JsonObject } from '../../json.ts';

/**
 * Message -> its fields, in short: `id`, `count:uint32`, `tags:string[]`, `by_id:Thing{}` (a map),
 * `detail?` (may be absent), `ended:int32|null`. Without a type a field is a text; other types are
 * those below, an enum or another message.
 */
export type MessageTable = Readonly<Record<string, string>>;

const text = { type: 'string' };
const whole = { type: 'integer' };
/** 64-bit integers are texts, as proto3 JSON has them. */
const long = { type: 'string', pattern: '^-?\\d+$' };
const free = { type: 'object', additionalProperties: true };

const types: Readonly<Record<string, JsonObject>> = {
  string: text,
  bytes: { type: 'string', contentEncoding: 'base64' },
  bool: { type: 'boolean' },
  count: { type: 'integer', minimum: 0 },
  int32: whole,
  uint32: { type: 'integer', minimum: 0 },
  int64: long,
  uint64: long,
  float: { type: 'number' },
  Timestamp: { type: 'string', format: 'date-time' },
  Duration: { type: 'string', pattern: '^-?\\d+(\\.\\d+)?s$' },
  Struct: free,
  Value: {},
  /** A number, or `auto` in its place. */
  NumberOrWord: { anyOf: [{ type: 'number' }, text] },
  Sent: { ...free, description: 'As it was sent.' },
};

/** Reference to a message or an enum among the components. */
export function referenceTo(name: string): JsonObject {
  return { $ref: `#/components/schemas/${name}` };
}

/**
 * An enum, written by name; a number stands for a name that is not written. @param names separated
 * by blanks
 */
export function enumSchema(names: string): JsonObject {
  const values = names.split(' ').map((name) => (/^\d+$/.test(name) ? Number(name) : name));
  return values.every((value) => typeof value === 'string')
    ? { type: 'string', enum: values }
    : { enum: values };
}

/**
 * A message with these fields and no others; without `isPartial` all are there that are not marked
 * with `?`.
 */
export function messageSchema(fields: string, { isPartial }: { isPartial: boolean }): JsonObject {
  const read = fields.split(' ').filter(Boolean).map(readField);
  const required = read.filter((field) => !isPartial && !field.isOptional);
  return {
    type: 'object',
    ...(required.length > 0 ? { required: required.map(({ name }) => name) } : {}),
    properties: Object.fromEntries(read.map((field) => [field.name, schemaOf(field)])),
    additionalProperties: false,
  };
}

/** A field in short, read: `tags?:string[]|null`. */
export interface Field {
  readonly name: string;
  readonly type: string;
  readonly isOptional: boolean;
  readonly many: '' | '[]' | '{}';
  readonly isNullable: boolean;
}

/** @throws Error that shows a field which is not in the short form */
export function readField(field: string): Field {
  const form = /^(?<name>\w+)(?<optional>\?)?(:(?<type>\w+)(?<many>\[\]|\{\})?(?<null>\|null)?)?$/;
  const parts = form.exec(field)?.groups;
  if (!parts) throw new Error(`'${field}' is not a valid field, such as 'id' or 'tags?:string[]'`);
  const { name = '', optional, type = 'string', many = '', null: nullable } = parts;
  return {
    name,
    type,
    isOptional: optional !== undefined,
    many: many as Field['many'],
    isNullable: nullable !== undefined,
  };
}

function schemaOf({ type, many, isNullable }: Field): JsonObject {
  const schema = severalOf(types[type] ?? referenceTo(type), many);
  return isNullable ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function severalOf(one: JsonObject, many: Field['many']): JsonObject {
  if (many === '[]') return { type: 'array', items: one };
  return many === '{}' ? { type: 'object', additionalProperties: one } : one;
}
