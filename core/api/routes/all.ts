import type { Route } from '../route.ts';
import { appRoutes } from './apps.ts';
import { billingRoutes } from './billing.ts';
import { conceptRoutes } from './concepts.ts';
import { datasetRoutes } from './datasets.ts';
import { estimateRoutes } from './estimates.ts';
import { inputRoutes } from './inputs.ts';
import { keyRoutes } from './keys.ts';
import { modelTypeRoutes } from './model-types.ts';
import { modelRoutes } from './models.ts';
import { outputRoutes } from './outputs.ts';
import { scheduleRoutes } from './schedules.ts';
import { versionRoutes } from './versions.ts';

/** Every route, fixed paths before those with a parameter in the same place (`/models/types` before `/models/:model_id`). */
export const allRoutes: readonly Route[] = [
  ...modelTypeRoutes,
  ...estimateRoutes,
  ...appRoutes,
  ...keyRoutes,
  ...inputRoutes,
  ...conceptRoutes,
  ...datasetRoutes,
  ...modelRoutes,
  ...versionRoutes,
  ...outputRoutes,
  ...scheduleRoutes,
  ...billingRoutes,
];
