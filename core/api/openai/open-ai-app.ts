import { Hono } from 'hono';
import type { Context } from 'hono';
import type { JsonObject } from '../../catalog/model-type.ts';
import type { Scope } from '../../ports/keys.ts';
import { readProgress } from '../../training/progress.ts';
import { isLoadable } from '../../version/model-version.ts';
import type { ApiHost } from '../app.ts';
import { assertAllowed } from '../scopes.ts';
import { complete } from './chat.ts';
import { eventsToWire } from './events.ts';
import { addFile, contentOf, deleteFile, getFile, listFiles } from './files.ts';
import { checkpointToWire, fileToWire, jobToWire } from './job-wire.ts';
import { getJob, listJobs } from './jobs.ts';
import type { JobAndVersion } from './jobs.ts';
import { listToWire } from './list.ts';
import { deleteModel, getModel, listModels } from './models.ts';
import { errorToWire, invalid, notFound, toOpenAiError } from './open-ai-error.ts';
import { parseChat, parseJob } from './request.ts';
import { scopeOf } from './scope.ts';
import { createJob, resumeJob } from './start-job.ts';
import { stopJob } from './stop-job.ts';

type Handler = (context: Context, scope: Scope) => Promise<JsonObject | Response>;

/**
 * The fine-tuning part of OpenAI's API, on the same use cases: files, jobs, events, checkpoints, and chat with what came of them. For
 * text-to-text only. `Authorization: Bearer <deeptune key>`.
 */
export function buildOpenAiApp(host: ApiHost): Hono {
  const app = new Hono({ strict: false });
  const { deps } = host;
  const route: AddRoute = (method, path, operation, handle) => {
    app.on(method, path, async (context) => {
      const identity = await host.identify(context.req.raw, context);
      assertAllowed(operation, identity);
      const scope = await scopeOf(identity, context.req.header('openai-project'), deps);
      const answer = await handle(context, scope);
      return answer instanceof Response ? answer : context.json(answer);
    });
  };
  fileRoutes(route, host);
  jobRoutes(route, host);
  modelRoutes(route, host);
  app.notFound((context) =>
    refuse(
      context,
      notFound(`Unknown request URL: ${context.req.method} ${context.req.path}`),
      host,
    ),
  );
  app.onError((error, context) => refuse(context, error, host));
  return app;
}

/** `operation` is the RPC whose scopes a key needs for the same over the other surface. */
type AddRoute = (method: string, path: string, operation: string, handle: Handler) => void;

function fileRoutes(route: AddRoute, { deps }: ApiHost): void {
  route('POST', '/files', 'PostInputs', async (context, scope) => {
    const { file, purpose } = await context.req.parseBody();
    if (!(file instanceof File)) throw invalid('file', "'file' must be a file in a multipart form");
    const bytes = new Uint8Array(await file.arrayBuffer());
    const upload = { filename: file.name, purpose: String(purpose), bytes };
    return fileToWire(await addFile(scope, upload, deps));
  });
  route('GET', '/files', 'ListInputs', async (context, scope) => {
    const purpose = context.req.query('purpose');
    const files = (await listFiles(scope, deps)).filter(
      (file) => purpose === undefined || file.purpose === purpose,
    );
    return listToWire(files, cursorOf(context), fileToWire);
  });
  route('GET', '/files/:id', 'GetInput', async (context, scope) =>
    fileToWire(await getFile(scope, idOf(context), deps)),
  );
  route('GET', '/files/:id/content', 'GetInput', async (context, scope) => {
    const bytes = await contentOf(scope, idOf(context), deps);
    return context.body(bytes as Uint8Array<ArrayBuffer>, 200, {
      'content-type': 'application/octet-stream',
    });
  });
  route('DELETE', '/files/:id', 'DeleteInputs', async (context, scope) => {
    await deleteFile(scope, idOf(context), deps);
    return { id: idOf(context), object: 'file', deleted: true };
  });
}

const jobs = '/fine_tuning/jobs';

function jobRoutes(route: AddRoute, { deps }: ApiHost): void {
  const shown = async ({ job, version }: JobAndVersion) =>
    jobToWire(job, version, (await readProgress(deps.objects, version.scope, version.id)).at(-1));
  route('POST', jobs, 'PostModelVersions', async (context, scope) =>
    shown(await createJob(scope, parseJob(await bodyOf(context)), deps)),
  );
  route('GET', jobs, 'ListModelVersions', async (context, scope) => {
    const found = await listJobs(scope, deps);
    const listed = found.map((each) => ({ id: each.job.id, ...each }));
    return listToWire(listed, cursorOf(context), shown);
  });
  route('GET', `${jobs}/:id`, 'GetModelVersion', async (context, scope) =>
    shown(await getJob(scope, idOf(context), deps)),
  );
  for (const wish of ['cancel', 'pause'] as const)
    route('POST', `${jobs}/:id/${wish}`, 'DeleteModelVersion', async (context, scope) =>
      shown(await stopJob(scope, idOf(context), { wish, deps })),
    );
  route('POST', `${jobs}/:id/resume`, 'PostModelVersions', async (context, scope) =>
    shown(await resumeJob(scope, idOf(context), deps)),
  );
  route('GET', `${jobs}/:id/events`, 'GetModelVersion', async (context, scope) => {
    const { job, version } = await getJob(scope, idOf(context), deps);
    const progress = await readProgress(deps.objects, scope, version.id);
    const events = eventsToWire(job, version, progress) as { id: string }[];
    return listToWire(events, cursorOf(context), (event) => event);
  });
  route('GET', `${jobs}/:id/checkpoints`, 'GetModelVersion', async (context, scope) => {
    const { job, version } = await getJob(scope, idOf(context), deps);
    const progress = await readProgress(deps.objects, scope, version.id);
    const last = progress.findLast(({ loss }) => loss !== undefined);
    const found = isLoadable(version) ? [checkpointToWire(job, version, last)] : [];
    return listToWire(found as { id: string }[], cursorOf(context), (checkpoint) => checkpoint);
  });
}

function modelRoutes(route: AddRoute, { deps }: ApiHost): void {
  route('GET', '/models', 'ListModels', async (_, scope) => ({
    object: 'list',
    data: await listModels(scope, deps),
  }));
  route('GET', '/models/:id', 'GetModel', (context, scope) => getModel(scope, idOf(context), deps));
  route('DELETE', '/models/:id', 'DeleteModelVersion', async (context, scope) => {
    await deleteModel(scope, idOf(context), deps);
    return { id: idOf(context), object: 'model', deleted: true };
  });
  route('POST', '/chat/completions', 'PostModelOutputs', async (context, scope) =>
    complete(scope, parseChat(await bodyOf(context)), deps),
  );
}

function idOf(context: Context): string {
  return context.req.param('id') ?? '';
}

function cursorOf(context: Context) {
  return { after: context.req.query('after'), limit: context.req.query('limit') };
}

async function bodyOf(context: Context): Promise<unknown> {
  try {
    return await context.req.json();
  } catch {
    throw invalid('', 'The body must be JSON', 'invalid_json');
  }
}

function refuse(context: Context, error: Error, { deps, report }: ApiHost): Response {
  const requestId = deps.newId();
  const known = toOpenAiError(error, requestId);
  if (known.httpStatus === 500) report(error, requestId);
  return context.json(errorToWire(known), known.httpStatus, { 'x-request-id': requestId });
}
