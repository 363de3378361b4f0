import { retrainingFunctionRoutes } from '../../core/api/clarifai/retraining-function-routes.ts';
import { apiHandler } from '../api/api-handler.ts';

/** HTTP API: lineage, gate, promotions, the compatibility dial and schedules. */
export const handler = apiHandler('retraining', retrainingFunctionRoutes);
