import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Target } from './attack.ts';
import { appId, canary, keyInTable } from './population.ts';
import { userId } from './host-process.ts';
import type { Answered, Asked } from './request.ts';
import { ask, evidence, must } from './request.ts';

interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly requestBody?: { readonly content: Record<string, { readonly example?: unknown }> };
}
interface Route extends Operation {
  readonly method: string;
  readonly path: string;
}

/** Public to everybody who has a key: a catalog, or what the caller himself is. */
const everybodys =
  /ListStatusCodes|GetStatusCode|ListModelTypes|GetModelType|MyScopes|ListScopes|GetUser$/;
/** Change what the others read: asked by their owner last, the deeper paths first. */
const isDeletion = ({ method }: Route) => method === 'DELETE';

/**
 * Every operation of the document, with the victim's ids: asked by another user, by a key of
 * another app and without a key. Then by the victim himself, so that a refusal says something.
 */
export async function attackIsolation(target: Target): Promise<void> {
  const { host, report } = target;
  const document = await must<{ paths: Record<string, Record<string, Operation>> }>(host.url, {
    method: 'GET',
    path: '/openapi.json',
  });
  const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Route => {
      return { ...operation, method: method.toUpperCase(), path };
    }),
  );
  const ofOther = await otherApp(target);
  const before = victimsRecords(host.folder);
  for (const route of routes) await attackRoute(target, route, ofOther);
  const isSame = victimsRecords(host.folder) === before;
  report.tried(
    'isolation',
    "nothing of the victim's has changed",
    isSame,
    () => 'rows of the victim differ in deeptune.sqlite after the requests of the stranger',
  );
  for (const route of inSafeOrder(routes)) await control(target, route);
}

/** A key of the victim's other app. */
async function otherApp({ host }: Target): Promise<string> {
  return keyInTable(host.folder, { userId, scopes: ['All'], appId: 'market' });
}

async function attackRoute(target: Target, route: Route, ofOther: string): Promise<void> {
  const asked = requestOf(target, route);
  const isOpen = /^\/(healthz|openapi\.json|docs)|status_codes/.test(route.path);
  if (isOpen || everybodys.test(route.operationId)) return;
  await expectNothing(target, route, { ...asked, key: undefined }, [401]);
  for (const key of [target.stranger, ofOther])
    await expectNothing(target, route, { ...asked, key }, [400, 401, 403, 404]);
  // The stranger's own app of the same name, with the victim's ids: nothing of the victim's.
  const path = asked.path.replace(`/users/${userId}/`, '/users/me/');
  await expectNothing(target, route, { ...asked, path, key: target.stranger });
}

/** @param statuses those that are right; absent: any, as the caller's own things are meant */
async function expectNothing(
  { host, report }: Target,
  route: Route,
  asked: Asked,
  statuses?: readonly number[],
): Promise<void> {
  const answer = await ask(host.url, asked);
  const isOwnList = isOfUser(route) && answer.status === 200 && !answer.text.includes('"lab"');
  const isRight = statuses === undefined || statuses.includes(answer.status) || isOwnList;
  const isHeld = isRight && answer.status < 500 && answer.status > 0 && !canary.test(answer.text);
  report.tried('isolation', route.operationId, isHeld, () => evidence(host.url, asked, answer));
}

/** Lists of whatever the key opens: another app's key finds its own, and `/v1` its own project. */
function isOfUser({ path }: Route): boolean {
  return path.startsWith('/v1/') || !path.includes('{app_id}');
}

async function control(target: Target, route: Route): Promise<void> {
  // A first answer of a model waits until its server has started.
  const asked = { ...requestOf(target, route), key: target.host.key, timeout: 120 };
  const answer = await ask(target.host.url, asked);
  target.report.control('isolation', route.operationId, isReached(answer), () =>
    evidence(target.host.url, asked, answer),
  );
}

/** What the request is about was found, whatever came of it. */
function isReached({ status, text }: Answered): boolean {
  // An app with more in it than one request deletes says that it is not done yet.
  if (status === 503 && text.includes('10030')) return true;
  const isMissing = /"status":\{"code":(11101|21200)\b/.test(text);
  return ![0, 401, 403].includes(status) && status < 500 && !isMissing;
}

/** What deletes comes last, each before what it lies in; one of several paths of an operation. */
function inSafeOrder(routes: readonly Route[]): Route[] {
  const deletions = routes.filter(
    (route) => isDeletion(route) && deletionOrder.includes(route.operationId),
  );
  const place = ({ operationId }: Route) => deletionOrder.indexOf(operationId);
  return [
    ...routes.filter((route) => !isDeletion(route)),
    ...deletions.toSorted((a, b) => place(a) - place(b)),
  ];
}

const deletionOrder =
  'DeleteAnnotation DeleteAnnotations DeleteDatasetInputs DeleteInputs DeleteInput DeleteBulkOperations DeleteSchedule DeleteModelVersionPrediction DeleteEvaluation DeleteModelVersion DeleteModels deleteFile deleteModel DeleteModel DeleteDatasetVersions DeleteDatasets DeleteKey DeleteApp'.split(
    ' ',
  );

let made = 0;

function requestOf({ known }: Target, route: Route): Asked {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(idFor(name, route, known)),
  );
  const isShort = !path.includes('/users/') && path.startsWith('/v2/');
  const query = isShort ? `?user_app_id.user_id=${userId}&user_app_id.app_id=${appId}` : '';
  const [type, content] = Object.entries(route.requestBody?.content ?? {})[0] ?? [];
  const headers = path.startsWith('/v1/') ? { 'openai-project': appId } : {};
  const asked = { method: route.method, path: path + query, headers };
  if (type === undefined) return asked;
  if (type.startsWith('multipart')) return { ...asked, body: form() };
  const body = withIds(content?.example ?? {}, known);
  return { ...asked, body, headers: { ...headers, 'content-type': type } };
}

function form(): FormData {
  const body = new FormData();
  const lines = '{"prompt": "a cat", "completion": "an animal"}\n'.repeat(12);
  body.set('purpose', 'fine-tune');
  body.set('file', new File([lines], 'pairs.jsonl'));
  return body;
}

function idFor(name: string, route: Route, known: Target['known']): string {
  if (name === 'id' && route.path.includes('bulk_operations')) return known['operation-id'] ?? '';
  return known[name] ?? 'none';
}

function withIds(value: unknown, known: Target['known']): unknown {
  if (Array.isArray(value)) return value.map((each) => withIds(each, known));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, withIds(v, known)]));
  if (typeof value !== 'string') return value;
  if (value.startsWith('new-')) return `${value}-${(made += 1)}`;
  return value.includes('-') ? (known[value] ?? value) : value;
}

function victimsRecords(folder: string): string {
  const database = new DatabaseSync(join(folder, 'deeptune.sqlite'), { readOnly: true });
  try {
    const rows = database
      .prepare(
        `SELECT pk, sk, rev FROM items WHERE pk LIKE 'user#${userId}#app#lab%' ORDER BY pk, sk`,
      )
      .all();
    return JSON.stringify(rows);
  } finally {
    database.close();
  }
}
