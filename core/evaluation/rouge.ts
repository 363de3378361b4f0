/** What Python's `str.split` and `str.strip` take for white space: `\s` of JavaScript is another set. */
const space =
  '[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const spaces = new RegExp(space);
const ends = new RegExp(`^${space}|${space}$`, 'g');

/** The text without white space at its ends. */
export function stripped(text: string): string {
  return text.replace(ends, '');
}

/**
 * ROUGE-L F1 of two texts, 0 to 1: their longest common subsequence of words, lower-cased and split at white space (as `rouge_l` of the container;
 * C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", ACL 2004, section 3, with beta = 1).
 */
export function rougeL(written: string, expected: string): number {
  const [a, b] = [wordsOf(written), wordsOf(expected)];
  const common = longestCommonSubsequence(a, b);
  return common === 0 ? 0 : (2 * common) / (a.length + b.length);
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(spaces)
    .filter((word) => word !== '');
}

function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  const row = new Uint32Array(b.length + 1);
  for (const word of a) {
    let before = 0;
    b.forEach((other, n) => {
      const above = row[n + 1] ?? 0;
      row[n + 1] = word === other ? before + 1 : Math.max(above, row[n] ?? 0);
      before = above;
    });
  }
  return row[b.length] ?? 0;
}
