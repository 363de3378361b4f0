import type { Route } from '../route.ts';
import { annotationListRoutes } from './annotation-lists.ts';
import { annotationRoutes } from './annotations.ts';
import { appRoutes } from './apps.ts';
import { billingRoutes } from './billing.ts';
import { bulkOperationRoutes } from './bulk-operations.ts';
import { conceptRoutes } from './concepts.ts';
import { datasetInputRoutes } from './dataset-inputs.ts';
import { datasetVersionReportRoutes } from './dataset-version-reports.ts';
import { datasetVersionRoutes } from './dataset-versions.ts';
import { datasetRoutes } from './datasets.ts';
import { estimateRoutes } from './estimates.ts';
import { evaluationRoutes } from './evaluations.ts';
import { feedbackRoutes } from './feedback.ts';
import { inputJobRoutes } from './input-jobs.ts';
import { inputRoutes } from './inputs.ts';
import { keyRoutes } from './keys.ts';
import { logRoutes } from './log-entries.ts';
import { modelChangeRoutes } from './model-changes.ts';
import { modelContentRoutes } from './model-content.ts';
import { modelListRoutes } from './model-lists.ts';
import { modelTypeRoutes } from './model-types.ts';
import { modelRoutes } from './models.ts';
import { outputRoutes } from './outputs.ts';
import { searchRoutes } from './searches.ts';
import { scheduleRoutes } from './schedules.ts';
import { versionChangeRoutes } from './version-changes.ts';
import { versionMetricsRoutes } from './version-metrics.ts';
import { statusCodeRoutes } from './status-codes.ts';
import { uploadRoutes } from './uploads.ts';
import { userRoutes } from './users.ts';
import { versionRoutes } from './versions.ts';

/** Every route, fixed paths before those with a parameter in the same place (`/models/types` before `/models/:model_id`). */
export const allRoutes: readonly Route[] = [
  ...modelTypeRoutes,
  ...estimateRoutes,
  ...statusCodeRoutes,
  ...userRoutes,
  ...appRoutes,
  ...keyRoutes,
  ...searchRoutes,
  ...annotationRoutes,
  ...annotationListRoutes,
  ...inputJobRoutes,
  ...inputRoutes,
  ...uploadRoutes,
  ...bulkOperationRoutes,
  ...conceptRoutes,
  ...datasetInputRoutes,
  ...datasetVersionRoutes,
  ...datasetVersionReportRoutes,
  ...datasetRoutes,
  ...modelListRoutes,
  ...modelRoutes,
  ...modelChangeRoutes,
  ...modelContentRoutes,
  ...versionRoutes,
  ...versionChangeRoutes,
  ...versionMetricsRoutes,
  ...logRoutes,
  ...evaluationRoutes,
  ...outputRoutes,
  ...feedbackRoutes,
  ...scheduleRoutes,
  ...billingRoutes,
];
