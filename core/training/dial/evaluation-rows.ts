import { deletedTest, withoutDeleted } from '../../dataset/version/deleted-rows.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';
import { eachLine } from '../../records/json-lines.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';

/**
 * The frozen evaluation set of a trained version: the rows that were laid out for it to be measured
 * on, as far as their inputs are still there. None where what was laid out is no longer kept.
 */
export async function* evaluationRows(
  scope: Scope,
  versionId: string,
  deps: Pick<Dependencies, 'table' | 'objects'>,
): AsyncGenerator<ManifestRow> {
  const folder = objectKeys.versionPrefix(scope, versionId);
  const rows = testRows(jobKeys.manifest(folder), deps);
  yield* withoutDeleted(rows, await deletedTest(scope, deps));
}

async function* testRows(
  key: string,
  deps: Pick<Dependencies, 'objects'>,
): AsyncGenerator<ManifestRow> {
  for await (const line of eachLine(key, deps)) {
    const row = JSON.parse(line) as ManifestRow;
    if (row.split === 'test') yield row;
  }
}
