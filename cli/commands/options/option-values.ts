import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError for what is not a whole number from 1 on */
export function wholeNumber(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= 1) return number;
  throw new InvalidArgumentError('it must be a whole number from 1 on.');
}

/** @throws InvalidArgumentError for what is not a number from 0 to 1 */
export function share(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= 1) return number;
  throw new InvalidArgumentError('it must be a number from 0 to 1.');
}

/** `2026-11`. @throws InvalidArgumentError for what is not a month */
export function month(text: string): string {
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return text;
  throw new InvalidArgumentError('it must be a month such as 2026-11.');
}

/** For an option that may be given several times. */
export function collected(text: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), text];
}

/** `2026-11-05`. @throws InvalidArgumentError for what is not a day */
export function day(text: string): string {
  const at = new Date(`${text}T00:00:00.000Z`);
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at.getTime())) {
    if (at.toISOString().startsWith(text)) return text;
  }
  throw new InvalidArgumentError('it must be a day such as 2026-11-05.');
}

const dimensions = ['day', 'model', 'app', 'kind', 'tenant'];

/** What usage is summed up by, separated by commas; or `record`. @throws InvalidArgumentError */
export function usageDimensionsOrRecord(text: string): string {
  const names = text.split(',').map((name) => name.trim());
  if (text === 'record' || names.every((name) => dimensions.includes(name))) return names.join();
  throw new InvalidArgumentError(`it must be some of ${dimensions.join(', ')}, or record.`);
}
