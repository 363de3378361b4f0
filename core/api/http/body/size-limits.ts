import { fail } from '../../../errors.ts';

/** What a host can carry of one request and of one answer. */
export interface SizeLimits {
  /** Bytes of a request's body. */
  readonly requestBytes: number;
  /** Bytes of an answer's body. */
  readonly answerBytes: number;
  /**
   * True: the host carries both as a text inside a JSON document, and there they are measured:
   * quotation marks and line breaks take twice the room.
   */
  readonly isWrapped: boolean;
}

/**
 * Of a host that says nothing: 128 inputs of a few megabytes do not belong in one call; answers are
 * sent whatever their size.
 */
export const defaultSizeLimits: SizeLimits = {
  requestBytes: 32 * 1024 * 1024,
  answerBytes: Infinity,
  isWrapped: false,
};

const encoder = new TextEncoder();

/** Bytes of a text as the host carries it. */
export function carriedBytes(text: string, { isWrapped }: Pick<SizeLimits, 'isWrapped'>): number {
  return encoder.encode(isWrapped ? JSON.stringify(text) : text).length;
}

/** No character takes more bytes than this, in JSON inside JSON. */
const maxBytesPerCharacter = 8;

/** True where a text may be carried; short ones are not measured. */
function fits(text: string, bytes: number, limits: SizeLimits): boolean {
  return text.length * maxBytesPerCharacter <= bytes || carriedBytes(text, limits) <= bytes;
}

/** @throws DeeptuneError request-too-large for a body that is too large for this host */
export function assertRequestFits(text: string, limits: SizeLimits): void {
  if (!fits(text, limits.requestBytes, limits)) throw requestTooLarge(limits);
}

/** The same, by what the request says of itself. */
export function assertLengthFits(contentLength: string | undefined, limits: SizeLimits): void {
  if (Number(contentLength ?? 0) > limits.requestBytes) throw requestTooLarge(limits);
}

/** What a body that is larger than the host carries is refused with. */
export function requestTooLarge({ requestBytes }: SizeLimits): Error {
  return fail(
    'requestTooLarge',
    `The body is larger than ${requestBytes} bytes; send fewer inputs in one call`,
  );
}

/** What an answer that is too large was to, so that its refusal can say what to ask instead. */
export interface Asked {
  readonly method: string;
  /** Of a list with numbered pages: how many are on one. */
  readonly perPage?: number | undefined;
}

/**
 * A refusal in our words: what carries the answer would only say that something failed.
 * @throws DeeptuneError answer-too-large
 */
export function assertAnswerFits(text: string, asked: Asked, limits: SizeLimits): void {
  if (fits(text, limits.answerBytes, limits)) return;
  throw answerTooLarge(carriedBytes(text, limits), asked, limits);
}

/** @param bytes of the answer */
export function answerTooLarge(
  bytes: number,
  { method, perPage }: Asked,
  { answerBytes }: SizeLimits,
): Error {
  const size = `The answer has ${bytes} bytes, and ${answerBytes} can be sent in one`;
  if (perPage !== undefined && perPage > 1)
    return fail(
      'answerTooLarge',
      `${size}: ask with per_page=${fewer(perPage, bytes, answerBytes)}`,
    );
  const changed = method === 'GET' ? '' : '; what the request changes, it has changed';
  return fail('answerTooLarge', `${size}: ask for less in one request${changed}`);
}

/** Nine tenths of what would fit if all were of one size, which they are not. */
function fewer(perPage: number, bytes: number, limit: number): number {
  return Math.max(1, Math.floor((0.9 * perPage * limit) / bytes));
}

/** Room beside the list in an answer: its status, and what stands beside. */
const restBytes = 10_000;

/**
 * As many items of a list as fit into one answer, from the first on and at least one: for lists
 * that are gone through by the last item that was seen.
 */
export function thoseThatFit<Item extends object>(
  items: readonly Item[],
  limits: SizeLimits,
): Item[] {
  let left = limits.answerBytes - restBytes;
  const fitting: Item[] = [];
  for (const item of items) {
    left -= carriedBytes(JSON.stringify(item), limits) + 1;
    if (left < 0 && fitting.length > 0) break;
    fitting.push(item);
  }
  return fitting;
}

/**
 * Fills an answer with items as far as its size allows; the others are answered without their
 * content.
 * @param items each in full, and the little that is answered in its place where it does not fit
 */
export function fill<Full extends object, Short extends object>(
  items: readonly { readonly full: Full; without(bytes: number): Short }[],
  limits: SizeLimits,
): (Full | Short)[] {
  if (limits.answerBytes === Infinity) return items.map(({ full }) => full);
  const sized = items.map(({ full, without }) => {
    const bytes = carriedBytes(JSON.stringify(full), limits);
    const refused = without(bytes);
    const least = carriedBytes(JSON.stringify(refused), limits);
    return { full, refused, least, more: bytes - least };
  });
  let left = limits.answerBytes - restBytes - sized.reduce((sum, { least }) => sum + least + 1, 0);
  return sized.map(({ full, refused, more }) => {
    if (more > left) return refused;
    left -= Math.max(0, more);
    return full;
  });
}
