import { estimateRoutes } from '../../core/api/clarifai/training/estimate-routes.ts';
import { quoteRoutes } from '../../core/api/clarifai/billing/quote-routes.ts';
import { estimatorReportRoutes } from '../../core/api/clarifai/training/estimator-report-routes.ts';
import { apiHandler } from '../api/api-handler.ts';

/** HTTP API: what a training would take and cost, quotes of that, and how good such forecasts were. */
export const handler = apiHandler('estimator', [
  ...estimateRoutes,
  ...quoteRoutes,
  ...estimatorReportRoutes,
]);
