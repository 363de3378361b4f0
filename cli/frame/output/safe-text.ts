/** Controls of a terminal, and line ends other than `\n`. */
const controls = '\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029';
/** What turns the direction of writing. */
const turning = '\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069';
/** What takes no room: two names that differ in it alone look the same. */
const unseen =
  '\\u00ad\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b\\u2060-\\u2065\\u206a-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb\\u{e0000}-\\u{e007f}';
/** Joiners make emoji and belong to scripts such as Arabic and Hindi; behind these letters none. */
const joiner =
  '(?<=^|[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{Script=Han}\\p{Nd}\\p{P}\\p{Z}\\u200c\\u200d])[\\u200c\\u200d]';
const unsafe = new RegExp(`[${controls}${turning}${unseen}]|${joiner}`, 'gu');

/**
 * A stored name or text as a terminal may show it: characters that would move the cursor, change
 * colours, turn the direction of writing or not be seen stand as `\u…`.
 */
export function safeText(text: string): string {
  return text.replaceAll(unsafe, escaped);
}

/** In JSON every such character may stand as its escape, and means the same. */
export function safeJson(json: string): string {
  return json.replaceAll(unsafe, (character) =>
    character === '\n' ? character : escaped(character),
  );
}

/** Lines for people, which may be styled: what is neither a line end nor a style is made safe. */
export function safeLines(text: string): string {
  return text
    .split(styleOrLineEnd)
    .map((part, at) => (at % 2 === 0 ? safeText(part) : part))
    .join('');
}

/** The styles of `styleOf`. */
const styleOrLineEnd = /(\n|\u001b\[(?:1|2|22|31|32|33|36|39)m)/;

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
}

const segments = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** East Asian wide characters and emoji take two columns of a terminal. */
const wide =
  /^(?:\p{Emoji_Presentation}|.\uFE0F|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6])/u;

/** Columns of a terminal that a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of segments.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** Cut to so many columns, with `…` where something is missing. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let [kept, width] = ['', 0];
  for (const { segment } of segments.segment(text)) {
    width += widthOf(segment);
    if (width > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** Filled with blanks up to so many columns. */
export function padded(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, columns - widthOf(text)));
  return side === 'left' ? text + blanks : blanks + text;
}
