import { counted, wordFor } from '../../../words.ts';
import type { ConceptSplit } from '../training-counts.ts';
import type { DataWarning, DataWarningCode } from './data-warning.ts';
import { listed } from './data-warning.ts';

/**
 * With fewer, the tenth that is kept for choosing the best epoch and the fifth that is held out
 * have hardly one of them.
 */
const minExamples = 10;
/**
 * From this ratio on, always answering the commonest concept looks good (accuracy above 0.9 with
 * two concepts).
 */
const maxRatio = 10;

/** @param concepts that are trained, each with its rows in both splits */
export function classBalance(concepts: readonly ConceptSplit[]): DataWarning[] {
  return [...fewExamples(concepts), ...imbalance(concepts), ...withoutTestInputs(concepts)];
}

/** Ids of the concepts that a warning is about; none of one that is not about concepts. */
export function conceptExamples(
  code: DataWarningCode,
  concepts: readonly ConceptSplit[],
): string[] {
  const about = {
    'few-examples': withFewExamples,
    'concepts-without-test-inputs': withoutTest,
    imbalance: (all: readonly ConceptSplit[]) => [byCount(all).at(0), byCount(all).at(-1)],
  } as const;
  const found = code in about ? about[code as keyof typeof about](concepts) : [];
  return found.flatMap((concept) => (concept ? [concept.id] : []));
}

const withFewExamples = (concepts: readonly ConceptSplit[]) =>
  concepts.filter(({ train }) => train < minExamples);

const withoutTest = (concepts: readonly ConceptSplit[]) =>
  concepts.filter(({ train, test }) => train > 0 && test === 0);

/** Concepts that are there at all, the rarest first. */
const byCount = (concepts: readonly ConceptSplit[]) =>
  concepts
    .map(({ id, train, test }) => ({ id, count: train + test }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => a.count - b.count);

function fewExamples(concepts: readonly ConceptSplit[]): DataWarning[] {
  const few = withFewExamples(concepts);
  if (few.length === 0) return [];
  const least = Math.min(...few.map(({ train }) => train));
  const ids = listed(few.map(({ id }) => id));
  return [
    {
      code: 'few-examples',
      value: least,
      message: `${few.length} of ${concepts.length} concepts ${wordFor(few.length, 'has', 'have')} fewer than ${minExamples} inputs to train on: ${ids}; the fewest is ${least}`,
      advice: 'Label more inputs with these concepts, or train without them',
    },
  ];
}

function imbalance(concepts: readonly ConceptSplit[]): DataWarning[] {
  const present = byCount(concepts);
  const [rarest, commonest] = [present.at(0), present.at(-1)];
  if (!rarest || !commonest || commonest.count / rarest.count <= maxRatio) return [];
  const ratio = Math.round((10 * commonest.count) / rarest.count) / 10;
  return [
    {
      code: 'imbalance',
      value: ratio,
      message: `'${commonest.id}' has ${counted(commonest.count, 'input')}, '${rarest.id}' ${rarest.count}: ${ratio} to 1`,
      advice:
        'Add inputs of the rare concepts; look at macro F1 and at the verdict, since accuracy alone hides them',
    },
  ];
}

function withoutTestInputs(concepts: readonly ConceptSplit[]): DataWarning[] {
  const unseen = withoutTest(concepts);
  if (unseen.length === 0) return [];
  return [
    {
      code: 'concepts-without-test-inputs',
      value: unseen.length,
      message: `${unseen.length} of ${concepts.length} concepts ${wordFor(unseen.length, 'has', 'have')} no held-out input: ${listed(unseen.map(({ id }) => id))}`,
      advice: 'Add inputs of these concepts: one in five is held out, by its content',
    },
  ];
}
