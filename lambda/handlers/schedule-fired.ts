import type { ScheduleFiring } from '../../core/ports/schedules.ts';
import { scheduleFired } from '../../core/job/retraining/schedule-fired.ts';
import { AwsHost } from '../compose.ts';
import { log } from '../log.ts';

let host: AwsHost | undefined;

/** EventBridge Scheduler: a retraining schedule fires. */
export async function handler(firing: ScheduleFiring): Promise<void> {
  host ??= new AwsHost('scheduleFired', process.env);
  const done = await scheduleFired(firing, host);
  log('schedule-fired', { name: firing.name, scheduledAt: firing.scheduledAt, ...done });
}
