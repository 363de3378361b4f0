import { giveFeedback } from '../../../dataset/annotation/feedback.ts';
import { keys } from '../../../records/keys.ts';
import { listVersions } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse } from '../../http/request-context.ts';
import { modelOf } from '../models/model-call.ts';
import type { Answer, Route } from '../../http/route.ts';
import { feedbackSchema } from './feedback-wire.ts';

/**
 * The labels go where the next training looks: into the dataset that the version was trained on,
 * else the newest one that was trained on any.
 */
async function post(call: RequestContext): Promise<Answer<'PostModelFeedback'>> {
  const { scope, model, version } = await modelOf(call);
  const feedback = parse(feedbackSchema, call.body);
  const isNamed = call.params['version_id'] !== undefined;
  const versions = isNamed ? [version] : await listVersions(call.deps.table, scope, model.id);
  const [datasetId] = versions.flatMap((each) =>
    'training' in each ? [each.training.datasetId] : [],
  );
  const isThere =
    datasetId !== undefined && (await call.deps.table.get(keys.dataset(scope, datasetId)));
  const about = { model_id: model.id, ...(isNamed ? { model_version_id: version.id } : {}) };
  const said = { ...feedback, info: { ...feedback.info, ...about } };
  await giveFeedback(scope, said, isThere ? datasetId : undefined, call.deps);
  return {};
}

/** Of Clarifai's oldest clients only: no RPC is published for it. */
export const feedbackRoutes: readonly Route[] = [
  '/models/:model_id/feedback',
  '/models/:model_id/versions/:version_id/feedback',
].map((path) => ({
  operation: 'PostModelFeedback',
  method: 'POST',
  path,
  under: 'app',
  body: feedbackSchema,
  handle: post,
}));
