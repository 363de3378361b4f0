import { wordFor } from '../../../words.ts';
import type { DataWarning } from './data-warning.ts';

/** @param deleted rows of the dataset version whose inputs are gone @param rows all of them */
export function deletedInputs(deleted: number, rows: number): DataWarning[] {
  if (deleted === 0) return [];
  return [
    {
      code: 'deleted-inputs',
      value: deleted,
      message: `${deleted} of the ${rows} inputs of the dataset version ${wordFor(deleted, 'was', 'were')} deleted since: ${wordFor(deleted, 'it is', 'they are')} neither trained on nor held out`,
      advice:
        'Make a new dataset version to train on what is there now; purge erases them from this one',
    },
  ];
}
