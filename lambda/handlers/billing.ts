import { billingRoutes } from '../../core/api/clarifai/billing/billing-routes.ts';
import { apiHandler } from '../api/api-handler.ts';

/** HTTP API: usage, budgets, invoices, the ledger. */
export const handler = apiHandler('billing', billingRoutes);
