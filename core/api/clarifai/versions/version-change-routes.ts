import { fail } from '../../../errors.ts';
import type { JsonObject } from '../../../json.ts';
import { withRetry } from '../../../records/records.ts';
import { stopTraining } from '../../../job/request/stop-training.ts';
import { deleteVersion } from '../../../deletion/delete-version.ts';
import { isOpen } from '../../../model/model-version.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import type { PatchAction } from '../../../model/patch.ts';
import { patchFields } from '../../../model/patch.ts';
import type { VersionRef } from '../../../model/version-store.ts';
import { getVersion, versionWrite } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { param, parse, scopeOf } from '../../http/request-context.ts';
import { versionAnswer, versionRefOf } from '../models/model-call.ts';
import { flag } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { versionFieldsOf, versionPatches } from './version-request.ts';

async function patch(call: RequestContext): Promise<Answer<'PatchModelVersions'>> {
  const scope = await scopeOf(call);
  const { model_versions: asked, action } = parse(versionPatches, call.body);
  const refOf = (versionId: string) => ({ scope, modelId: param(call, 'model_id'), versionId });
  // All are there before the first is changed.
  for (const { id } of asked) await getVersion(call.deps.table, refOf(id));
  const changed: ModelVersion[] = [];
  for (const { id, ...wire } of asked) {
    const change = { fields: versionFieldsOf(wire), action };
    changed.push(await withRetry(() => patchOne(refOf(id), change, call)));
  }
  return {
    model_versions: await Promise.all(changed.map((version) => versionAnswer(version, call))),
  };
}

async function patchOne(
  ref: VersionRef,
  change: { fields: JsonObject; action: PatchAction },
  call: RequestContext,
): Promise<ModelVersion> {
  const { value: before, rev } = await getVersion(call.deps.table, ref);
  const fields = { description: before.description, ...before.profile };
  const { description, ...profile } = patchFields(fields, change.fields, change.action);
  const after = {
    ...before,
    description: (description ?? '') as string,
    profile,
    modifiedAt: call.deps.now(),
  };
  await call.deps.table.write([versionWrite(after, rev)]);
  return after;
}

/**
 * A version that is open is stopped and stays, with its newest checkpoint; one that is settled or
 * untrained is deleted, unless `stop_only` says that stopping was meant: a training may end between
 * a look at it and the request.
 * @throws DeeptuneError model-invalid-request
 */
async function remove(call: RequestContext): Promise<Answer<'DeleteModelVersion'>> {
  const ref = await versionRefOf(call);
  const { value } = await getVersion(call.deps.table, ref);
  if (isOpen(value)) await stopTraining(ref, call.deps);
  else if (flag(call, 'stop_only'))
    throw fail(
      'modelInvalidRequest',
      `Version '${value.id}' is ${value.status}: there is nothing to stop, and nothing was deleted. Without stop_only it would be deleted`,
    );
  else await deleteVersion(ref, call.deps);
  return {};
}

export const versionChangeRoutes: readonly Route[] = [
  {
    operation: 'PatchModelVersions',
    method: 'PATCH',
    path: '/models/:model_id/versions',
    under: 'app',
    body: versionPatches,
    handle: patch,
  },
  {
    operation: 'DeleteModelVersion',
    method: 'DELETE',
    path: '/models/:model_id/versions/:version_id',
    under: 'app',
    query: { stop_only: 'flag' },
    handle: remove,
  },
];
