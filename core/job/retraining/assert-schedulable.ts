import { findModelType } from '../../catalog/catalog.ts';
import { resolveHyperparameters } from '../../catalog/hyperparameters/hyperparameters.ts';
import { fail } from '../../errors.ts';
import { answeringVersion } from '../../model/answering-version.ts';
import { getModel, listVersions } from '../../model/version-store.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { RetrainingSchedule } from '../../training/schedule/retraining-schedule.ts';
import { chooseTemplate } from '../request/parent.ts';

/**
 * Refuses hyperparameters that each of its trainings would refuse: a schedule fires when nobody
 * looks, and would skip from then on.
 * @throws DeeptuneError hyperparameter-unknown, hyperparameter-invalid, template-unknown;
 *   invalid-request where its params name another dataset
 */
export async function assertSchedulable(
  { scope, modelId, datasetId, params }: RetrainingSchedule,
  { table }: Pick<Dependencies, 'table'>,
): Promise<void> {
  const named = params['dataset_id'] ?? '';
  if (named !== '' && named !== datasetId)
    throw fail(
      'invalidRequest',
      `'schedule.dataset_id' says '${datasetId}', and 'schedule.params.dataset_id' says ${JSON.stringify(named).slice(0, 200)}: send one of them, or both alike`,
    );
  const { value: model } = await getModel(table, scope, modelId);
  const parent = answeringVersion(model, await listVersions(table, scope, modelId));
  const modelType = findModelType(model.modelTypeId);
  const template = chooseTemplate(modelType, params, parent);
  resolveHyperparameters(modelType, template, { ...params, template: template.id }, true);
}
