import type { Dependencies } from '../../ports/host.ts';
import { keys } from '../../records/keys.ts';
import type { Scope } from '../../records/keys.ts';
import { eachRecord, readRecord } from '../../records/records.ts';
import type { DeletedInput, Input } from '../record/input.ts';
import { contentFields, contentOf } from './content.ts';
import type { DatasetVersion, ManifestRow } from './dataset-version.ts';
import { isReady } from './dataset-version.ts';
import { eachManifestRow } from './manifest.ts';

/** Whether the input of a row was deleted since the row was frozen. */
export interface DeletedTest {
  (row: ManifestRow): Promise<boolean>;
  /** False: nothing was ever deleted in the app, no row need be asked for. */
  readonly isNeeded: boolean;
}

/**
 * Looks rows up among the deletions of an app. An input that was added again under its id counts as
 * there where its content is the same; with another content, what was frozen is gone. Deletions by
 * releases that kept no record of them are not known. In memory: the ids of all deletions.
 */
export async function deletedTest(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<DeletedTest> {
  const deleted = new Set<string>();
  const records = eachRecord<DeletedInput>(deps.table, keys.deletedInputsOf(scope));
  for await (const { value } of records) deleted.add(value.id);
  const isDeleted = async (row: ManifestRow): Promise<boolean> => {
    if (!deleted.has(row.id)) return false;
    const now = await readRecord<Input>(deps.table, keys.input(scope, row.id));
    return now === undefined || contentOf(contentFields(now.value)) !== contentOf(row);
  };
  return Object.assign(isDeleted, { isNeeded: deleted.size > 0 });
}

/** The rows whose inputs are still there. @param onDeleted told of each of the others */
export async function* withoutDeleted(
  rows: AsyncIterable<ManifestRow> | Iterable<ManifestRow>,
  isDeleted: DeletedTest,
  onDeleted: (row: ManifestRow) => void = () => undefined,
): AsyncGenerator<ManifestRow> {
  for await (const row of rows)
    if (await isDeleted(row)) onDeleted(row);
    else yield row;
}

/** The same in memory. */
export async function keptRows(
  rows: AsyncIterable<ManifestRow> | Iterable<ManifestRow>,
  isDeleted: DeletedTest,
): Promise<ManifestRow[]> {
  const kept: ManifestRow[] = [];
  for await (const row of withoutDeleted(rows, isDeleted)) kept.push(row);
  return kept;
}

/** Rows of a version up to which a request that asks for it counts the deleted ones. */
const countedRows = 5_000;

/**
 * How many inputs of a ready version were deleted since; undefined where nothing was ever deleted
 * in the app, and of a larger version: its data report counts them.
 */
export async function countDeleted(
  scope: Scope,
  version: DatasetVersion,
  deps: Pick<Dependencies, 'table' | 'objects' | 'newSha256'>,
): Promise<number | undefined> {
  if (!isReady(version) || version.inputCount > countedRows) return undefined;
  const isDeleted = await deletedTest(scope, deps);
  if (!isDeleted.isNeeded) return undefined;
  let count = 0;
  for await (const row of eachManifestRow(scope, version, deps))
    if (await isDeleted(row)) count += 1;
  return count;
}
