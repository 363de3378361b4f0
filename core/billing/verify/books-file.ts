import type { TenantBooks } from './books.ts';

/** Of what a file of books consists: JSON lines `{"type":"entry","record":{…}}`. */
export const recordTypes = ['entry', 'usage', 'hold', 'counter', 'invoice'] as const;
export type RecordType = (typeof recordTypes)[number];

/** Which part of the books holds the records of a type. */
export const partOf = {
  entry: 'entries',
  usage: 'usage',
  hold: 'holds',
  counter: 'counters',
  invoice: 'invoices',
} as const satisfies Record<RecordType, keyof TenantBooks>;

/** Counted up where an earlier release could not read the file. */
const format = 1;

/** The lines of one tenant's books: first whose they are, last how many records came between. */
export function* linesOfBooks(books: TenantBooks): Generator<string> {
  const { userId, head } = books;
  yield JSON.stringify({ type: 'books', format, userId, ...(head ? { head } : {}) });
  let records = 0;
  for (const type of recordTypes)
    for (const record of books[partOf[type]]) {
      records += 1;
      yield JSON.stringify({ type, record });
    }
  yield JSON.stringify({ type: 'end', records });
}

interface Line {
  readonly type?: unknown;
  readonly format?: unknown;
  readonly userId?: unknown;
  readonly head?: TenantBooks['head'];
  readonly record?: unknown;
  readonly records?: unknown;
}

type Parts = { -readonly [Part in (typeof partOf)[RecordType]]: unknown[] };

/**
 * Reads such lines, of one tenant or of several one behind the other.
 * @throws Error that names the line where they are no books, or end before their end
 */
export function booksOfLines(lines: Iterable<string>): TenantBooks[] {
  const all: TenantBooks[] = [];
  let open: { userId: string; head?: TenantBooks['head']; parts: Parts } | undefined;
  let number = 0;
  const wrong = (what: string) => new Error(`Line ${number}: ${what}`);
  for (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    const line = parsed(text, wrong);
    if (line.type === 'books') {
      if (open) throw wrong(`the books of '${open.userId}' have no end before it`);
      open = begun(line, wrong);
      continue;
    }
    if (!open) throw wrong('what comes first is {"type":"books",…}, as "deeptune ledger export" writes it'); // prettier-ignore
    if (line.type === 'end') {
      const count = Object.values(open.parts).reduce((sum, part) => sum + part.length, 0);
      if (count !== line.records)
        throw wrong(`${String(line.records)} records should be before it, ${count} are`);
      const { parts, ...whose } = open;
      all.push({ ...whose, ...parts } as unknown as TenantBooks);
      open = undefined;
      continue;
    }
    const part = partOf[line.type as RecordType] as keyof Parts | undefined;
    if (part === undefined || typeof line.record !== 'object' || line.record === null)
      throw wrong(`'${String(line.type)}' is no type of record: ${recordTypes.join(', ')}`);
    open.parts[part].push(line.record);
  }
  if (open) throw new Error(`The books of '${open.userId}' have no end: the file was cut off after line ${number}`); // prettier-ignore
  if (all.length === 0) throw new Error('There are no books in it');
  return all;
}

function parsed(text: string, wrong: (what: string) => Error): Line {
  try {
    const line: unknown = JSON.parse(text);
    if (typeof line === 'object' && line !== null) return line;
  } catch {
    // Said below.
  }
  throw wrong(`this is no JSON object: ${text.slice(0, 60)}`);
}

function begun(line: Line, wrong: (what: string) => Error) {
  const { userId, head } = line;
  if (line.format !== format)
    throw wrong(`format ${String(line.format)}; this release reads ${format}`);
  if (typeof userId !== 'string') throw wrong('it does not say whose books they are');
  const parts: Parts = { entries: [], usage: [], holds: [], counters: [], invoices: [] };
  return { userId, ...(head ? { head } : {}), parts };
}
