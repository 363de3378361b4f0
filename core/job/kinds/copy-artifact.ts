import type { ModelVersion } from '../../model/model-version.ts';
import type { Dependencies } from '../../ports/host.ts';
import { eachObject } from '../../records/each-object.ts';
import { objectKeys } from '../../records/object-keys.ts';

/** Copies the export of a version below the prefix `to`: what a job reads of it never changes. */
export async function copyArtifact(
  { scope, id }: ModelVersion,
  to: string,
  { objects }: Pick<Dependencies, 'objects'>,
): Promise<void> {
  const from = objectKeys.exportPrefix(scope, id);
  for await (const { key } of eachObject(objects, from))
    await objects.copy(key, to + key.slice(from.length));
}
