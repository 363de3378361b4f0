import { differenceOf } from '../../../dataset/version/difference.ts';
import type { Difference } from '../../../dataset/version/difference.ts';
import { getDatasetVersion } from '../../../dataset/version/dataset-version-store.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import { fail } from '../../../errors.ts';
import { sliceOf } from '../../http/paging.ts';
import { paging, word } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { datasetVersionOf } from './dataset-call.ts';

/**
 * What a dataset version has otherwise than an earlier one of its dataset.
 * @throws DeeptuneError invalid-request without `from`; does-not-exist, dataset-version-not-ready,
 *   dataset-version-failed
 */
async function difference(call: RequestContext): Promise<Answer<'GetDatasetVersionDifference'>> {
  const { scope, version: after } = await datasetVersionOf(call);
  const from = word(call, 'from');
  if (from === undefined)
    throw fail('invalidRequest', "Name the version to compare with: '?from={dataset_version_id}'");
  const before = await getDatasetVersion(scope, after.datasetId, from, call.deps);
  const found = await differenceOf(scope, { before, after }, sliceOf(call), call.deps);
  return { difference: toWire(found, { before, after }) };
}

function toWire(
  { parts, unchanged, concepts }: Difference,
  { before, after }: { readonly before: DatasetVersion; readonly after: DatasetVersion },
) {
  const named = new Map([...before.concepts, ...after.concepts].map(({ id, name }) => [id, name]));
  return {
    dataset_id: after.datasetId,
    dataset_version_id: after.id,
    from_version_id: before.id,
    inputsBefore: before.inputCount,
    inputsAfter: after.inputCount,
    unchanged,
    ...parts,
    concepts: concepts.map(({ id, ...counts }) => ({ id, name: named.get(id) ?? id, ...counts })),
  };
}

/** An extension: Clarifai has no public counterpart. */
export const datasetVersionDifferenceRoutes: readonly Route[] = [
  {
    operation: 'GetDatasetVersionDifference',
    method: 'GET',
    path: '/datasets/:dataset_id/versions/:dataset_version_id/difference',
    under: 'app',
    query: { ...paging, from: 'text' },
    handle: difference,
  },
];
