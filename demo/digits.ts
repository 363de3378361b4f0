import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

export interface Digit {
  readonly id: string;
  readonly label: number;
  /** A PNG. */
  readonly base64: string;
}

/** The 1,797 handwritten digits that come with scikit-learn. */
export function loadDigits(python: string): Digit[] {
  const output = execFileSync(python, [join(import.meta.dirname, 'digits.py')], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Digit);
}

/**
 * Keeps the first few digits of each class back: the service never sees them until it is asked to
 * predict them.
 */
export function keepBack(
  digits: readonly Digit[],
  perClass: number,
): { kept: Digit[]; rest: Digit[] } {
  const counts = new Map<number, number>();
  const isKept = ({ label }: Digit) => {
    const count = counts.get(label) ?? 0;
    counts.set(label, count + 1);
    return count < perClass;
  };
  const groups = Object.groupBy(digits, (digit) => (isKept(digit) ? 'kept' : 'rest'));
  return { kept: groups.kept ?? [], rest: groups.rest ?? [] };
}
