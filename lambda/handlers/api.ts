import { apiFunctionRoutes } from '../../core/api/clarifai/api-function-routes.ts';
import { estimatorReportRoute } from '../../core/api/clarifai/training/estimator-report-route.ts';
import { fail } from '../../core/errors.ts';
import { apiHandler } from '../api/api-handler.ts';

/**
 * Stands in the document that this function serves; `lib/api/routes.ts` takes what asks for it to
 * the estimator's function, which alone carries what answers it.
 */
const describedOnly = {
  ...estimatorReportRoute,
  handle: () => {
    throw fail('notImplemented', `${estimatorReportRoute.path} is answered by another function`);
  },
};

/** HTTP API: every route. The estimate and the bill normally arrive at functions of their own. */
export const handler = apiHandler('api', [...apiFunctionRoutes, describedOnly]);
