import type { Context } from 'hono';
import type { JsonObject } from '../../../json.ts';
import { fail } from '../../../errors.ts';
import { BodyText, assertUtf8Named } from './body-text.ts';
import { duplicateName } from './duplicate-name.ts';
import { JsonScan } from './json-scan.ts';
import type { SizeLimits } from './size-limits.ts';
import { assertLengthFits, assertRequestFits, requestTooLarge } from './size-limits.ts';
import { assertCount, assertWithinLimits } from './value-limits.ts';

/** Bytes that are read at once. */
const smallBytes = 200_000;
/** Characters of a refused body that are shown. */
const maxShown = 200;

/**
 * JSON whatever the content type says, since clients send a wrong one or none; nothing at all is an
 * empty object.
 * @throws DeeptuneError bad-request-format, request-too-large
 */
export async function readBody({ req }: Context, limits: SizeLimits): Promise<JsonObject> {
  const { text, names } = await readText(req.raw, limits);
  if (text.trim() === '') return {};
  const body = parsed(text, req.header('content-type'));
  if (assertWithinLimits(body) !== names) assertNoDuplicate(text);
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
    : (await readText(req.raw, limits)).text;
  req.raw = new Request(url, { method, headers, body });
}

/** A body as text, and how many names its objects have, if it is JSON. */
interface ReadText {
  readonly text: string;
  readonly names: number;
}

/** The whole body, counted as it comes. */
async function readText(request: Request, limits: SizeLimits): Promise<ReadText> {
  const length = request.headers.get('content-length') ?? undefined;
  assertLengthFits(length, limits);
  const contentType = request.headers.get('content-type');
  const scan = new JsonScan();
  const read = new BodyText();
  const take = (chunk: Uint8Array) => {
    if (chunk.length > 0) assertUtf8Named(contentType);
    scan.take(chunk);
    assertCount(scan.values);
    read.take(chunk);
  };
  if (length !== undefined && Number(length) <= smallBytes)
    take(new Uint8Array(await request.arrayBuffer()));
  else await chunksOf(request, limits, take);
  const text = read.end();
  // Elsewhere it is the bytes that count, and they are counted.
  if (limits.isWrapped) assertRequestFits(text, limits);
  return { text, names: scan.names };
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

function parsed(text: string, contentType = 'of no type'): JsonObject {
  const received = `received ${JSON.stringify(text.trim().slice(0, maxShown))} (${contentType.slice(0, 100)})`;
  if (!text.trimStart().startsWith('{'))
    throw fail('badRequest', `The body must be a JSON object; ${received}`);
  try {
    return JSON.parse(text.trimStart()) as JsonObject;
  } catch (error) {
    const message = (error as Error).message.slice(0, 200);
    throw fail('badRequest', `The body is not valid JSON: ${message}; ${received}`, error);
  }
}

/** @throws DeeptuneError bad-request-format that names what one object says twice */
function assertNoDuplicate(text: string): void {
  const twice = duplicateName(text);
  if (!twice) return;
  const [name, path] = [twice.name, twice.path].map((each) => each.slice(0, maxShown));
  const where = path ? ` (in ${path})` : '';
  throw fail(
    'badRequest',
    `The body has ${JSON.stringify(name)} twice in one object${where}; send it once`,
  );
}
