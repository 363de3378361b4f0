import { maxPauseSeconds, spareWaits } from '../workflow/limits.ts';

const minPauseSeconds = 5;
/** The pause doubles after this many spare ones. */
const doublesAfter = spareWaits / 4;

/**
 * How long a waiting job pauses before it asks for a place again, seconds. The first in the queue
 * asks every 5 s for as long as it has spare asks (see `spareWaits`), then every 10, 20, 40 s;
 * whoever is one place behind pauses twice as long and may use half of the spare asks, everybody
 * else four times as long and a quarter: a queue of short jobs moves on within 20 s. Without spare
 * asks a job pauses for `maxPauseSeconds`.
 * @param position jobs before it in the queue
 * @param waits how often it has paused
 * @param waitedSeconds since it joined the queue
 */
export function pauseSeconds(position: number, waits: number, waitedSeconds: number): number {
  const used = Math.max(0, waits - Math.floor(waitedSeconds / maxPauseSeconds));
  const behind = Math.min(position, 2);
  if (used >= spareWaits / 2 ** behind) return maxPauseSeconds;
  const doublings = behind + Math.floor(used / doublesAfter);
  return Math.min(maxPauseSeconds, minPauseSeconds * 2 ** doublings);
}
