import type { Route } from '../../http/route.ts';
import { accessRoutes } from './access-routes.ts';
import { budgetRoutes } from './budget-routes.ts';
import { usageRoutes } from './usage-routes.ts';

/** What the billing function serves on AWS: everything below `/v2/users/:user_id/billing`. */
export const billingRoutes: readonly Route[] = [...accessRoutes, ...budgetRoutes, ...usageRoutes];
