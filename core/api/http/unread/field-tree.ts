import type { z } from 'zod';
import type { Json, JsonObject } from '../../../json.ts';
import { bodySchema } from '../body/body-schema.ts';
import { publishedRequestFields, publishedRequests } from '../../wire/published-requests.ts';

/**
 * What may stand at one place of a request: by the published message, and by the schema that the
 * route reads it with. Made when a request first comes there, and kept: a route's own schema is
 * finite, and places that have none are one for each message.
 */
export interface FieldNode {
  /** Published message; absent where the place has none. */
  readonly message: string | undefined;
  /** Schemas of the objects that the route takes here; empty where it does not read the place. */
  readonly schemas: readonly JsonObject[];
  /** True where anything may stand in the place: free JSON. */
  readonly isFree: boolean;
  /** Fields that were asked for. */
  readonly children: Map<string, KnownField>;
}

/** A field of a place. */
export interface KnownField {
  readonly node: FieldNode;
  /** False: published, and not read here. */
  readonly isUsed: boolean;
}

const userAppId: JsonObject = {
  type: 'object',
  properties: { user_app_id: { properties: { user_id: {}, app_id: {} } } },
};
const roots = new Map<string, { readonly body: z.ZodType | undefined; readonly node: FieldNode }>();

/** The whole body of an operation; without `body`: what is published of it. */
export function rootOf(operation: string, body: z.ZodType | undefined): FieldNode {
  const key = body ? operation : `${operation} without a body`;
  const known = roots.get(key);
  if (known && known.body === body) return known.node;
  const name = publishedRequests[operation] ?? `${operation}Request`;
  const isPublished = Object.hasOwn(publishedRequestFields, name);
  const schemas = body ? [bodySchema(body), userAppId] : [userAppId];
  const node = nodeOf(isPublished ? name : undefined, flat(schemas));
  roots.set(key, { body, node });
  return node;
}

/** Places without names of the route's own, by their message: free JSON, and not read. */
const nameless = { free: new Map<string, FieldNode>(), unread: new Map<string, FieldNode>() };

function nodeOf(message: string | undefined, schemas: readonly JsonObject[]): FieldNode {
  const hasNames = schemas.some((each) => 'properties' in each);
  const isFree = message === undefined && !hasNames;
  const node = { message, schemas, isFree, children: new Map<string, KnownField>() };
  if (hasNames) return node;
  const shared = schemas.length > 0 ? nameless.free : nameless.unread;
  const key = message ?? '';
  const known = shared.get(key) ?? { ...node, schemas: schemas.length > 0 ? [{}] : [] };
  shared.set(key, known);
  return known;
}

/**
 * The field of a place; undefined where it is not known. Where a message is published, what the
 * route would take as free JSON is still that message.
 */
export function fieldOf(node: FieldNode, name: string): KnownField | undefined {
  const known = node.children.get(name);
  if (known) return known;
  const published = typesOf(node.message).get(name);
  const named = node.schemas.flatMap(({ properties = {} }) =>
    Object.hasOwn(properties as JsonObject, name) ? [(properties as JsonObject)[name]] : [],
  ) as JsonObject[];
  const others = node.schemas.flatMap(othersOf);
  const isNamed = published !== undefined || named.length > 0;
  if (!isNamed && (node.message !== undefined || others.length === 0)) return undefined;
  const schemas = flat([...named, ...others]);
  const message = published && published !== 'Struct' ? published : undefined;
  const field = {
    node: nodeOf(message, schemas),
    isUsed: schemas.length > 0 || node.schemas.length === 0,
  };
  // Any other name of free JSON is known too; there are too many to keep.
  if (isNamed) node.children.set(name, field);
  return field;
}

/** Every name that a place knows; `used`: those that are read here. */
export function namesOf(node: FieldNode): {
  readonly used: readonly string[];
  readonly published: readonly string[];
} {
  const used = node.schemas.flatMap((schema) =>
    Object.keys((schema['properties'] ?? {}) as JsonObject),
  );
  return { used: [...new Set(used)], published: [...typesOf(node.message).keys()] };
}

const parsed = new Map<string, ReadonlyMap<string, string>>();

/** Field -> the message that it holds, `Struct`, or nothing for a plain value. */
function typesOf(message = ''): ReadonlyMap<string, string> {
  const known = parsed.get(message);
  if (known) return known;
  const fields = (publishedRequestFields[message] ?? '').split(' ').filter(Boolean);
  const types = new Map(fields.map((field) => [field.split(':')[0] ?? '', typeIn(field)]));
  parsed.set(message, types);
  return types;
}

/** What stands in a map is not looked into. */
function typeIn(field: string): string {
  const type = field.split(':')[1] ?? '';
  return type.endsWith('{}') ? 'Struct' : type;
}

/** Lists and alternatives resolved: the schemas of the objects that may stand here. */
function flat(schemas: readonly JsonObject[]): JsonObject[] {
  return schemas.flatMap((schema) => {
    const parts = ['anyOf', 'oneOf', 'allOf'].flatMap((name) => (schema[name] ?? []) as Json[]);
    const items = schema['items'] === undefined ? [] : [schema['items']];
    const within = [...parts, ...items] as JsonObject[];
    return within.length > 0 ? flat(within) : [schema];
  });
}

/** What any other name may hold: free JSON where the schema is not of an object with names. */
function othersOf(schema: JsonObject): JsonObject[] {
  const others = schema['additionalProperties'];
  if (others === false) return [];
  if (typeof others === 'object' && others !== null) return [others as JsonObject];
  const isOpen = !('properties' in schema) && (schema['type'] ?? 'object') === 'object';
  return others === true || isOpen ? [{}] : [];
}
