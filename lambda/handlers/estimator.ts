import { estimatorFunctionRoutes } from '../../core/api/clarifai/estimator-function-routes.ts';
import { apiHandler } from '../api/api-handler.ts';

/** HTTP API: what a job would take and cost, quotes of that, and how good forecasts were. */
export const handler = apiHandler('estimator', estimatorFunctionRoutes);
