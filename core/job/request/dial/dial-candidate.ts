import { findModelType } from '../../../catalog/catalog.ts';
import { fail } from '../../../errors.ts';
import type { DialPoint, LoadableVersion, ModelVersion } from '../../../model/model-version.ts';
import { assertLoadable } from '../../../model/model-version.ts';
import { getVersion } from '../../../model/version-store.ts';
import type { VersionRef } from '../../../model/version-store.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { objectKeys } from '../../../records/object-keys.ts';
import { readDial } from '../../../training/dial/dial-file.ts';
import type { DialFile } from '../../../training/dial/dial-file.ts';

type Uses = Pick<Dependencies, 'table' | 'objects'>;

/** A candidate whose dial was measured, and the parent that it goes on from. */
export interface DialEnds {
  readonly candidate: LoadableVersion;
  readonly parent: LoadableVersion;
  readonly dial: DialFile;
}

/** Farthest that logits may be shifted: e^20 is beyond any doubt that a model has. */
export const maxShift = 20;

/**
 * @throws DeeptuneError model-does-not-exist, not-supported for a type without a dial,
 *   invalid-request where the version has no parent, version-not-trained where either has no
 *   weights, does-not-exist where no dial was measured
 */
export async function findDial(ref: VersionRef, deps: Uses): Promise<DialEnds> {
  const { value: candidate } = await getVersion(deps.table, ref);
  assertHasDial(candidate);
  assertLoadable(candidate);
  const parent = await parentOf(candidate, deps);
  const folder = objectKeys.versionPrefix(candidate.scope, candidate.id);
  const dial = await readDial(folder, deps);
  if (!dial) throw notMeasured(candidate);
  return { candidate, parent, dial };
}

/** Types whose answer is one number per concept. */
const types = ['visual-classifier', 'text-classifier'];

function assertHasDial(version: ModelVersion): void {
  const { id, modelTypeId } = version;
  if (!types.includes(findModelType(modelTypeId).id))
    throw fail(
      'notSupported',
      `Version '${id}' is a ${modelTypeId}: a dial is there for ${types.join(' and ')}`,
    );
  if (!('training' in version) || !version.training.parent)
    throw fail(
      'invalidRequest',
      `Version '${id}' goes on from no other version: a dial lies between a version and the parent that it was trained from (resume_from_model)`,
    );
}

async function parentOf(
  { scope, id, training }: LoadableVersion,
  deps: Pick<Dependencies, 'table'>,
): Promise<LoadableVersion> {
  const { value } = await getVersion(deps.table, { scope, ...training.parent! }).catch(
    (error: unknown) => {
      throw fail(
        'doesNotExist',
        `The parent '${training.parent!.versionId}' of version '${id}' is not there any more: there is nothing to dial back to`,
        error,
      );
    },
  );
  assertLoadable(value);
  return value;
}

function notMeasured({ id, training, status }: LoadableVersion): Error {
  const why = training.dial
    ? 'it is itself a point of a dial; ask its candidate for others'
    : status === 'stopped'
      ? 'it was stopped before the end'
      : 'an earlier release trained it, it has no held-out input, or measuring took too long (its log says so)';
  return fail('doesNotExist', `Version '${id}' has no dial: ${why}`);
}

/**
 * @throws DeeptuneError invalid-request for what is no point of this dial
 */
export function assertPoint(
  { weight, shift }: Pick<DialPoint, 'weight' | 'shift'>,
  { candidate, dial }: Pick<DialEnds, 'candidate' | 'dial'>,
): void {
  if (!(weight >= 0 && weight <= 1))
    throw fail(
      'invalidRequest',
      `dial.weight is ${weight}: it lies from 0 (the parent) to 1 (version '${candidate.id}')`,
    );
  if (!(Math.abs(shift) <= maxShift))
    throw fail(
      'invalidRequest',
      `dial.shift is ${shift}: logits are shifted by -${maxShift} to ${maxShift}`,
    );
  if (shift === 0 || weight === 0) return;
  if (!dial.canShift)
    throw fail(
      'invalidRequest',
      `dial.shift is ${shift}: the head of version '${candidate.id}' has no biases that could carry a shift; choose 0`,
    );
  if (dial.newConcepts.length === 0)
    throw fail(
      'invalidRequest',
      `dial.shift is ${shift}: version '${candidate.id}' has no concept that its parent does not know; choose 0`,
    );
}
