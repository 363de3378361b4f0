import { conceptIdSchema, idSchema } from '../../../core/api/http/ids.ts';
import { imageFormat } from '../../../core/dataset/image/image-format.ts';
import type { Concept } from '../entry.ts';

/** As the API takes it. */
export interface WireConcept {
  readonly id: string;
  readonly name?: string;
  readonly value?: number;
}

/** Names are compared by their composed form, without spaces around. */
const normalised = (name: string) => name.normalize('NFC').trim();

/**
 * A label as a concept with an id. `#` may not stand in one: it is written `%23` there, and stays
 * in the name.
 * @returns the concept, or why none can have this name: a sentence
 */
export function conceptOf(label: string | Concept): WireConcept | string {
  const { id, name, value } = typeof label === 'string' ? { id: label } : label;
  const written = normalised(id);
  const known = written.replaceAll('#', '%23');
  const fault = conceptIdSchema.safeParse(known).error?.issues[0]?.message;
  if (fault !== undefined)
    return `The label ${JSON.stringify(id.slice(0, 60))}${id.length > 60 ? '…' : ''} (${id.length} characters) ${fault}`;
  const title = name === undefined ? written : normalised(name);
  return {
    id: known,
    ...(title === known ? {} : { name: title }),
    ...(value === undefined || value === 1 ? {} : { value }),
  };
}

/** @returns why an input cannot have this id: a sentence */
export function faultOfId(id: string): string | undefined {
  const fault = idSchema.safeParse(id).error?.issues[0]?.message;
  return fault === undefined
    ? undefined
    : `The id ${JSON.stringify(id.slice(0, 60))} ${fault}. --id-column none makes ids from the content`;
}

/** As the service's intake has it. */
const maxTextLength = 100_000;

/** @returns why a text is not taken: a sentence */
export function faultOfText(text: string): string | undefined {
  if (text.trim() === '') return 'The text is empty';
  if (text.length > maxTextLength)
    return `The text has ${text.length} characters; at most ${maxTextLength} are taken`;
  if (!text.isWellFormed()) return 'The text has half a surrogate pair, which is no character';
  const nul = text.indexOf('\0');
  return nul < 0 ? undefined : `The text has a NUL character at ${nul}`;
}

/** Formats that people have and nobody here decodes, by what stands at byte 4 or 0. */
const others: readonly [RegExp, string][] = [
  [/^....ftyp(avif|avis)/s, 'AVIF'],
  [/^....ftyp(heic|heix|hevc|mif1|msf1)/s, 'HEIC'],
  [/^....(jP  )/s, 'JPEG 2000'],
  [/^P[1-7]\s/, 'PNM'],
  [/^%PDF/, 'PDF'],
  [/^\s*<(\?xml|svg)/, 'SVG or XML'],
];

/** @returns why these bytes are no image that is taken: a sentence */
export function faultOfImage(bytes: Uint8Array): string | undefined {
  if (imageFormat(bytes)) return undefined;
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1');
  const other = others.find(([pattern]) => pattern.test(head))?.[1];
  const found = other === undefined ? `${bytes.length} bytes that are` : `${other}, which is`;
  return `${found} not a whole PNG, JPEG, GIF, BMP, TIFF or WebP image`;
}
