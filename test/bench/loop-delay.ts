/**
 * Loaded into a server before its own code (`--import`): measures for how long its event loop was
 * held, and answers each message with what was measured since the last one.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Milliseconds, above the millisecond that passes between two looks. */
export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const resolution = 1;
const histogram = monitorEventLoopDelay({ resolution });
histogram.enable();
process.on('message', () => {
  const milliseconds = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolution);
  process.send?.({
    p50: milliseconds(histogram.percentile(50)),
    p99: milliseconds(histogram.percentile(99)),
    max: milliseconds(histogram.max),
  } satisfies LoopDelay);
  histogram.reset();
});
// Alone, the channel to the bench does not keep a server alive that was told to stop.
process.channel?.unref();
