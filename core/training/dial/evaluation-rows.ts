import { deletedTest, withoutDeleted } from '../../dataset/version/deleted-rows.ts';
import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { Scope } from '../../records/keys.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';

/** How much of a manifest is read at once. */
const chunkBytes = 8 * 1024 * 1024;

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
  const rows = testRows(`${jobKeys.trainPrefix(folder)}manifest.jsonl`, deps);
  yield* withoutDeleted(rows, await deletedTest(scope, deps));
}

async function* testRows(
  key: string,
  deps: Pick<Dependencies, 'objects'>,
): AsyncGenerator<ManifestRow> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let start = 0; ; start += chunkBytes) {
    const chunk = await deps.objects.get(key, { start, end: start + chunkBytes - 1 });
    if (!chunk) return;
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    const rows = lines.map((line) => JSON.parse(line) as ManifestRow);
    yield* rows.filter(({ split }) => split === 'test');
    if (chunk.length < chunkBytes) return;
  }
}
