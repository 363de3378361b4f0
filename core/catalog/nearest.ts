/** The choice that a mistyped `word` most likely meant: at most a third of its letters differ. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  const limit = Math.floor(word.length / 3);
  const ranked = choices
    .map((choice) => ({ choice, distance: editDistance(word, choice) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best !== undefined && best.distance <= limit ? best.choice : undefined;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(word: string, choices: readonly string[]): string {
  // A name longer than any of ours is no typing slip, and the distance costs its length.
  const match = word.length > 80 ? undefined : nearest(word, choices);
  return match === undefined ? '' : ` Did you mean "${match}"?`;
}

/** Levenshtein's distance, one row at a time, letters compared without case. */
function editDistance(from: string, to: string): number {
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
