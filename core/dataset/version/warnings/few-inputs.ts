import { counted } from '../../../words.ts';
import type { DataWarning } from './data-warning.ts';

/** Clarifai's published advice for deep training: at least 1,000 inputs. */
const advisedInputs = 1000;

/** @param inputs of both splits, or as many as were estimated */
export function fewInputs(inputs: number): DataWarning[] {
  if (inputs >= advisedInputs) return [];
  return [
    {
      code: 'few-inputs',
      value: inputs,
      message: `${counted(inputs, 'input is', 'inputs are')} few: deep training is advised from ${advisedInputs} on`,
      advice:
        'Add inputs; with few, start from a pretrained base model and look at the verdict before you rely on the model',
    },
  ];
}
