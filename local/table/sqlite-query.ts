import { fail } from '../../core/errors.ts';
import type { Query } from '../../core/ports/table.ts';

/**
 * A `Query` as SQL over the table `items`: what follows WHERE, up to LIMIT, with its values in
 * order.
 */
export function keyCondition(query: Query): { sql: string; values: string[] } {
  const columns = columnsOf(query);
  const [part, lead] = query.fromIndex ? ['indexPk', 'indexSk'] : ['pk', 'sk'];
  const conditions = [`${part} = ?`];
  const values = [query.pk];
  const add = (condition: string, ...more: string[]): void => {
    conditions.push(condition);
    values.push(...more);
  };
  if (query.prefix) {
    add(`${lead} >= ?`, query.prefix);
    const end = firstBehind(query.prefix);
    if (end !== undefined) add(`${lead} < ?`, end);
  }
  const position = positionOf(query, columns.length);
  if (position) {
    const sign = query.descending ? '<' : '>';
    add(`(${columns.join(', ')}) ${sign} (${position.map(() => '?').join(', ')})`, ...position);
  }
  const order = columns.map((column) => `${column} ${query.descending ? 'DESC' : 'ASC'}`);
  return { sql: `${conditions.join(' AND ')} ORDER BY ${order.join(', ')}`, values };
}

/**
 * What is left of `items` for a statement that needs keys only: an index that holds nothing else,
 * so that 100,000 keys are passed over in milliseconds.
 */
export function keysOnly(query: Query): string {
  return `items INDEXED BY ${query.fromIndex ? 'itemsByIndex' : 'itemsByKey'}`;
}

/**
 * The columns that say where an item lies in the order of the query; `positionToken` makes a `next`
 * of such a row. Opaque to callers.
 */
export function positionColumns(query: Query): string {
  return columnsOf(query).join(', ');
}

/** @param row with the `positionColumns` of the query */
export function positionToken(query: Query, row: Record<string, unknown>): string {
  return tokenOf(columnsOf(query).map((column) => String(row[column])));
}

function tokenOf(position: readonly string[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Several items may share one index position: their own key then decides. */
function columnsOf(query: Query): string[] {
  return query.fromIndex ? ['indexSk', 'pk', 'sk'] : ['sk'];
}

/** Where the query begins, behind something; undefined: at its beginning. */
function positionOf(query: Query, length: number): string[] | undefined {
  if (query.after !== undefined) return parsePosition(query.after, length);
  return query.behind === undefined ? undefined : [query.behind];
}

function parsePosition(after: string, length: number): string[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(after, 'base64url').toString());
    if (Array.isArray(position) && position.length === length) {
      if (position.every((part) => typeof part === 'string')) return position;
    }
  } catch {
    // Not JSON: refused below like every other text that no page gave.
  }
  throw fail('invalidRequest', `no page ends at ${JSON.stringify(after)}: give the next of a page`);
}

/**
 * The least string, in byte order, behind all that begin with `prefix`; undefined where there is
 * none.
 */
function firstBehind(prefix: string): string | undefined {
  const points = Array.from(prefix, (char) => char.codePointAt(0) ?? 0);
  while (points.at(-1) === 0x10ffff) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // Surrogates are no characters: U+D7FF is followed by U+E000.
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
}
