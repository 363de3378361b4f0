import type { TrainInfo } from '../../../../core/api/wire/messages.ts';
import type { Json } from '../../../../core/json.ts';

/** What stands in `train_info.params` and is no hyperparameter. */
const others = new Set(['template', 'dataset_id', 'dataset_version_id', 'instance_type', 'seed']);

/** Those of the run itself, never those of today's template. */
export function hyperparametersOf(info: Pick<TrainInfo, 'params'>): (readonly [string, Json])[] {
  return Object.entries(info.params).filter(([name]) => !others.has(name));
}
