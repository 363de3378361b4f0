import { wordFor } from '../../../words.ts';
import type { TrainingCounts } from '../training-counts.ts';
import type { DataWarning } from './data-warning.ts';

/** Equal content counts, whatever the inputs are called. */
export function copiedInputs({
  train,
  test,
  copies,
  heldOutCopies,
}: TrainingCounts): DataWarning[] {
  const inputs = train.inputs + test.inputs;
  const repeated: DataWarning = {
    code: 'copies',
    value: copies,
    message: `${copies} of ${inputs} inputs ${wordFor(copies, 'repeats', 'repeat')} the image or text of another one`,
    advice: 'Leave copies out: they teach nothing new and take time that is paid',
  };
  const leaked: DataWarning = {
    code: 'held-out-copies',
    value: heldOutCopies,
    message: `${heldOutCopies} of ${test.inputs} held-out inputs ${wordFor(heldOutCopies, 'repeats', 'repeat')} the image or text of one that is trained on: what is measured on them flatters the model`,
    advice: 'Leave copies out, so that every held-out input is new to the model',
  };
  return [...(copies > 0 ? [repeated] : []), ...(heldOutCopies > 0 ? [leaked] : [])];
}
