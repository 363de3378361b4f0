import type { Route } from '../http/route.ts';
import { apiFunctionRoutes } from './api-function-routes.ts';
import { billingRoutes } from './billing/billing-routes.ts';
import { quoteRoutes } from './billing/quote-routes.ts';
import { estimateRoutes } from './training/estimate-routes.ts';
import { estimatorReportRoutes } from './training/estimator-report-routes.ts';

/** Every route: what one host that is not divided into functions serves. */
export const allRoutes: readonly Route[] = [
  ...estimateRoutes,
  ...apiFunctionRoutes,
  ...quoteRoutes,
  ...billingRoutes,
  ...estimatorReportRoutes,
];
