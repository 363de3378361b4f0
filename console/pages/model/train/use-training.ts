import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useAppId, useCall } from '../../../api/use-call.ts';
import { stateOf } from '../../../parts/version/version-state.ts';

/** What a training is doing, besides what stands in its version. */
export function useTraining(modelId: string, version: ModelVersion) {
  const app = useAppId();
  const { isOpen } = stateOf(version);
  const asked = { model_id: modelId, version_id: version.id };
  const { data } = useCall('ListTrainingProgress', asked);
  const activity = useCall('ListActivity', { app_id: app }, { enabled: isOpen });
  const job = activity.data?.jobs.find(
    ({ kind, model_version_id: id }) => kind === 'train' && id === version.id,
  );
  return {
    isOpen,
    job: isOpen ? job : undefined,
    progress: data?.progress ?? [],
    phases: data?.phases ?? [],
    estimate: data?.estimate,
    remaining: isOpen ? data?.remaining : undefined,
  };
}
