import { duration } from '../frame/output/words.ts';

/** `0.4 s`, `5.8 s`, `43 s`, `3 min 20 s`: jobs of seconds differ by tenths. */
export function briefSeconds(seconds: number): string {
  return seconds < 9.95 ? `${seconds.toFixed(1)} s` : duration(seconds);
}
