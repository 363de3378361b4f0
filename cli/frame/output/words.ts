/**
 * Dollars as people read them: cents, and four decimals under a cent, so that little never reads
 * as nothing.
 */
export function dollars(micros: number): string {
  const sign = micros < 0 ? '-' : '';
  const size = Math.abs(micros);
  if (size === 0) return '$0.00';
  if (size < 50) return `${sign}<$0.0001`;
  return `${sign}$${(size / 1_000_000).toFixed(size < 10_000 ? 4 : 2)}`;
}

/** `4 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes < 60) return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`;
  const [hours, left] = [Math.floor(minutes / 60), minutes % 60];
  return left === 0 ? `${hours} h` : `${hours} h ${left} min`;
}

/** `1 input`, `2 inputs`. @param many the plural; absent: with an s */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
}

/** A word of a command line, quoted for a shell where it must be. */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A command line that can be pasted. */
export function commandLine(...words: readonly string[]): string {
  return ['deeptune', ...words].map(shellWord).join(' ');
}
