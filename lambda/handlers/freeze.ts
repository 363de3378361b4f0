import { freezeVersion } from '../../core/dataset/version/freezing/freeze-version.ts';
import { AwsHost } from '../compose.ts';
import { timeLimits } from '../environment.ts';
import { log } from '../log.ts';
import type { Invocation } from '../api/time-to-answer.ts';
import { timeToAnswer } from '../api/time-to-answer.ts';
import { taskOf } from '../tasks/eventbridge-tasks.ts';

let host: AwsHost | undefined;

/**
 * The manifest of 1,000,000 inputs takes a minute or two and is made in one go: with less time than
 * this, another run makes it.
 */
const composeMilliseconds = 300_000;

/** EventBridge: a dataset version is to be frozen. */
export async function handler(
  event: Parameters<typeof taskOf>[0],
  context?: Invocation,
): Promise<void> {
  host ??= new AwsHost('freeze', process.env);
  host.begin(timeToAnswer(context, timeLimits.freeze));
  const of = host;
  const result = await freezeVersion(taskOf(event), () => of.timeLeft() > composeMilliseconds, of);
  log('dataset-version', { ...taskOf(event).payload, result });
}
