import type { z } from 'zod';
import type { Json, JsonObject } from '../../../json.ts';
import { bodySchema } from '../../reference/json-schema.ts';
import { publishedRequestFields, publishedRequests } from '../../wire/published-requests.ts';

/**
 * What may stand at one place of a request: by the published message, and by the schema that the
 * route reads it with.
 */
export interface FieldNode {
  /** Published message; absent where the place has none. */
  readonly message?: string | undefined;
  /** JSON schemas of the route, of which one must hold; empty where it does not read the place. */
  readonly schemas: readonly JsonObject[];
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
const rootSchemas = new WeakMap<z.ZodType, JsonObject>();

/** The whole body of an operation. */
export function rootOf(operation: string, body: z.ZodType | undefined): FieldNode {
  const name = publishedRequests[operation] ?? `${operation}Request`;
  const isPublished = Object.hasOwn(publishedRequestFields, name);
  return {
    message: isPublished ? name : undefined,
    schemas: body ? [schemaOf(body), userAppId] : [userAppId],
  };
}

/** Made at a route's first request, and kept. */
function schemaOf(body: z.ZodType): JsonObject {
  const schema = rootSchemas.get(body) ?? bodySchema(body);
  rootSchemas.set(body, schema);
  return schema;
}

/** True where anything may stand in the place: free JSON. */
export function isFree({ message, schemas }: FieldNode): boolean {
  return message === undefined && flat(schemas).every((each) => !('properties' in each));
}

/**
 * The field of a place; undefined where it is not known. Where a message is published, what the
 * route would take as free JSON is still that message.
 */
export function fieldOf(node: FieldNode, name: string): KnownField | undefined {
  const published = typesOf(node.message).get(name);
  const all = flat(node.schemas);
  const named = all.flatMap(({ properties = {} }) =>
    Object.hasOwn(properties as JsonObject, name) ? [(properties as JsonObject)[name]] : [],
  ) as JsonObject[];
  const others = all.flatMap(othersOf);
  if (published === undefined && named.length === 0)
    if (node.message !== undefined || others.length === 0) return undefined;
  const schemas = [...named, ...others];
  return {
    node: { message: published && published !== 'Struct' ? published : undefined, schemas },
    isUsed: schemas.length > 0 || node.schemas.length === 0,
  };
}

/** Every name that a place knows; `used`: those that are read here. */
export function namesOf(node: FieldNode): {
  readonly used: readonly string[];
  readonly published: readonly string[];
} {
  const used = flat(node.schemas).flatMap((schema) =>
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
