import type { Device } from '../device/device.ts';
import type { ForecastPhase } from '../forecast/phase.ts';

/** A phase's time whatever is in it: its median in seconds, the standard deviation of its log. */
export interface Overhead {
  readonly seconds: number;
  readonly logSd: number;
}

/**
 * SageMaker's, from a dozen training jobs in public logs (2020 to 2026): waiting 24 to 206 s, image
 * pull 71 to 216 s on GPU images, saving and upload 13 to 46 s. Start of the container is in the
 * device's `startSeconds`. Of the spread of wait and pull half (of the variance) is taken to be an
 * account's, which is learnt, and half chance from job to job (`spreadPriors`): logs tell the two
 * apart no further.
 */
const onAws: Readonly<Partial<Record<ForecastPhase, Overhead>>> = {
  wait: { seconds: 90, logSd: Math.log(1.6) * Math.SQRT1_2 },
  pull: { seconds: 185, logSd: Math.log(1.35) * Math.SQRT1_2 },
  download: { seconds: 10, logSd: Math.log(2) },
  setup: { seconds: 0, logSd: Math.log(2) },
  steps: { seconds: 1, logSd: Math.log(2) },
  validation: { seconds: 0.1, logSd: Math.log(2) },
  evaluation: { seconds: 1, logSd: Math.log(2) },
  saving: { seconds: 25, logSd: Math.log(2) },
};

/** Spot capacity is waited for longer, and less surely: a judgement. */
const spotWait: Overhead = { seconds: 150, logSd: Math.log(2.5) };

/** On a machine of one's own nothing is waited for, pulled or downloaded. */
const onTheMachine: Readonly<Partial<Record<ForecastPhase, Overhead>>> = {
  setup: { seconds: 0, logSd: Math.log(1.15) },
  steps: { seconds: 0.1, logSd: Math.log(2) },
  validation: { seconds: 0.02, logSd: Math.log(2) },
  evaluation: { seconds: 0.3, logSd: Math.log(2) },
  saving: { seconds: 0.12, logSd: Math.log(2) },
};

/** What is known of a phase's fixed time before anything was learnt; undefined: there is none. */
export function overheadOf(
  phase: ForecastPhase,
  device: Device,
  isSpot = false,
): Overhead | undefined {
  if (device.source !== 'spec-sheet') {
    const own = onTheMachine[phase];
    if (phase !== 'setup' || own === undefined) return own;
    return { ...own, seconds: device.startSeconds };
  }
  if (phase === 'wait' && isSpot) return spotWait;
  const { seconds, logSd } = onAws[phase]!;
  return { seconds: seconds + (phase === 'setup' ? device.startSeconds : 0), logSd };
}
