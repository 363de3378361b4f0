export {
  counted,
  dollarRange,
  dollars,
  dollarsUp,
  duration,
  durationRange,
  exactDollars,
  fineDuration,
  fineRange,
} from '../../../core/words.ts';

/** A word of a command line, quoted for a shell where it must be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command line that can be pasted. */
export function commandLine(...words: readonly string[]): string {
  return ['deeptune', ...words].map(shellWord).join(' ');
}
