import type { Route } from '../http/route.ts';
import { gateRoutes } from './gate/gate-routes.ts';
import { promotionRoutes } from './gate/promotion-routes.ts';
import { lineageRoutes } from './lineage/lineage-routes.ts';
import { dialRoutes } from './dial/dial-routes.ts';
import { scheduleDecisionRoutes } from './training/schedule-decision-routes.ts';
import { scheduleRoutes } from './training/schedule-routes.ts';
import { scheduleRunRoutes } from './training/schedule-run-routes.ts';

/**
 * What AWS's retraining function answers: lineage, gate, promotion, the compatibility dial and
 * schedules.
 * Its paths stand in `lib/api/routes.ts` too.
 */
export const retrainingFunctionRoutes: readonly Route[] = [
  ...lineageRoutes,
  ...dialRoutes,
  ...gateRoutes,
  ...promotionRoutes,
  ...scheduleRoutes,
  ...scheduleDecisionRoutes,
  ...scheduleRunRoutes,
];
