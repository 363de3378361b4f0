import { findInstanceType } from '../../../catalog/instance-types.ts';
import type { DatasetVersion } from '../../../dataset/version/dataset-version.ts';
import { transferOf } from '../../../estimate/data-transfer.ts';
import type { DataSize, DataTransfer } from '../../../estimate/data-transfer.ts';

/**
 * How the inputs come to the trainer; undefined where nothing is known of them, and on the laptop,
 * where they are there already.
 */
export function transferFor(question: {
  instanceType: string;
  data?: DataSize | undefined;
}): DataTransfer | undefined {
  const instance = findInstanceType(question.instanceType);
  return instance && question.data && transferOf(question.data, instance);
}

/**
 * The objects of a dataset version; undefined for one of the first release, which did not count
 * them.
 * @param inputCount another number of inputs of the same mean size: what a child reads of its own
 *   data and its parent's
 */
export function dataSizeOf(
  dataset: DatasetVersion,
  inputCount = dataset.inputCount,
): DataSize | undefined {
  const { objectBytes, objectCount } = dataset;
  if (objectBytes === undefined || objectCount === undefined) return undefined;
  const share = dataset.inputCount === 0 ? 0 : inputCount / dataset.inputCount;
  return {
    objectBytes: Math.round(objectBytes * share),
    objectCount: Math.round(objectCount * share),
  };
}
