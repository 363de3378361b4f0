import * as z from 'zod';
import { modelTypes, templatesOf } from '../../../catalog/catalog.ts';
import { didYouMean } from '../../../catalog/nearest.ts';
import type { GradedEstimate } from '../../../estimate/graded/graded-estimate.ts';
import { readGradedEstimates } from '../../../estimate/graded/graded-estimate-store.ts';
import type { ReportFilter } from '../../../estimate/report/graded-jobs.ts';
import { reportOf } from '../../../estimate/report/report.ts';
import { fail } from '../../../errors.ts';
import { getModel } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { appNamed, parse, scopeOf, userOf } from '../../http/request-context.ts';
import { word } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { estimatorReportRoute } from './estimator-report-route.ts';
import { reportToWire } from './estimator-report-wire.ts';

/** How good the forecasts of the user's last 100 jobs were, of those that the query asks for. */
async function report(call: RequestContext): Promise<Answer<'GetEstimatorReport'>> {
  const userId = userOf(call);
  const { graded: stored, unreadable } = await readGradedEstimates(call.deps.table, userId);
  const filter = filterOf(call);
  await assertKnown(filter, stored, call);
  return { report: reportToWire(reportOf(stored, filter, unreadable)) };
}

const filterSchema = z.object({
  kind: z.enum(['train', 'evaluate', 'predict']).optional(),
  template_id: z.string().optional(),
});

/** @throws DeeptuneError bad-request-format, invalid-request for a model without its app */
function filterOf(call: RequestContext): ReportFilter {
  const { kind, template_id: templateId } = parse(filterSchema, {
    kind: word(call, 'kind'),
    template_id: word(call, 'template_id'),
  });
  const [appId, modelId] = [word(call, 'app_id') ?? appNamed(call), word(call, 'model_id')];
  if (modelId !== undefined && appId === undefined)
    throw fail('invalidRequest', `Name the app of model '${modelId}': app_id`);
  return { kind, templateId, appId, modelId };
}

/**
 * What a filter names has jobs, or is there without: a mistyped name is no empty report. Jobs of
 * what was deleted stay in the report.
 * @throws DeeptuneError does-not-exist, model-does-not-exist, template-unknown
 */
async function assertKnown(
  { templateId, appId, modelId }: ReportFilter,
  stored: readonly GradedEstimate[],
  call: RequestContext,
): Promise<void> {
  if (appId !== undefined) {
    const isForeign = call.identity.appId !== undefined && call.identity.appId !== appId;
    const ofApp = isForeign ? [] : stored.filter((job) => job.appId === appId);
    const scope = { userId: userOf(call), appId };
    if (ofApp.length === 0) await scopeOf({ ...call, params: { ...call.params, app_id: appId } });
    if (modelId !== undefined && !ofApp.some((job) => job.modelId === modelId))
      await getModel(call.deps.table, scope, modelId);
  }
  if (templateId !== undefined && !stored.some(({ planned }) => planned.templateId === templateId))
    assertTemplate(templateId);
}

function assertTemplate(id: string): void {
  const ids = modelTypes.flatMap(templatesOf).map((template) => template.id);
  if (ids.includes(id)) return;
  throw fail(
    'templateUnknown',
    `There is no template ${JSON.stringify(id.slice(0, 80))}.${didYouMean(id, ids)}`,
  );
}

/** What the estimator function serves on AWS beside `estimateRoutes`; an extension. */
export const estimatorReportRoutes: readonly Route[] = [
  { ...estimatorReportRoute, handle: report },
];
