import { counted } from '../../../words.ts';
import type { DataWarning } from './data-warning.ts';

/** A share that is known less exactly hides the difference between a good and a mediocre model. */
const maxHalfWidth = 0.1;
/** The standard normal's 97.5 % quantile. */
const z = 1.959964;

/**
 * Half of the 95 % interval of a share near one half, the widest there is, by Wilson's method (JASA
 * 22, 1927), which the trainer's verdict uses.
 * @param count held-out inputs, at least 1
 */
export function intervalHalf(count: number): number {
  const square = (z * z) / count;
  return (z * Math.sqrt(0.25 / count + square / (4 * count))) / (1 + square);
}

/** @param heldOut inputs that a model is measured on */
export function testSet(heldOut: number): DataWarning[] {
  if (heldOut > 0 && intervalHalf(heldOut) <= maxHalfWidth) return [];
  const message =
    heldOut === 0
      ? 'No input is held out: how good the model is will not be measured'
      : `${counted(heldOut, 'held-out input tells', 'held-out inputs tell')} a share such as accuracy to ±${intervalHalf(heldOut).toFixed(2)} only (95 % interval, at one half)`;
  return [
    {
      code: 'small-test-set',
      value: heldOut,
      message,
      advice: `Add inputs: one in five is held out, and ${neededInputs()} of them tell it to ±${maxHalfWidth.toFixed(2)}`,
    },
  ];
}

function neededInputs(): number {
  let count = 1;
  while (intervalHalf(count) > maxHalfWidth) count += 1;
  return count;
}
