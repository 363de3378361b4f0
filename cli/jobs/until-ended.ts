import type { Command } from 'commander';
import { ApiError } from '../../client/api-error.ts';
import type { CommandContext } from '../frame/context.ts';
import { globalsOf } from '../frame/global-options.ts';
import { statusLine } from '../frame/output/status-line.ts';

/** Something that goes on by itself. */
export interface Watched<State> {
  /** @throws ApiError, TypeError where the service does not answer */
  readonly read: () => Promise<State>;
  readonly isEnded: (state: State) => boolean;
  readonly line: (state: State) => string;
}

/** How often one looks: often at the beginning, then seldom. */
const [quickest, slowest] = [400, 5_000];
/** So many milliseconds a service that does not answer is asked again. */
const maxSilence = 120_000;

/**
 * Reads a state until it is the last one, with a line on a terminal meanwhile.
 * @throws what reading throws, where it goes on for two minutes
 */
export async function untilEnded<State>(
  context: Pick<CommandContext, 'err' | 'wait' | 'now'>,
  own: Command,
  { read, isEnded, line }: Watched<State>,
): Promise<State> {
  const shown = statusLine(context.err, globalsOf(own).quiet === true);
  let [pause, answeredAt] = [quickest, context.now().getTime()];
  try {
    for (;;) {
      const state = await read().catch((error: unknown) => {
        if (!isPassing(error) || context.now().getTime() - answeredAt > maxSilence) throw error;
        shown.update('the service does not answer; asking again');
        return undefined;
      });
      if (state !== undefined) {
        answeredAt = context.now().getTime();
        if (isEnded(state)) return state;
        shown.update(line(state));
      }
      await context.wait(pause);
      pause = Math.min(slowest, pause * 1.3);
    }
  } finally {
    shown.clear();
  }
}

function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return [429, 502, 503, 504].includes(error.httpStatus);
  return error instanceof TypeError && error.message === 'fetch failed';
}
