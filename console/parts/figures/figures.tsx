import { useEffect, useState } from 'preact/hooks';
import { dollars, duration, exactDollars, instant } from './in-words.ts';
import { relativeTime } from './relative-time.ts';

interface MoneyProps {
  /** Millionths of a dollar; undefined: a dash. */
  readonly micros: number | undefined;
  /** With all six places: where lines are to add up as they are read. */
  readonly isExact?: boolean;
}

export function Money({ micros, isExact = false }: MoneyProps) {
  const words = isExact ? exactDollars : dollars;
  return (
    <span class="number" title={micros === undefined ? undefined : `${micros} micro-dollars`}>
      {micros === undefined ? '–' : words(micros)}
    </span>
  );
}

/** @param seconds undefined: a dash */
export function Duration({ seconds }: { seconds: number | undefined }) {
  return <span class="number">{seconds === undefined ? '–' : duration(seconds)}</span>;
}

/** How often what is shown relative to now is shown anew, milliseconds. */
const refreshEvery = 15_000;

/** `3 minutes ago`, with the exact instant as title. @param at ISO 8601; undefined: a dash */
export function Time({ at }: { at: string | undefined }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), refreshEvery);
    return () => clearInterval(timer);
  }, []);
  if (at === undefined || at === '') return <>–</>;
  return (
    <time dateTime={at} title={instant(at)}>
      {relativeTime(at, Math.max(now, Date.now()))}
    </time>
  );
}
