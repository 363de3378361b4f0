import { InvalidArgumentError } from 'commander';

/** Dollars as a person writes them. @returns micro-dollars */
export function price(text: string): number {
  const exact = Number(text.replace(/^\$/, '')) * 1_000_000;
  const micros = Math.round(exact);
  if (text.trim() === '' || !Number.isSafeInteger(micros) || micros < 0)
    throw new InvalidArgumentError('Wanted dollars, such as 2 or 0.50.');
  // What a double adds to six places is far less than this.
  if (Math.abs(exact - micros) > 0.001)
    throw new InvalidArgumentError(
      'A millionth of a dollar (0.000001) is the least that is counted.',
    );
  return micros;
}
