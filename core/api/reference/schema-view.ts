import { html } from 'hono/html';
import type { JsonObject } from '../../json.ts';

type View = ReturnType<typeof html> | string;

/**
 * A JSON Schema for people: its fields as a list, messages as links to where they stand on the
 * page.
 */
export function schemaView(schema: JsonObject): View {
  if (typeof schema['$ref'] === 'string') return linkTo(schema['$ref']);
  if ('properties' in schema) return fieldList(schema);
  if (Array.isArray(schema['enum'])) return `one of ${schema['enum'].map(inJson).join(', ')}`;
  if ('const' in schema) return inJson(schema['const']);
  if (Array.isArray(schema['anyOf'])) return alternatives(schema['anyOf'] as JsonObject[]);
  if (schema['type'] === 'array')
    return html`list${limits(schema)} of ${schemaView(schema['items'] as JsonObject)}`;
  if (schema['type'] === 'object') return mapView(schema);
  return `${typeName(schema)}${limits(schema)}`;
}

/** Name of the component that a reference names, as a link. */
export function linkTo(reference: string): View {
  const name = reference.split('/').at(-1);
  return html`<a href="#${name}">${name}</a>`;
}

function fieldList({ properties, required = [] }: JsonObject): View {
  const fields = Object.entries(properties as Readonly<Record<string, JsonObject>>);
  if (fields.length === 0) return 'no fields';
  return html`<ul>
    ${fields.map(([name, field]) => {
      const mark = (required as string[]).includes(name) ? html`<b>*</b>` : '';
      return html`<li><code>${name}</code>${mark} ${schemaView(field)}${about(field)}</li>`;
    })}
  </ul>`;
}

function alternatives(schemas: readonly JsonObject[]): View {
  return html`${schemas.map((each, index) => html`${index > 0 ? ' or ' : ''}${schemaView(each)}`)}`;
}

function mapView({ additionalProperties: values }: JsonObject): View {
  const isFree = typeof values !== 'object' || values === null || Object.keys(values).length === 0;
  return isFree ? 'any JSON object' : html`map of ${schemaView(values as JsonObject)}`;
}

function typeName({ type, format, contentEncoding }: JsonObject): string {
  if (type === undefined) return 'any JSON';
  const name = Array.isArray(type) ? type.join(' or ') : String(type);
  const detail = format ?? contentEncoding;
  return typeof detail === 'string' ? `${name} (${detail})` : name;
}

const limitNames = [
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minimum',
  'exclusiveMinimum',
  'maximum',
];

/**
 * Limits that JavaScript's own whole numbers have are no news; a format says more than its pattern.
 */
function limits(schema: JsonObject): string {
  const named = limitNames.filter(
    (name) => name in schema && Math.abs(Number(schema[name])) < Number.MAX_SAFE_INTEGER,
  );
  const parts = named.map((name) => `${name} ${inJson(schema[name])}`);
  const pattern = 'format' in schema ? undefined : schema['pattern'];
  if (typeof pattern === 'string') parts.push(pattern);
  return parts.length > 0 ? ` [${parts.join(', ')}]` : '';
}

function about(schema: JsonObject): string {
  const { description, default: fallback } = schema;
  const isShown = fallback !== undefined && typeof fallback !== 'object';
  return [
    isShown ? `; ${inJson(fallback)} if absent` : '',
    typeof description === 'string' ? `: ${description}` : '',
  ].join('');
}

function inJson(value: unknown): string {
  return JSON.stringify(value);
}
