import { billingRoutes } from '../../core/api/routes/billing.ts';
import { apiHandler } from '../api-handler.ts';

/** HTTP API: usage records and amounts. */
export const handler = apiHandler('billing', billingRoutes);
