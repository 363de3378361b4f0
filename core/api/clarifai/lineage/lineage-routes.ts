import type { Model } from '../../../model/model.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { getVersion } from '../../../model/version-store.ts';
import { keys } from '../../../records/keys.ts';
import { readAll } from '../../../records/records.ts';
import { readLineage } from '../../../training/read-lineage.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { versionRefOf } from '../models/model-call.ts';
import type { PromotedTest } from './lineage-wire.ts';
import { lineageToWire } from './lineage-wire.ts';

/** Where a version comes from: its ancestors, deleted ones too, its children, and its data. */
async function get(call: RequestContext): Promise<Answer<'GetModelVersionLineage'>> {
  const { value: version } = await getVersion(call.deps.table, await versionRefOf(call));
  const lineage = await readLineage(version, call.deps);
  return { lineage: lineageToWire(version, lineage, await promotedTest(version, call)) };
}

async function promotedTest(
  { scope }: ModelVersion,
  { deps }: RequestContext,
): Promise<PromotedTest> {
  const models = await readAll<Model>(deps.table, keys.modelsOf(scope));
  const promoted = new Map(models.map((model) => [model.id, model.promoted?.versionId]));
  return ({ id, modelId }) => promoted.get(modelId) === id;
}

export const lineageRoutes: readonly Route[] = [
  {
    operation: 'GetModelVersionLineage',
    method: 'GET',
    path: '/models/:model_id/versions/:version_id/lineage',
    under: 'app',
    handle: get,
  },
];
