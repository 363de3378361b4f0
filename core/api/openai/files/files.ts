import { keys } from '../../../records/keys.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import type { Scope } from '../../../records/keys.ts';
import { createRecord, readAll, readRecord, toData } from '../../../records/records.ts';
import { newestFirst, nextSequence } from '../../../records/sequence.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Example } from './chat-lines.ts';
import { examplesByLine } from './chat-lines.ts';
import { notFound } from '../open-ai-error.ts';

export interface StoredFile {
  readonly id: string;
  readonly filename: string;
  readonly purpose: string;
  /** Bytes. */
  readonly size: number;
  readonly createdAt: string;
  /** Place among those of its project, see `newestFirst`. */
  readonly sequence?: number;
}

type Uses = Pick<Dependencies, 'table' | 'objects' | 'now' | 'newId'>;

/**
 * Keeps a file whose every line was checked.
 * @throws OpenAiError 400 with the lines that are wrong
 */
export async function addFile(
  scope: Scope,
  upload: { readonly filename: string; readonly purpose: string; readonly bytes: Uint8Array },
  deps: Uses,
): Promise<StoredFile> {
  examplesByLine(upload.bytes);
  const file: StoredFile = {
    id: `file-${deps.newId()}`,
    filename: upload.filename,
    purpose: upload.purpose,
    size: upload.bytes.length,
    createdAt: deps.now(),
    sequence: nextSequence(await readAll<StoredFile>(deps.table, keys.filesOf(scope))),
  };
  await deps.objects.put(objectKeys.file(scope, file.id), upload.bytes);
  const record = { ...keys.file(scope, file.id), data: toData(file) };
  await createRecord(deps.table, record, `File '${file.id}'`);
  return file;
}

/** @throws OpenAiError 404 */
export async function getFile(
  scope: Scope,
  id: string,
  deps: Pick<Dependencies, 'table'>,
): Promise<StoredFile> {
  const stored = await readRecord<StoredFile>(deps.table, keys.file(scope, id));
  if (!stored) throw notFound(`No such File object: ${id}`, 'id');
  return stored.value;
}

/** Newest first. */
export async function listFiles(
  scope: Scope,
  deps: Pick<Dependencies, 'table'>,
): Promise<StoredFile[]> {
  const files = await readAll<StoredFile>(deps.table, keys.filesOf(scope));
  return files.sort(newestFirst);
}

/** @throws OpenAiError 404 */
export async function contentOf(scope: Scope, id: string, deps: Uses): Promise<Uint8Array> {
  const { id: known } = await getFile(scope, id, deps);
  const bytes = await deps.objects.get(objectKeys.file(scope, known));
  if (!bytes) throw notFound(`The content of ${id} is gone`, 'id');
  return bytes;
}

/** The examples of each line of a stored file. @throws OpenAiError 404 */
export async function examplesIn(scope: Scope, id: string, deps: Uses): Promise<Example[][]> {
  return examplesByLine(await contentOf(scope, id, deps));
}

/** Trainings that used it keep their dataset version. @throws OpenAiError 404 */
export async function deleteFile(scope: Scope, id: string, deps: Uses): Promise<void> {
  await getFile(scope, id, deps);
  await deps.table.write([{ delete: keys.file(scope, id) }]);
  await deps.objects.delete(objectKeys.file(scope, id));
}
