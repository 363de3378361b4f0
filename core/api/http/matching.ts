/*
 * Each of these is made once for a request and asked for every record: what was asked is taken
 * apart once, and what is asked of a text takes time in proportion to the text.
 */

/**
 * Tells whether a text is what the pattern says, whatever the case; `*` stands for any characters.
 * Takes time in proportion to both.
 */
export function matchesPattern(pattern: string): (text: string) => boolean {
  // Stars in a row mean what one does.
  const parts = composed(pattern).split(/\*+/);
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  return (text) => {
    const whole = composed(text);
    if (last === undefined) return whole === first;
    if (!whole.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = whole.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return whole.length - last.length >= at && whole.endsWith(last);
  };
}

/** Names are kept composed (NFC); those of earlier releases, and what is asked, may not be. */
function composed(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/**
 * The word search of every list: each word of it begins a word of one of the texts, whatever the
 * case. A word is a run of letters and digits. A blank or absent search finds everything; one that
 * has no word in it, nothing.
 */
export function matchesSearch(search: string | undefined): (texts: readonly string[]) => boolean {
  if (search === undefined || search.trim() === '') return () => true;
  const asked = [...new Set(wordsOf(search))];
  return (texts) => {
    const present = texts.flatMap(wordsOf);
    return asked.length > 0 && asked.every((each) => present.some((word) => word.startsWith(each)));
  };
}

/** The older search: whole words, `OR` between groups, `-` before a word that must not be there. */
export function matchesQuery(query: string): (texts: readonly string[]) => boolean {
  const groups = query.split(/\bOR\b/).map((group) =>
    group
      .split(/\s+/)
      .filter(Boolean)
      .map((term) => ({ isAbsent: term.startsWith('-'), words: wordsOf(term) })),
  );
  return (texts) => {
    const present = new Set(texts.flatMap(wordsOf));
    return groups.some((group) =>
      group.every(({ isAbsent, words }) =>
        isAbsent
          ? !words.some((word) => present.has(word))
          : words.every((word) => present.has(word)),
      ),
    );
  };
}

/** 2: the text itself is what was searched for; 1: it begins so; 0: neither. */
export function relevance(search: string, texts: readonly string[]): number {
  const asked = search.toLowerCase();
  const found = texts.map((text) => text.toLowerCase());
  if (found.includes(asked)) return 2;
  return found.some((text) => text.startsWith(asked)) ? 1 : 0;
}

function wordsOf(text: string): string[] {
  // One form for characters that Unicode writes in several ways.
  const normal = text.normalize('NFKC').toLowerCase();
  return normal.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}
