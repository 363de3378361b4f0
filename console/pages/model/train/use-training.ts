import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useAppId, useCall } from '../../../api/use-call.ts';
import { stateOf } from '../../../parts/version-state.ts';

/** How often what runs is read again where no event says so, milliseconds. */
const refresh = 2_000;

/** What a training is doing, besides what stands in its version. */
export function useTraining(modelId: string, version: ModelVersion) {
  const app = useAppId();
  const { isOpen } = stateOf(version);
  const asked = { model_id: modelId, version_id: version.id };
  const refetchInterval = isOpen && refresh;
  const progress = useCall('ListTrainingProgress', asked, { refetchInterval });
  const activity = useCall('ListActivity', { app_id: app }, { enabled: isOpen, refetchInterval });
  const job = activity.data?.jobs.find(
    ({ kind, model_version_id: id }) => kind === 'train' && id === version.id,
  );
  return { isOpen, job: isOpen ? job : undefined, progress: progress.data?.progress ?? [] };
}
