import { estimateRoutes } from '../../core/api/routes/estimates.ts';
import { apiHandler } from '../api-handler.ts';

/** HTTP API: what a training would take and cost. */
export const handler = apiHandler('estimator', estimateRoutes);
