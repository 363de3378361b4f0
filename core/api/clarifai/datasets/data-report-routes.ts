import { readReport } from '../../../dataset/version/report/stored-report.ts';
import type { RequestContext } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';
import { datasetVersionOf } from './dataset-call.ts';

/**
 * What somebody should know of a dataset version before he relies on what learns from it.
 * @throws DeeptuneError does-not-exist, dataset-version-not-ready, dataset-version-failed
 */
async function report(call: RequestContext): Promise<Answer<'GetDatasetVersionDataReport'>> {
  const { scope, version } = await datasetVersionOf(call);
  const { id, datasetId } = version;
  const found = await readReport(scope, version, call.deps);
  return { data_report: { dataset_id: datasetId, dataset_version_id: id, ...found } };
}

export const dataReportRoutes: readonly Route[] = [
  {
    operation: 'GetDatasetVersionDataReport',
    method: 'GET',
    path: '/datasets/:dataset_id/versions/:dataset_version_id/data_report',
    under: 'app',
    handle: report,
  },
];
