import type { QueryClient } from '@tanstack/preact-query';
import { liveAnswers, refresh } from './stale.ts';

/** Between two looks, milliseconds: after a change, and at most when nothing changes. */
const shortest = 2_000;
const longest = 30_000;
const growth = 1.5;

/**
 * Looks again and again where no events come: at pauses that grow while nothing changes, and not in
 * a tab that nobody sees.
 * @returns how it ends
 */
export function startPolling(queries: QueryClient): () => void {
  let pause = shortest;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isEnded = false;
  const look = async () => {
    const before = liveAnswers(queries);
    await refresh(queries, { isProgress: false });
    const after = liveAnswers(queries);
    const isSame = before.length === after.length && before.every((each) => after.includes(each));
    pause = isSame ? Math.min(longest, pause * growth) : shortest;
    plan();
  };
  const plan = () => {
    clearTimeout(timer);
    if (!isEnded && !document.hidden) timer = setTimeout(() => void look(), pause);
  };
  /** The person is back, or has changed something: what follows comes soon. */
  const hurry = () => {
    pause = shortest;
    plan();
  };
  const unsubscribe = queries.getMutationCache().subscribe(hurry);
  document.addEventListener('visibilitychange', hurry);
  plan();
  return () => {
    isEnded = true;
    clearTimeout(timer);
    unsubscribe();
    document.removeEventListener('visibilitychange', hurry);
  };
}
