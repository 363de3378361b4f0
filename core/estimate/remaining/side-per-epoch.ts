import type { ProgressLine } from './measured-steps.ts';

/** What an epoch takes beside its steps: it is measured and saved. */
export interface SidePerEpoch {
  readonly seconds: number;
  /** Standard deviation of its logarithm. */
  readonly logSd: number;
}

/** Checkpoints come after some epochs and not after others. */
const epochLogSd = 0.5;
const repeatLogSd = 0.1;

/**
 * Of the newest attempt, the wall time of its finished epochs that was not spent on steps;
 * undefined before the first one has ended, and where lines of an earlier release do not say.
 */
export function sidePerEpoch(lines: readonly ProgressLine[]): SidePerEpoch | undefined {
  const stepping = newestAttempt(lines).filter(({ stage }) => stage === 'training');
  const [first, last] = [stepping[0], stepping.at(-1)];
  if (first?.elapsed === undefined || last?.elapsed === undefined) return undefined;
  const epochs = Math.floor(last.epoch ?? 0) - Math.floor(first.epoch ?? 0);
  if (epochs < 1) return undefined;
  const beside = last.elapsed - first.elapsed - (last.seconds - first.seconds);
  const logSd = Math.hypot(repeatLogSd, epochLogSd / Math.sqrt(epochs));
  return { seconds: Math.max(0, beside) / epochs, logSd };
}

/** `elapsed` begins anew with each attempt. */
function newestAttempt(lines: readonly ProgressLine[]): readonly ProgressLine[] {
  const begin = lines.findLastIndex(
    ({ elapsed }, index) => (elapsed ?? 0) < (lines[index - 1]?.elapsed ?? 0),
  );
  return lines.slice(Math.max(0, begin));
}
