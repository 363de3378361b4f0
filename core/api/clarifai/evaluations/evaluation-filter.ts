import { creationOrder } from '../../../records/sequence.ts';
import type { Evaluation } from '../../../evaluation/evaluation.ts';
import type { RequestContext } from '../../http/request-context.ts';
import {
  flag,
  orderParameters,
  paging,
  parameters,
  sorted,
  word,
  words,
} from '../../http/query-values.ts';

const orders = 'created_at app_id roc_auc f1 mean_avg_precision precision recall model_id';

/** Every parameter that is read here. */
export const evaluationParameters = {
  ...paging,
  ...parameters('texts', 'eval_dataset_ids train_dataset_ids concept_ids'),
  ...parameters('text', 'model_type_id'),
  ...parameters('flag', 'show_failed_metrics'),
  ...orderParameters(`${orders} eval_dataset_id train_dataset_id`),
};

/**
 * What the query of `ListEvaluations` asks of an evaluation; those that failed are shown on request
 * only.
 */
export function evaluationTest(call: RequestContext): (evaluation: Evaluation) => boolean {
  const isAmong = (name: string, present: readonly string[]) => {
    const asked = words(call, name);
    return asked.length === 0 || asked.some((id) => present.includes(id));
  };
  const typeId = word(call, 'model_type_id');
  const showsFailed = flag(call, 'show_failed_metrics');
  return (evaluation) =>
    (showsFailed || evaluation.status !== 'failed') &&
    (typeId === undefined || evaluation.modelTypeId === typeId) &&
    isAmong('eval_dataset_ids', [evaluation.groundTruth.datasetId]) &&
    isAmong('train_dataset_ids', [evaluation.trainDatasetId]) &&
    isAmong(
      'concept_ids',
      evaluation.concepts.map(({ id }) => id),
    );
}

/** What was not measured sorts below everything that was. */
const orNothing = (value: number | undefined) => value ?? -1;

/** In the order that the query asks for; newest first where it asks for none. */
export function evaluationsInOrder(
  call: RequestContext,
  evaluations: readonly Evaluation[],
): Evaluation[] {
  // Apps have a sequence each: only the clock is common to them.
  const isOfOneApp = new Set(evaluations.map(({ scope }) => scope.appId)).size <= 1;
  return sorted(call, evaluations, {
    created_at: isOfOneApp ? creationOrder : ({ createdAt, id }) => `${createdAt} ${id}`,
    app_id: (each) => each.scope.appId,
    roc_auc: (each) => orNothing(each.summary?.rocAuc?.mean),
    f1: (each) => orNothing(each.summary?.f1?.mean),
    mean_avg_precision: (each) => orNothing(each.summary?.map50),
    precision: (each) => orNothing(each.summary?.precision),
    recall: (each) => orNothing(each.summary?.recall),
    model_id: (each) => each.modelId,
    eval_dataset_id: (each) => each.groundTruth.datasetId,
    train_dataset_id: (each) => each.trainDatasetId,
  });
}
