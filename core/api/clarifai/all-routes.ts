import type { Route } from '../http/route.ts';
import { apiFunctionRoutes } from './api-function-routes.ts';
import { billingRoutes } from './billing/billing-routes.ts';
import { retrainingFunctionRoutes } from './retraining-function-routes.ts';
import { estimatorFunctionRoutes } from './estimator-function-routes.ts';

/** Every route: what one host that is not divided into functions serves. */
export const allRoutes: readonly Route[] = [
  ...estimatorFunctionRoutes,
  ...retrainingFunctionRoutes,
  ...billingRoutes,
  ...apiFunctionRoutes,
];
