import { setTimeout } from 'node:timers/promises';
import type { Report } from './report.ts';

/** About ten seconds where the machine is quiet. */
const longestWait = 60_000;

/**
 * Waits until the host knows how fast this machine is: the first training would end the measuring.
 * On a machine that others keep busy it takes many minutes, and the demo goes on without, and says
 * so.
 *
 * @param milliseconds how long it waits at most
 */
export async function waitForCalibration(
  calibrated: Promise<void>,
  report: Pick<Report, 'line'>,
  milliseconds = longestWait,
): Promise<void> {
  const limit = setTimeout(milliseconds, false, { ref: false });
  if (await Promise.race([calibrated.then(() => true), limit])) return;
  report.line(
    `this machine is too busy to be calibrated within ${milliseconds / 1000} s: the forecasts of this run are rough`,
  );
}
