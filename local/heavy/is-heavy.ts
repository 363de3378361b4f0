/** Bytes of a body that is parsed and checked in a millisecond or two. */
const maxLightBytes = 16_000;
/** Items on a page that is read and answered in as much. */
const maxLightPage = 128;
/** What goes through all of an app's inputs, or may. */
const walks =
  /\/(searches|concepts\/status|stream|bulk_operations|metrics|difference|versions\/[^/]+\/export)\/?$/;
/** What freezes inputs, or hands that to a task of the thread that it is in. */
const freezes = /\/datasets\/[^/]+\/versions\/?$/;
/** Reads a whole file and stores what is in it. */
const ingests = /^\/v1\/fine_tuning\/jobs\/?$/;
/** Lasts, and is written by this process as things happen. */
const streams = /^\/v2\/users\/[^/]+\/events\/?$/;
/** A chat may be answered word by word, which this thread does; its body is short. */
const chat = /^\/v1\/chat\//;
const maxChatBytes = 1_000_000;
/** Those that routes have; what has another one is refused, and at once. */
const methods = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const lightParameters = new Set(['page', 'per_page']);

/**
 * True for a request that may take the event loop for longer than others should wait: one with a
 * large body, or one that walks through many records.
 */
export function isHeavy(request: Request): boolean {
  const { pathname, searchParams } = new URL(request.url);
  if (!methods.has(request.method) || !/^\/v[12]\//.test(pathname)) return false;
  if (streams.test(pathname)) return false;
  if (chat.test(pathname)) return isLarge(request, maxChatBytes);
  if (request.method !== 'GET' && (isLarge(request) || readsAll(pathname))) return true;
  return walks.test(pathname) || isWide(pathname, searchParams);
}

function readsAll(pathname: string): boolean {
  return freezes.test(pathname) || ingests.test(pathname);
}

/** A body that names no length may be of any. */
function isLarge({ headers }: Request, most = maxLightBytes): boolean {
  const length = headers.get('content-length');
  if (length === null) return headers.has('transfer-encoding');
  return !(Number(length) <= most);
}

/** A list of many, of a late part of what is made while it is walked through, or of a choice. */
function isWide(pathname: string, query: URLSearchParams): boolean {
  if (Number(query.get('per_page') ?? 0) > maxLightPage) return true;
  if (/\/annotations\/?$/.test(pathname) && Number(query.get('page') ?? 1) > 1) return true;
  return [...query.keys()].some((name) => !lightParameters.has(name) && !/^user_app_id/.test(name));
}
