/** A text, or a character that opens, closes or parts something, outside of texts. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/**
 * A name that stands twice in one object of a JSON text: readers differ in which of the two they
 * take, and a value is lost without a word. @param json a valid JSON text
 */
export function duplicateKey(json: string): string | undefined {
  /** The names of each object that is open; undefined for a list. */
  const open: (Set<string> | undefined)[] = [];
  let last = '';
  for (const [found] of json.matchAll(token)) {
    if (found === '{') open.push(new Set());
    else if (found === '[') open.push(undefined);
    else if (found === '}' || found === ']') open.pop();
    else if (found === ':') {
      const name = JSON.parse(last) as string;
      const names = open.at(-1);
      if (names?.has(name)) return name;
      names?.add(name);
    }
    last = found;
  }
  return undefined;
}
