import type { Route } from '../../http/route.ts';
import { accessRoutes } from './access-routes.ts';
import { invoiceRoutes } from './invoice-routes.ts';
import { rateCardRoutes } from './rate-card-routes.ts';
import { budgetRoutes } from './budget-routes.ts';
import { holdRoutes } from './hold-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { usageRoutes } from './usage-routes.ts';
import { usageSummaryRoutes } from './usage-summary-routes.ts';

/** What the billing function serves on AWS: everything below `/v2/users/:user_id/billing`. */
export const billingRoutes: readonly Route[] = [
  ...accessRoutes,
  ...budgetRoutes,
  ...holdRoutes,
  ...ledgerRoutes,
  ...usageRoutes,
  ...usageSummaryRoutes,
  ...invoiceRoutes,
  ...rateCardRoutes,
];
