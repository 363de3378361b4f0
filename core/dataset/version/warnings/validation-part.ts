import { counted } from '../../../words.ts';
import type { DataWarning } from './data-warning.ts';

/**
 * As `MIN_TRAIN_ROWS` of the trainer (container/deeptune_trainer/loop/validation_part.py): from
 * here on it keeps a tenth of them apart.
 */
export const minForValidation = 100;

/** @param trained inputs of the train split that can be learned from */
export function validationPart(trained: number, patience: number): DataWarning[] {
  if (trained >= minForValidation) return [];
  const patient = patience > 0 ? `; early_stopping_patience ${patience} has no effect` : '';
  return [
    {
      code: 'no-validation-part',
      value: trained,
      message: `${counted(trained, 'input to train on is', 'inputs to train on are')} too few to keep some apart: the last epoch is kept, not the best${patient}`,
      advice: `Add inputs: from ${minForValidation} to train on, a tenth of them chooses the best epoch`,
    },
  ];
}
