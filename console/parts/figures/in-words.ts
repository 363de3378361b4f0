/* Figures as people read them: the same figure reads the same everywhere. */
import { grouped } from '../../../core/words.ts';

export {
  asIfWords,
  dollarRange,
  dollars,
  dollarsUp,
  duration,
  durationRange,
  exactDollars,
  fineDuration,
  fineRange,
  grouped,
} from '../../../core/words.ts';

/** `1 input`, `1,200 inputs`. */
export { counted as count } from '../../../core/words.ts';

const clock = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** `29 Nov 2026, 09:22` in the person's own time zone. @param iso an instant, as the API says it */
export function instant(iso: string): string {
  const time = new Date(iso);
  return Number.isNaN(time.getTime()) ? iso : clock.format(time);
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
