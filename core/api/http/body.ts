import type { Context } from 'hono';
import type { JsonObject } from '../../json.ts';
import { fail } from '../../errors.ts';
import { JsonScan } from './json-scan.ts';
import type { SizeLimits } from './size-limits.ts';
import { assertLengthFits, assertRequestFits, requestTooLarge } from './size-limits.ts';
import { assertCount, assertWithinLimits } from './value-limits.ts';

/** Bytes that are parsed in a few milliseconds whatever they are: not counted before. */
const smallBytes = 200_000;

/**
 * JSON whatever the content type says; an empty body, and a form's (the oldest client sends one),
 * is an empty object.
 * @throws DeeptuneError bad-request-format, request-too-large
 */
export async function readBody({ req }: Context, limits: SizeLimits): Promise<JsonObject> {
  const text = await readText(req.raw, limits);
  if (text.trim() === '' || !text.trimStart().startsWith('{')) {
    if (text.trim() === '' || req.header('content-type')?.includes('x-www-form-urlencoded'))
      return {};
    throw fail('badRequest', 'The body must be a JSON object');
  }
  const body = parsed(text);
  assertWithinLimits(body);
  return body;
}

/**
 * Lets a reader of the body that knows no limits have no more than the host carries, and no JSON of
 * more values than are parsed at once.
 * @throws DeeptuneError bad-request-format, request-too-large
 */
export async function boundBody({ req }: Context, limits: SizeLimits): Promise<void> {
  const isForm = req.header('content-type')?.startsWith('multipart/') === true;
  const length = req.header('content-length');
  assertLengthFits(length, limits);
  if (req.raw.body === null || (isForm && length !== undefined)) return;
  const { method, headers, url } = req.raw;
  const body = isForm
    ? await new Blob(await chunksOf(req.raw, limits, () => undefined)).arrayBuffer()
    : await readText(req.raw, limits);
  req.raw = new Request(url, { method, headers, body });
}

/** The whole body as text, counted as it comes. */
async function readText(request: Request, limits: SizeLimits): Promise<string> {
  const length = request.headers.get('content-length') ?? undefined;
  assertLengthFits(length, limits);
  if (length !== undefined && Number(length) <= smallBytes) {
    const text = await request.text();
    assertRequestFits(text, limits);
    return text;
  }
  const scan = new JsonScan();
  const decoder = new TextDecoder();
  let text = '';
  await chunksOf(request, limits, (chunk) => {
    scan.take(chunk);
    assertCount(scan.values);
    text += decoder.decode(chunk, { stream: true });
  });
  text += decoder.decode();
  // Elsewhere it is the bytes that count, and they are counted.
  if (limits.isWrapped) assertRequestFits(text, limits);
  return text;
}

/**
 * The body in the pieces that it comes in. What is too large is not read to its end: one that names
 * no length could go on for ever.
 * @throws DeeptuneError request-too-large, or what `each` throws
 */
async function chunksOf(
  request: Request,
  limits: SizeLimits,
  each: (chunk: Uint8Array) => void,
): Promise<Uint8Array<ArrayBuffer>[]> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const reader = request.body?.getReader();
  if (!reader) return chunks;
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > limits.requestBytes) throw requestTooLarge(limits);
      each(next.value);
      chunks.push(next.value);
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
  return chunks;
}

function parsed(text: string): JsonObject {
  try {
    return JSON.parse(text) as JsonObject;
  } catch (error) {
    const message = (error as Error).message.slice(0, 200);
    throw fail('badRequest', `The body is not valid JSON: ${message}`, error);
  }
}
