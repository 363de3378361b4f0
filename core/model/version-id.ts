import type { Model } from './model.ts';
import type { ModelVersion } from './model-version.ts';

/** Where a version stands among those of its model. */
export interface VersionPlace {
  readonly id: string;
  /** From 1, in the order in which the versions of the model were stored. */
  readonly sequence: number;
}

/**
 * No id of an earlier release begins so: those begin with the millisecond of their creation in 12
 * digits (`019…`). Ids of the first release were random in all of their digits; one in 65,536 of
 * them begins so too.
 */
const sequencePrefix = 'ffff';

/**
 * Id and sequence number of a model's next version. The id is `ffff`, then 8 digits of the sequence
 * number, then 20 random ones, all lower-case hexadecimal: the ids of a model's versions are in the
 * order of their creation whatever the clock says, behind those of earlier releases, and a page of
 * them is read from the table without reading the others. It counts only where the model is stored
 * with it, see `withLatestVersion`.
 * @param randomId at least 20 hexadecimal digits
 */
export function nextVersion(model: Pick<Model, 'lastSequence'>, randomId: string): VersionPlace {
  const sequence = (model.lastSequence ?? 0) + 1;
  const digits = sequence.toString(16).padStart(8, '0');
  return { id: sequencePrefix + digits + randomId.slice(-20), sequence };
}

/**
 * The model once this version is its newest: to be stored in one transaction with the version, on
 * condition that nobody else changed the model.
 */
export function withLatestVersion(
  model: Omit<Model, 'latestVersionId'>,
  version: VersionPlace,
): Model {
  return { ...model, latestVersionId: version.id, lastSequence: version.sequence };
}

/**
 * Sorts versions of one model in the order of their creation: those of earlier releases by their
 * time, then those with a sequence number.
 */
export function creationOrder({ sequence, createdAt, id }: ModelVersion): string {
  return sequence === undefined ? `0 ${createdAt} ${id}` : `1 ${id}`;
}
