/** Why a text cannot be taken. */
export interface TextProblem {
  /** Offset in UTF-16 code units, as `text.at` counts; from 0. */
  readonly at: number;
  /** Sentence for a person: what stands where, and what would be right. */
  readonly reason: string;
}

/** Characters shown before the place that is wrong. */
const contextLength = 20;

/**
 * Looks for what no store, file or tokenizer takes: half of a surrogate pair, which UTF-8 cannot
 * write, and NUL. Everything else is a text, and stays as it came: no trimming, no Unicode
 * normalisation, line ends and other control characters included.
 * @returns the first problem; undefined where the text can be taken as it is
 */
export function textProblem(text: string): TextProblem | undefined {
  const nul = text.indexOf('\0');
  const half = text.isWellFormed() ? -1 : loneSurrogateAt(text);
  if (nul === -1 && half === -1) return undefined;
  return half === -1 || (nul !== -1 && nul < half)
    ? { at: nul, reason: `${place(text, nul)} is NUL (U+0000), which no text holds; leave it out` }
    : { at: half, reason: `${place(text, half)} is ${surrogate(text, half)}` };
}

function loneSurrogateAt(text: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const point = text.codePointAt(at) ?? 0;
    if (point >= 0xd800 && point <= 0xdfff) return at;
    if (point > 0xffff) at += 1;
  }
  return -1;
}

function surrogate(text: string, at: number): string {
  const code = text.charCodeAt(at);
  const half = code < 0xdc00 ? 'first' : 'second';
  const hex = code.toString(16).toUpperCase();
  return `the ${half} half of a surrogate pair alone (U+${hex}); send the whole character, or leave it out`;
}

function place(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - contextLength), at).toWellFormed();
  const after = before === '' ? '' : `, after ${JSON.stringify(before)},`;
  return `Character ${at + 1} of the text${after}`;
}
