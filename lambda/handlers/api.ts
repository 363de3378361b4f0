import { allRoutes } from '../../core/api/clarifai/all-routes.ts';
import { apiHandler } from '../api/api-handler.ts';

/** HTTP API: every route. The estimate and the bill normally arrive at functions of their own. */
export const handler = apiHandler('api', allRoutes);
