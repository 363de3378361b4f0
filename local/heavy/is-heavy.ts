/** Bytes of a body that is parsed and checked in a millisecond or two. */
const maxLightBytes = 16_000;
/** Items on a page that is read and answered in as much. */
const maxLightPage = 128;
/** What goes through all of an app's inputs, or may. */
const walks =
  /\/(searches|concepts\/status|stream|bulk_operations|metrics|versions\/[^/]+\/export)\/?$/;
/** What freezes inputs, or hands that to a task of the thread that it is in. */
const freezes = /\/datasets\/[^/]+\/versions\/?$/;
/** A chat may be answered word by word, and waits for the model, not for us. */
const staysHere = /^\/(v1\/chat\/|files\/|healthz|v2\/openapi)/;
const lightParameters = new Set(['page', 'per_page']);

/**
 * True for a request that may take the event loop for longer than others should wait: one with a
 * large body, or one that walks through many records.
 */
export function isHeavy(request: Request): boolean {
  const { pathname, searchParams } = new URL(request.url);
  if (!/^\/v[12]\//.test(pathname) || staysHere.test(pathname)) return false;
  if (request.method !== 'GET' && (isLarge(request) || freezes.test(pathname))) return true;
  return walks.test(pathname) || isWide(pathname, searchParams);
}

/** A body that names no length may be of any. */
function isLarge({ headers }: Request): boolean {
  const length = headers.get('content-length');
  if (length === null) return headers.has('transfer-encoding');
  return !(Number(length) <= maxLightBytes);
}

/** A list of many, of a late part of what is made while it is walked through, or of a choice. */
function isWide(pathname: string, query: URLSearchParams): boolean {
  if (Number(query.get('per_page') ?? 0) > maxLightPage) return true;
  if (/\/annotations\/?$/.test(pathname) && Number(query.get('page') ?? 1) > 1) return true;
  return [...query.keys()].some((name) => !lightParameters.has(name) && !/^user_app_id/.test(name));
}
