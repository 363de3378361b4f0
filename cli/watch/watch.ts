import { ApiError } from '../../client/api-error.ts';
import type { Client } from '../../client/client.ts';
import type { CommandContext } from '../frame/context.ts';
import { statusLine } from '../frame/output/status-line.ts';
import { isEnded, readTraining } from '../training/training-state.ts';
import type { TrainingState, Watched } from '../training/training-state.ts';
import { watchLine } from './watch-line.ts';

/** A training that somebody watches. */
export interface WatchedTraining {
  readonly client: Client;
  readonly modelId: string;
  readonly versionId: string;
}

export interface WatchOptions {
  /** True: no line is drawn. */
  readonly isQuiet: boolean;
  /** Told each state that differs from the one before. */
  readonly onChange?: (state: TrainingState) => void;
}

/** How often one looks: often where something moves, seldom where it does not. */
const [quickest, slowest] = [500, 5_000];
/** For so long a service that does not answer is asked again. */
const maxSilence = 120_000;

/**
 * Watches a training to its end: on a terminal a line that is drawn over. A service that does not
 * answer for a while is waited for.
 * @throws ApiError; TypeError where nothing answers for two minutes
 */
export async function watchTraining(
  { client, modelId, versionId }: WatchedTraining,
  context: Pick<CommandContext, 'err' | 'wait' | 'now'>,
  { isQuiet, onChange }: WatchOptions,
): Promise<Watched> {
  const line = statusLine(context.err, isQuiet);
  let [last, pause, answeredAt] = ['', quickest, context.now().getTime()];
  try {
    for (;;) {
      const found = await readTraining(client, modelId, versionId).catch((error: unknown) => {
        const silence = context.now().getTime() - answeredAt;
        if (!isPassing(error) || silence > maxSilence) throw error;
        line.update('the service does not answer; asking again');
        return undefined;
      });
      if (found) {
        answeredAt = context.now().getTime();
        const shown = JSON.stringify(lasting(found.state));
        pause = shown === last ? Math.min(slowest, pause * 1.5) : quickest;
        if (shown !== last) onChange?.(found.state);
        last = shown;
        line.update(watchLine(found.state, found.losses, context.err.columns - 1));
        if (isEnded(found.state)) return found;
      }
      await context.wait(pause);
    }
  } finally {
    line.clear();
  }
}

/** Without what changes by itself while nothing happens: the time that is left. */
function lasting({ remaining: _, secondsLeft: _left, ...state }: TrainingState) {
  return state;
}

function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return error.httpStatus === 503 || error.httpStatus === 429;
  return error instanceof TypeError && error.message === 'fetch failed';
}
