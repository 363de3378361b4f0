import { InvalidArgumentError } from 'commander';

/** Dollars as a person writes them. @returns micro-dollars */
export function price(text: string): number {
  const micros = Math.round(Number(text.replace(/^\$/, '')) * 1_000_000);
  if (text.trim() !== '' && Number.isSafeInteger(micros) && micros >= 0) return micros;
  throw new InvalidArgumentError('Wanted dollars, such as 2 or 0.50.');
}
