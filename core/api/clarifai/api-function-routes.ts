import type { Route } from '../http/route.ts';
import { activityRoutes } from './account/activity-routes.ts';
import { annotationListRoutes } from './annotations/annotation-list-routes.ts';
import { annotationRoutes } from './annotations/annotation-routes.ts';
import { answeredRowRoutes } from './evaluations/answered-row-routes.ts';
import { appRoutes } from './account/app-routes.ts';
import { bulkOperationRoutes } from './inputs/bulk-operation-routes.ts';
import { conceptRoutes } from './inputs/concept-routes.ts';
import { dataReportRoutes } from './datasets/data-report-routes.ts';
import { datasetInputRoutes } from './datasets/dataset-input-routes.ts';
import { datasetVersionDifferenceRoutes } from './datasets/dataset-version-difference-routes.ts';
import { datasetVersionInputRoutes } from './datasets/dataset-version-input-routes.ts';
import { datasetVersionReportRoutes } from './datasets/dataset-version-report-routes.ts';
import { datasetVersionRoutes } from './datasets/dataset-version-routes.ts';
import { datasetRoutes } from './datasets/dataset-routes.ts';
import { baseModelRoutes } from './models/base-model-routes.ts';
import { eventRoutes } from './account/event-routes.ts';
import { evaluationRoutes } from './evaluations/evaluation-routes.ts';
import { feedbackRoutes } from './annotations/feedback-routes.ts';
import { inputJobRoutes } from './inputs/input-job-routes.ts';
import { inputPurgeRoutes } from './inputs/input-purge-routes.ts';
import { inputRoutes } from './inputs/input-routes.ts';
import { keyRoutes } from './account/key-routes.ts';
import { logRoutes } from './versions/log-entry-routes.ts';
import { modelChangeRoutes } from './models/model-change-routes.ts';
import { modelContentRoutes } from './models/model-content-routes.ts';
import { modelListRoutes } from './models/model-list-routes.ts';
import { modelSummaryRoutes } from './models/model-summary-routes.ts';
import { modelTypeRoutes } from './models/model-type-routes.ts';
import { modelRoutes } from './models/model-routes.ts';
import { deliveryRoutes } from './notifications/delivery-routes.ts';
import { notificationRoutes } from './notifications/notification-routes.ts';
import { outputRoutes } from './outputs/output-routes.ts';
import { predictionRoutes } from './predictions/prediction-routes.ts';
import { searchRoutes } from './search/search-routes.ts';
import { versionChangeRoutes } from './versions/version-change-routes.ts';
import { versionMetricsRoutes } from './versions/version-metrics-routes.ts';
import { statusCodeRoutes } from './account/status-code-routes.ts';
import { uploadRoutes } from './inputs/upload-routes.ts';
import { userRoutes } from './account/user-routes.ts';
import { versionRoutes } from './versions/version-routes.ts';

/**
 * What AWS's API function answers: every route but those of the estimator's, the billing and the
 * retraining function. Fixed paths stand before those with a parameter in the same place
 * (`/models/types` before `/models/:model_id`).
 */
export const apiFunctionRoutes: readonly Route[] = [
  ...modelTypeRoutes,
  ...baseModelRoutes,
  ...statusCodeRoutes,
  ...userRoutes,
  ...appRoutes,
  ...keyRoutes,
  ...searchRoutes,
  ...annotationRoutes,
  ...annotationListRoutes,
  ...inputJobRoutes,
  ...inputPurgeRoutes,
  ...inputRoutes,
  ...uploadRoutes,
  ...bulkOperationRoutes,
  ...conceptRoutes,
  ...datasetInputRoutes,
  ...datasetVersionRoutes,
  ...datasetVersionReportRoutes,
  ...dataReportRoutes,
  ...datasetVersionDifferenceRoutes,
  ...datasetVersionInputRoutes,
  ...datasetRoutes,
  ...modelListRoutes,
  ...modelSummaryRoutes,
  ...modelRoutes,
  ...modelChangeRoutes,
  ...modelContentRoutes,
  ...versionRoutes,
  ...versionChangeRoutes,
  ...versionMetricsRoutes,
  ...logRoutes,
  ...answeredRowRoutes,
  ...evaluationRoutes,
  ...predictionRoutes,
  ...outputRoutes,
  ...feedbackRoutes,
  ...activityRoutes,
  ...notificationRoutes,
  ...deliveryRoutes,
  ...eventRoutes,
];
