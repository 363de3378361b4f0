import type { DatasetVersion } from '../../../../core/dataset/version/dataset-version.ts';
import { assertMeasurable } from '../../../../core/job/request/inference/evaluation-checks.ts';
import type { LoadableVersion } from '../../../../core/model/model-version.ts';

const datasetWith = (counts: Readonly<Record<string, number>>) =>
  ({
    concepts: Object.entries(counts).map(([id, positives]) => ({ id, name: id, positives })),
  }) as unknown as DatasetVersion;

/** A child that knows its parent's `cat` and `dog`, and `bird`. */
const refusalOf = (modelTypeId: string, counts: Readonly<Record<string, number>>) => {
  const concepts = ['cat', 'dog', 'bird'].map((id) => ({ id, name: id }));
  try {
    assertMeasurable({ modelTypeId } as LoadableVersion, concepts, datasetWith(counts));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

test.each<[string, string, Record<string, number>, RegExp | undefined]>([
  ['all of its classes', 'text-classifier', { cat: 5, dog: 5, bird: 5 }, undefined],
  ["its parent's classes only", 'text-classifier', { cat: 5, dog: 9 }, undefined],
  ["its parent's and others", 'visual-classifier', { cat: 5, dog: 5, cow: 1 }, undefined],
  ['a class with too few', 'text-classifier', { cat: 5, dog: 5, bird: 4 }, /'bird' has 4/],
  ['one of its classes', 'text-classifier', { cat: 50 }, /'dog' has 0/],
  ['none of its classes', 'text-classifier', { cow: 50 }, /'cat' has 0/],
  ['boxes of one class', 'visual-detector', { dog: 5 }, undefined],
  ['boxes of none', 'visual-detector', { cow: 5 }, /'cat' has 0/],
])('a version is measured on %s', (_, modelTypeId, counts, refusal) => {
  const message = refusalOf(modelTypeId, counts);
  if (refusal === undefined) expect(message).toBeUndefined();
  else expect(message).toMatch(refusal);
});
