import type { Route } from '../http/route.ts';
import { quoteRoutes } from './billing/quote-routes.ts';
import { estimateRoutes } from './training/estimate-routes.ts';
import { estimatorReportRoutes } from './training/estimator-report-routes.ts';

/**
 * What AWS's estimator function answers: what a job would take and cost, quotes of that, and how
 * good such forecasts were.
 */
export const estimatorFunctionRoutes: readonly Route[] = [
  ...estimateRoutes,
  ...quoteRoutes,
  ...estimatorReportRoutes,
];
