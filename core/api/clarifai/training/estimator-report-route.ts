import type { RouteOf } from '../../http/route.ts';

/**
 * Where the estimator's report is served. Its handler stands apart: on AWS only the estimator's
 * function carries it, and the others describe it.
 */
export const estimatorReportRoute = {
  operation: 'GetEstimatorReport',
  method: 'GET',
  path: '/estimator/report',
  under: 'user',
  query: { kind: 'text', template_id: 'text', app_id: 'text', model_id: 'text' },
} as const satisfies Omit<RouteOf<'GetEstimatorReport'>, 'handle'>;
