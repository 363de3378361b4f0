/** Longer names than this are nobody's slip. */
const longest = 64;

/**
 * The known name that somebody meant who wrote another: the same letters in another case
 * (`trainInfo`), a slip of a few letters (`trian_info`), or words left out or put in (`min_inputs`
 * for `min_new_inputs`). Undefined where none is near.
 */
export function nearName(asked: string, known: readonly string[]): string | undefined {
  if (asked.length > longest) return undefined;
  const name = snakeCase(asked);
  const scored = known.map((each) => ({
    each,
    distance: distanceOf(name, each),
    edits: editDistance(name, each),
  }));
  const [best] = scored.sort((a, b) => a.distance - b.distance || a.edits - b.edits);
  return best && best.distance <= Math.max(1, Math.floor(name.length / 3)) ? best.each : undefined;
}

function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll('-', '_')
    .toLowerCase();
}

function distanceOf(name: string, known: string): number {
  if (name === known) return 0;
  const [words, others] = [name.split('_'), known.split('_')];
  const differ = Math.abs(words.length - others.length);
  return name.length > 3 && differ <= 1 && (isPartOf(words, others) || isPartOf(others, words))
    ? 1
    : editDistance(name, known);
}

/** Each of the words is one of the others, or its plural or beginning. */
function isPartOf(words: readonly string[], others: readonly string[]): boolean {
  return words.every((word) =>
    others.some((other) => word.startsWith(other) || (word !== '' && other.startsWith(word))),
  );
}

/** Letters to add, take away, change or swap with their neighbour (Damerau, Levenshtein). */
export function editDistance(a: string, b: string): number {
  let [before, last]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (last?.[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap =
        a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before?.[j - 2] ?? 0) + 1 : change;
      row[j] = Math.min(change, swap, (row[j - 1] ?? 0) + 1, (last?.[j] ?? 0) + 1);
    }
    [before, last] = [last ?? [], row];
  }
  return last?.[b.length] ?? 0;
}
