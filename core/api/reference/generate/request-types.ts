import type { Json, JsonObject } from '../../../json.ts';
import type { QueryKind } from '../../http/query-values.ts';
import type { Route } from '../../http/route.ts';
import { bodySchema } from '../../http/body/body-schema.ts';

const head = `import type { Json } from '../../json.ts';

/* Written by \`npm run document\` from the schemas of the routes; a test compares. Types only: what clients may send. Fields that are not known are ignored
 * by the service, and are not offered here. */
`;

/**
 * TypeScript of \`Requests\`, operation -> body, and of \`Queries\`, operation -> parameters of its
 * query.
 */
export function requestTypes(routes: readonly Route[]): string {
  const sorted = [...new Map(routes.map((route) => [route.operation, route])).values()].sort(
    (a, b) => (a.operation < b.operation ? -1 : 1),
  );
  const bodies = sorted.flatMap(({ operation, body }) =>
    body ? [`readonly ${operation}: ${schemaType(bodySchema(body))};`] : [],
  );
  const queries = sorted.flatMap(({ operation, query }) =>
    query ? [`readonly ${operation}: ${queryType(query)};`] : [],
  );
  return `${head}
/** Operation -> the body that it takes. */
export interface Requests {
${bodies.join('\n')}
}

/** Operation -> parameters of the query that it reads. */
export interface Queries {
${queries.join('\n')}
}
`;
}

const queryTypes: Readonly<Record<QueryKind, string>> = {
  text: 'string',
  texts: 'readonly string[]',
  flag: 'boolean',
  whole: 'number',
  month: 'string',
};

function queryType(query: Readonly<Record<string, QueryKind>>): string {
  const lines = Object.entries(query).map(
    ([name, kind]) => `readonly '${name}'?: ${queryTypes[kind]};`,
  );
  return `{\n${lines.join('\n')}\n}`;
}

const simple: Readonly<Record<string, string>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

/**
 * TypeScript of a JSON Schema, as far as zod writes them.
 * @throws Error that shows a schema which is not known
 */
export function schemaType(schema: JsonObject): string {
  const { type, anyOf, allOf, items } = schema;
  if (Array.isArray(schema['enum']))
    return union(schema['enum'].map((each) => JSON.stringify(each)));
  if ('const' in schema) return JSON.stringify(schema['const']);
  if (Array.isArray(anyOf)) return union((anyOf as JsonObject[]).map(schemaType));
  if (Array.isArray(allOf))
    return (allOf as JsonObject[]).map((each) => `(${schemaType(each)})`).join(' & ');
  if (type === 'array') return `readonly (${items ? schemaType(items as JsonObject) : 'Json'})[]`;
  if (type === 'object') return objectType(schema);
  if (type === undefined) return 'Json';
  const names = [type].flat().map((each) => simple[String(each)]);
  if (names.every((name) => name !== undefined)) return union(names);
  throw new Error(`There is no TypeScript for the schema ${JSON.stringify(schema)}`);
}

function objectType({ properties, required = [], additionalProperties: rest }: JsonObject): string {
  if (Object.keys((properties ?? {}) as JsonObject).length === 0) return mapType(rest);
  const lines = Object.entries(properties as Readonly<Record<string, JsonObject>>).map(
    ([name, each]) => {
      const isRequired = (required as readonly Json[]).includes(name);
      const of = schemaType(each);
      return isRequired ? `readonly '${name}': ${of};` : `readonly '${name}'?: ${of};`;
    },
  );
  return `{\n${lines.join('\n')}\n}`;
}

function mapType(values: Json | undefined): string {
  const isFree = typeof values !== 'object' || values === null;
  return `{ readonly [name: string]: ${isFree ? 'Json' : schemaType(values as JsonObject)} }`;
}

function union(types: readonly string[]): string {
  return [...new Set(types)].map((type) => (/\s/.test(type) ? `(${type})` : type)).join(' | ');
}
