/** A name that stands twice in one object, and where that object stands: '' for the whole. */
export interface Duplicate {
  readonly path: string;
  readonly name: string;
}

/** An object or list that is open. */
interface Open {
  /** The names of an object so far; absent for a list. */
  readonly names?: Set<string>;
  /** What is being read in it: a name, or the number of an item. */
  at: string | number;
}

/**
 * The first name that stands twice in one object of a JSON text: readers differ in which of the two
 * they take, and a value is lost without a word. Takes time in proportion to the text.
 * @param json a valid JSON text
 */
export function duplicateName(json: string): Duplicate | undefined {
  const open: Open[] = [];
  let text = '';
  for (let at = 0; at < json.length; at += 1) {
    const found = json[at];
    const inner = open.at(-1);
    if (found === '"') {
      const end = endOfString(json, at);
      text = json.slice(at, end + 1);
      at = end;
    } else if (found === '{') open.push({ names: new Set(), at: '' });
    else if (found === '[') open.push({ at: 0 });
    else if (found === '}' || found === ']') open.pop();
    else if (found === ',' && typeof inner?.at === 'number') inner.at += 1;
    else if (found === ':' && inner?.names) {
      const name = JSON.parse(text) as string;
      if (inner.names.has(name)) return { path: pathOf(open.slice(0, -1)), name };
      inner.names.add(name);
      inner.at = name;
    }
  }
  return undefined;
}

function pathOf(open: readonly Open[]): string {
  return open.map(({ at }) => String(at)).join('.');
}

/** Where the quotation mark stands that closes the string which begins at `start`. */
function endOfString(json: string, start: number): number {
  let end = json.indexOf('"', start + 1);
  while (isEscaped(json, start, end)) end = json.indexOf('"', end + 1);
  return end;
}

/** True where an odd number of backslashes stands before `at`. */
function isEscaped(json: string, start: number, at: number): boolean {
  let count = 0;
  while (at - count - 1 > start && json[at - count - 1] === '\\') count += 1;
  return count % 2 === 1;
}
