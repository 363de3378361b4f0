import { billingRoutes } from '../../core/api/clarifai/account/billing-routes.ts';
import { apiHandler } from '../api/api-handler.ts';

/** HTTP API: usage records and amounts. */
export const handler = apiHandler('billing', billingRoutes);
