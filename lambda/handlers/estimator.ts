import { estimateRoutes } from '../../core/api/clarifai/training/estimate-routes.ts';
import { apiHandler } from '../api/api-handler.ts';

/** HTTP API: what a training would take and cost. */
export const handler = apiHandler('estimator', estimateRoutes);
