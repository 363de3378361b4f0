import type { Json } from '../../../json.ts';
import { fail } from '../../../errors.ts';
import type { FieldNode } from './field-tree.ts';
import { fieldOf, isFree, namesOf, rootOf } from './field-tree.ts';
import { nearName } from './near-name.ts';
import { declaredParameters } from '../query-values.ts';
import type { RequestContext } from '../request-context.ts';
import type { Route } from '../route.ts';
import { saysNothing } from '../says-nothing.ts';

/** Something of a request that has no effect. */
export interface Unread {
  /** `model_versions.0.trian_info`, or the parameter's name. */
  readonly path: string;
  readonly value: Json;
  readonly in: 'body' | 'query';
  /** Published: a field that Clarifai's messages have and that is not used here. */
  readonly isPublished: boolean;
  /** What was meant, or what is known at this place; asked for only of what is shown. */
  advise(): string;
}

/** More are counted together: a body may have a million wrong names. */
const mostFound = 1_000;

/**
 * What a request says that nothing reads: names that neither the published message nor the route
 * knows, and published ones that have a value and are not used here.
 */
export function unreadOf(route: Route, call: Pick<RequestContext, 'body' | 'params'>): Unread[] {
  const found: Unread[] = [];
  const named = new Set(Object.keys(call.params));
  const rest = Object.entries(call.body).filter(([name]) => !named.has(name));
  walk(Object.fromEntries(rest), { node: rootOf(route.operation, route.body), path: '' }, found);
  return found;
}

interface Place {
  readonly node: FieldNode;
  readonly path: string;
}

function walk(value: Json | undefined, { node, path }: Place, found: Unread[]): void {
  if (typeof value !== 'object' || value === null || isFree(node)) return;
  for (const [name, each] of Object.entries(value) as [string, Json][]) {
    if (found.length >= mostFound) return;
    const at = path === '' ? name : `${path}.${name}`;
    if (Array.isArray(value)) walk(each, { node, path: at }, found);
    else visit(each, { node, path, name, at }, found);
  }
}

function visit(
  value: Json,
  { node, name, at }: Place & { readonly name: string; readonly at: string },
  found: Unread[],
): void {
  if (value === null) return;
  const field = fieldOf(node, name);
  const unread = { path: at, value, in: 'body', advise: () => adviceOn(node, name) } as const;
  if (!field) found.push({ ...unread, isPublished: removed.has(name) });
  else if (field.isUsed) walk(value, { node: field.node, path: at }, found);
  else if (!saysNothing(value) && !answered.has(name)) found.push({ ...unread, isPublished: true });
}

/** Removed from the published messages, and still sent by the documentation's older examples. */
const removed = new Set(['closed_environment']);

/**
 * What an answer says of a thing, and clients send back with it; `value`: clients write it on every
 * concept that they name.
 */
const answered = new Set(
  'id app_id user_id user_app_id created_at modified_at completed_at status value language'.split(
    ' ',
  ),
);

function adviceOn(node: FieldNode, name: string): string {
  const { used, published } = namesOf(node);
  const near = nearName(name, used) ?? nearName(name, published);
  if (near !== undefined) return `did you mean '${near}'?`;
  if (used.includes('params')) return `hyperparameters stand in 'params'; ${listed(used)}`;
  return listed(used);
}

function listed(known: readonly string[]): string {
  const shown = known.slice(0, 12);
  return `known here: ${shown.join(', ')}${known.length > shown.length ? ' …' : ''}`;
}

/** Parameters of a query that nothing reads. */
export function unreadQuery(route: Route, { query, params }: RequestContext): Unread[] {
  const used = declaredParameters(route.query ?? {});
  const root = rootOf(route.operation, undefined);
  return Object.entries(query).flatMap(([name, [value = '']]): Unread[] => {
    if (used.includes(name) || Object.hasOwn(params, name)) return [];
    const at = { path: name, value, in: 'query', advise: () => adviceAmong(used, name) } as const;
    if (isPublishedParameter(root, name))
      return ['', '0', 'false', 'False'].includes(value) ? [] : [{ ...at, isPublished: true }];
    return [{ ...at, isPublished: false }];
  });
}

function adviceAmong(used: readonly string[], name: string): string {
  const near = nearName(name, used);
  if (near !== undefined) return `did you mean '${near}'?`;
  const own = used.filter((each) => !each.startsWith('user_app_id'));
  return own.length > 0 ? listed(own) : 'none is known here';
}

/** `fields.confusion_matrix`: names of nested messages are joined by dots. */
function isPublishedParameter(root: FieldNode, name: string): boolean {
  let node: FieldNode | undefined = { message: root.message, schemas: [] };
  for (const part of name.split('.')) {
    node = node && fieldOf(node, part)?.node;
    if (node === undefined) return false;
  }
  return true;
}

/** Named one by one; of the others their number. */
const mostNamed = 10;

/**
 * What nothing read, as sentences for the caller; of several list items with the same field only
 * the first is shown. Empty where all was read.
 */
export function unreadNotes(found: readonly Unread[]): string[] {
  const kinds = new Map<string, Unread[]>();
  for (const each of found) {
    const kind = each.path.replace(/\.\d+(?=\.)/g, '[]');
    kinds.set(kind, [...(kinds.get(kind) ?? []), each]);
  }
  const notes = [...kinds.values()].slice(0, mostNamed).map(([first, ...others]) => {
    const more = others.length > 0 ? ` (and in ${others.length} more items)` : '';
    return first ? `${noteOn(first)}${more}` : '';
  });
  const left = kinds.size - notes.length;
  return left > 0 ? [...notes, `${left} more names were not read`] : notes;
}

function noteOn({ path, value, in: where, isPublished, ...unread }: Unread): string {
  const what = where === 'body' ? 'field' : 'query parameter';
  const shown = `'${short(path)}' ${short(preview(value))}`;
  return isPublished
    ? `${what} ${shown} is published and not used here`
    : `unknown ${what} ${shown} was not read: ${unread.advise()}`;
}

const mostShown = 120;

/** The beginning of a value as JSON, whatever its size. */
function preview(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, mostShown));
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${(value as Json[]).slice(0, 3).map(preview).join()}]`;
  const parts = Object.entries(value as Record<string, Json>).slice(0, 5);
  return `{${parts.map(([name, each]) => `${preview(name)}:${preview(each)}`).join()}}`;
}

function short(text: string): string {
  return text.length <= mostShown ? text : `${text.slice(0, mostShown)}…`;
}

/**
 * Refuses a request whose effect costs money, sets a schedule or makes a key, and which says
 * something that nothing would read: what was left out could be what mattered.
 * @throws DeeptuneError bad-request-format that names the first such field, its value, and what was
 *   probably meant
 */
export function assertAllRead(found: readonly Unread[]): void {
  const [first, ...others] = found.filter(({ isPublished }) => !isPublished);
  if (!first) return;
  const what = first.in === 'body' ? 'field' : 'query parameter';
  const more = others.length > 0 ? ` (and ${others.length} more)` : '';
  throw fail(
    'badRequest',
    `Unknown ${what} '${short(first.path)}' ${short(preview(first.value))}${more}: ${first.advise()}`,
  );
}
