import type { Route } from '../http/route.ts';

/**
 * What AWS's retraining function answers: lineage, gate, promotion, the compatibility dial and
 * schedules.
 */
export const retrainingFunctionRoutes: readonly Route[] = [];
