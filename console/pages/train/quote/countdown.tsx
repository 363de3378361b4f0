import { useEffect, useState } from 'preact/hooks';
import { duration, instant } from '../../../parts/figures/in-words.ts';
import { secondsLeft } from './variants.ts';

/** How long something still holds, by the second. @param until ISO 8601 */
export function Countdown({ until }: { until: string }) {
  const left = useSecondsLeft(until);
  return (
    <time dateTime={until} title={`until ${instant(until)}`}>
      {left === 0 ? 'expired' : duration(left)}
    </time>
  );
}

/** True once it does not hold any more; @param until undefined: there is nothing that could */
export function useIsOver(until: string | undefined): boolean {
  return useSecondsLeft(until ?? '') === 0 && until !== undefined;
}

function useSecondsLeft(until: string): number {
  const [left, setLeft] = useState(() => secondsLeft(until, Date.now()));
  useEffect(() => {
    const look = () => setLeft(secondsLeft(until, Date.now()));
    look();
    const timer = setInterval(look, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return left;
}
