import { counted, wordFor } from '../../../words.ts';
import type { TrainingCounts } from '../training-counts.ts';
import type { DataWarning } from './data-warning.ts';

/**
 * Inputs whose labels a classifier cannot learn from. From the share of
 * `invalid_data_tolerance_percent` on the training is refused.
 */
export function unusableLabels(
  { train, test, several = 0 }: TrainingCounts,
  isExclusive: boolean,
): DataWarning[] {
  const inputs = train.inputs + test.inputs;
  const without = inputs - train.labelled - test.labelled;
  const tooMany = isExclusive ? several : 0;
  if (without + tooMany === 0) return [];
  const what = [
    ...(tooMany > 0
      ? [
          `${tooMany} ${wordFor(tooMany, 'has', 'have')} several concepts, which exclude each other here`,
        ]
      : []),
    ...(without > 0 ? [`${without} ${wordFor(without, 'has', 'have')} no concept`] : []),
  ];
  const advice = [
    ...(tooMany > 0
      ? ['Where inputs may have several, set concepts_mutually_exclusive to false (logreg to 1)']
      : []),
    ...(without > 0 ? ['Label those without, or leave them out of the dataset'] : []),
  ];
  return [
    {
      code: 'unusable-labels',
      value: without + tooMany,
      message: `Of ${counted(inputs, 'input')} ${what.join(', and ')}: a training leaves them out, and is refused where they are more than invalid_data_tolerance_percent`,
      advice: advice.join('. '),
    },
  ];
}
