import { nextRuns } from '../../../job/schedule/next-runs.ts';
import { word } from '../../http/query-values.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { scopeOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';

const amount = 3;

/**
 * When a schedule would fire next if it were made now. A wrong expression is an answer here, not a
 * refusal: it is asked while somebody still writes it.
 */
async function runs(call: RequestContext): Promise<Answer<'ListScheduleRuns'>> {
  await scopeOf(call);
  const expression = word(call, 'expression') ?? '';
  const timezone = word(call, 'timezone') ?? 'UTC';
  const activeSince = call.deps.now();
  return nextRuns({ expression, timezone, activeSince }, Date.parse(activeSince), amount);
}

/** What a schedule would do, before it is made: an extension. */
export const scheduleRunRoutes: readonly Route[] = [
  {
    operation: 'ListScheduleRuns',
    method: 'GET',
    path: '/schedules/runs',
    under: 'app',
    query: { expression: 'text', timezone: 'text' },
    handle: runs,
  },
];
