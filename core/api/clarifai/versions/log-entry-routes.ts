import * as z from 'zod';
import { fail } from '../../../errors.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import { getVersion } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse } from '../../http/request-context.ts';
import { versionRefOf } from '../models/model-call.ts';
import { paging, word } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';

/** Published types of log. deeptune writes the training's; a version has none of the others. */
const trainingLog = 'training';
const logTypes = [trainingLog, 'model', 'build', 'builder', 'builder.events', 'runner'];
const allLogTypes = [...logTypes, 'runner.events', 'agent', 'pipeline.version.run'];

const pages = z.object({
  page: z.coerce.number().int().min(0).default(0),
  per_page: z.coerce.number().int().min(0).max(1000).default(0),
});

/**
 * Lines of the training, oldest first; without a page the last one, which is where the newest lines
 * are.
 */
async function list(call: RequestContext): Promise<Answer<'ListLogEntries'>> {
  const lines = await linesOf(call);
  const asked = parse(pages, { page: word(call, 'page'), per_page: word(call, 'per_page') });
  const perPage = asked.per_page || 32;
  const page = asked.page || Math.max(1, Math.ceil(lines.length / perPage));
  const chosen = lines.slice((page - 1) * perPage, page * perPage);
  return {
    log_entries: chosen.map((message) => ({ message, log_type: trainingLog })),
    page,
    per_page: perPage,
  };
}

async function linesOf(call: RequestContext): Promise<string[]> {
  const type = param(call, 'log_type');
  if (!allLogTypes.includes(type))
    throw fail(
      'logTypeUnknown',
      `There is no log type '${type}'; a version has '${trainingLog}' (published: ${allLogTypes.join(', ')})`,
    );
  const { value: version } = await getVersion(call.deps.table, await versionRefOf(call));
  const key = objectKeys.trainingLog(version.scope, version.id);
  const bytes = type === trainingLog ? await call.deps.objects.get(key) : undefined;
  return new TextDecoder()
    .decode(bytes ?? new Uint8Array())
    .split('\n')
    .filter(Boolean);
}

export const logRoutes: readonly Route[] = [
  {
    operation: 'ListLogEntries',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id/:log_type/logs',
    under: 'app',
    query: paging,
    handle: list,
  },
];
