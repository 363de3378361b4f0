import { createHash } from 'node:crypto';

/** Names that Windows keeps for its devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;
const maxLength = 80;
/** Bytes: file systems take 255 of a name, with its digest, number and endings. */
const maxBytes = 160;

/**
 * A file name for something that a stranger named: letters, digits, `.`, `-` and `_` stay, all else
 * becomes `_`, and what was changed gets the first digits of its SHA-256, so that two names never
 * become one.
 * @param name such as `../a/b` or `CON`
 */
export function safeFileName(name: string): string {
  const clean = firstBytes(
    name
      .normalize('NFC')
      .replaceAll(/[^\p{L}\p{M}\p{N}._-]/gu, '_')
      .replace(/^[.-]+/, '_'),
  );
  const isSame = clean === name && clean !== '' && !reserved.test(clean) && !clean.endsWith('.');
  if (isSame) return clean;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${clean.replaceAll(/\.+$/g, '') || 'unnamed'}-${digest}`;
}

/** Cut between characters. */
function firstBytes(text: string): string {
  let [kept, bytes] = ['', 0];
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes || kept.length >= maxLength) break;
    kept += character;
  }
  return kept;
}

/** Names that have been given away, so that none is given twice, whatever their case. */
export class FileNames {
  readonly #taken = new Set<string>();

  /** @param below the folder; @returns `<name><end>`, or with a number where that is taken */
  take(name: string, end: string, below = ''): string {
    const base = safeFileName(name);
    let candidate = `${base}${end}`;
    for (let number = 2; this.#taken.has(`${below}/${candidate}`.toLowerCase()); number += 1)
      candidate = `${base}-${number}${end}`;
    this.#taken.add(`${below}/${candidate}`.toLowerCase());
    return candidate;
  }
}
