/*
 * Figures as people read them, the same everywhere: the API's messages, the command line and the
 * console.
 */

/** `1 input`, `1,200 inputs`. @param many the plural; absent: with an s */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** The form of a word that goes with a count: `is` or `are`, `repeats` or `repeat`. */
export function wordFor(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

/** `1,200`. */
export function grouped(amount: number): string {
  return amount.toLocaleString('en-US');
}

/**
 * `$0.34`; below ten cents three decimals where a tenth of a cent is there (`$0.012`), below one
 * cent four (`$0.0044`), so that two amounts of which one is a fifth more do not read alike, and
 * none as free; what is smaller still says so.
 * @param micros millionths of a dollar
 */
export function dollars(micros: number): string {
  const sign = micros < 0 ? '-' : '';
  const size = Math.abs(micros);
  if (size === 0) return '$0.00';
  if (size < 50) return `${sign}under $0.0001`;
  if (size < cent) return `${sign}$${(size / 1_000_000).toFixed(4)}`;
  if (size < 10 * cent) return `${sign}$${(size / 1_000_000).toFixed(3).replace(/0$/, '')}`;
  const [whole = '0', cents = '00'] = (size / 1_000_000).toFixed(2).split('.');
  return `${sign}$${grouped(Number(whole))}.${cents}`;
}

/**
 * An amount that nothing is above (a maximum, what is asked for): as `dollars`, rounded up, so that
 * what is read is never below what may be billed.
 */
export function dollarsUp(micros: number): string {
  const step = shownStep(micros);
  return dollars(Math.ceil(micros / step) * step);
}

/** `$12.345678`: all six places, so that lines add up as they are read. */
export function exactDollars(micros: number): string {
  const size = Math.abs(micros);
  const rest = String(size % 1_000_000).padStart(6, '0');
  return `${micros < 0 ? '-' : ''}$${grouped(Math.floor(size / 1_000_000))}.${rest}`;
}

/** The last place that `dollars` shows, in micro-dollars. */
export function shownStep(micros: number): number {
  const size = Math.abs(micros);
  if (size < cent) return 100;
  return size < 10 * cent ? 1000 : cent;
}

const cent = 10_000;

/** `$0.34 to $0.51`, `under 1 cent ($0.0044 to $0.0061)`; of equal words one. */
export function dollarRange(low: number, high: number): string {
  const [from, to] = [dollars(low), dollars(high)];
  if (from === to) return to;
  const range = low < 50 ? `up to ${to}` : `${from} to ${to}`;
  return high < cent ? `under 1 cent (${range})` : range;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`: two units at most. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (seconds > 0 && seconds < 1) return 'under 1 s';
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return twoUnits([Math.floor(whole / 60), 'min'], [whole % 60, 's']);
  const minutes = Math.round(whole / 60);
  if (minutes < 24 * 60) return twoUnits([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']);
  const hours = Math.round(minutes / 60);
  return twoUnits([Math.floor(hours / 24), 'd'], [hours % 24, 'h']);
}

/** `0.4 s`, `12.5 s`, `3 min 20 s`: of phases, most of which are short. */
export function fineDuration(seconds: number): string {
  if (seconds > 0 && seconds < 0.05) return 'under 0.1 s';
  // 59.96 is a minute, not 60.0 s.
  return seconds < 59.95 ? `${seconds.toFixed(1)} s` : duration(seconds);
}

/** `9 to 14 s`, `50 s to 1 min 5 s`, `up to 3 s`; of equal words one. */
export function durationRange(low: number, high: number): string {
  return low < 1 && high >= 1 ? `up to ${duration(high)}` : between(duration(low), duration(high));
}

/** `0.4 to 1.2 s`. */
export function fineRange(low: number, high: number): string {
  const isNothing = low < 0.05 && high >= 0.05;
  return isNothing ? `up to ${fineDuration(high)}` : between(fineDuration(low), fineDuration(high));
}

/** A unit that both have is said once. */
function between(from: string, to: string): string {
  if (from === to) return to;
  const alone = /^([\d.]+) (\w+)$/;
  const [first, second] = [alone.exec(from), alone.exec(to)];
  const isShared = first && second && first[2] === second[2];
  return isShared ? `${first[1]} to ${to}` : `${from} to ${to}`;
}

type Part = readonly [amount: number, unit: string];

function twoUnits(...parts: readonly Part[]): string {
  return parts
    .filter(([amount], at) => at === 0 || amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** `as if on ml.g5.xlarge: nothing is charged on your own machine`. @param on an instance type */
export function asIfWords(on: string): string {
  return `as if on ${on}: nothing is charged on your own machine`;
}
