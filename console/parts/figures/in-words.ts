/* Figures as people read them: the same figure reads the same everywhere. */

/**
 * `$0.34`; below one cent four decimals (`$0.0044`), so that it never reads as free; what is
 * smaller still says so.
 * @param micros millionths of a dollar
 */
export function dollars(micros: number): string {
  const sign = micros < 0 ? '-' : '';
  const size = Math.abs(micros);
  if (size === 0) return '$0.00';
  if (size < 50) return `${sign}under $0.0001`;
  if (size < 10_000) return `${sign}$${(size / 1_000_000).toFixed(4)}`;
  const [whole = '0', cents = '00'] = (size / 1_000_000).toFixed(2).split('.');
  return `${sign}$${grouped(Number(whole))}.${cents}`;
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

type Part = readonly [amount: number, unit: string];

function twoUnits(...parts: readonly Part[]): string {
  return parts
    .filter(([amount], at) => at === 0 || amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** `29 Nov 2026, 09:22` in the person's own time zone. @param iso an instant, as the API says it */
export function instant(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : clock.format(time);
}

/** `1 input`, `1,200 inputs`. */
export function count(amount: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(amount)} ${amount === 1 ? noun : plural}`;
}

/** `1,200`. */
export function grouped(amount: number): string {
  return amount.toLocaleString('en-US');
}

/**
 * A share or another figure with three decimals: `0.994`. What would be rounded to 1 or 0 and is
 * neither says so: 0.9998 is not perfect.
 */
export function figure(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size >= 1000) return grouped(Math.round(value));
  if (size >= 10) return value.toFixed(1);
  const text = value.toFixed(3);
  if (value < 1 && text === '1.000') return '> 0.999';
  if (value > 0 && text === '0.000') return '< 0.001';
  return text;
}

/** `+0.012`, `−0.104`, `0.000`. */
export function change(value: number): string {
  const text = Math.abs(value).toFixed(3);
  if (text === '0.000') return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** `1.7 MB`; a thousand bytes are a kilobyte. */
export function bytes(size: number): string {
  const power = size < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(size) / 3));
  const amount = size / 1000 ** power;
  return `${power === 0 ? size : amount.toFixed(amount < 10 ? 1 : 0)} ${units[power]}`;
}
