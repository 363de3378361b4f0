import type { Model, ModelVersion } from '../../../core/api/wire/messages.ts';
import { useCall } from '../../api/use-call.ts';
import { stateOf } from '../../parts/version/version-state.ts';
import type { ModelTab } from '../../addresses.ts';
import { usePromotions } from './retraining/use-promotions.ts';

/** What a tab is about, while it is read and once it is there. */
export interface ShownVersion {
  readonly version: ModelVersion | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

export function useModel(modelId: string): { model: Model | undefined; error: Error | null } {
  const { data, error } = useCall('GetModel', { model_id: modelId });
  return { model: data?.model, error };
}

/** Tabs that are about what answers predictions, where the address names no version. */
const ofAnswering: readonly ModelTab[] = ['overview', 'predict', 'export'];

/**
 * The version that the address names; else the one that answers, or the newest one, as it fits the
 * tab: what trains is looked at as it trains, everything else is asked of what is trained.
 */
export function useVersion(
  modelId: string,
  versionId: string | undefined,
  tab: ModelTab,
): ShownVersion {
  const newest = useCall('GetModel', { model_id: modelId }, { enabled: versionId === undefined });
  const ofModel = newest.data?.model.model_version;
  const isOfAnswering = versionId === undefined && ofAnswering.includes(tab);
  const promotions = usePromotions(modelId, { enabled: isOfAnswering });
  const answering = isOfAnswering ? promotions.data?.promoted_version_id : undefined;
  const fits = ofModel && (tab === 'train' || stateOf(ofModel).name === 'trained');
  const trained = useCall(
    'ListModelVersions',
    { model_id: modelId, trained_only: true, per_page: 1 },
    { enabled: ofModel !== undefined && fits === false },
  );
  const other = fits === false ? (trained.data?.model_versions[0] ?? ofModel) : ofModel;
  const isOtherKnown =
    (fits !== false || trained.data !== undefined) && !(isOfAnswering && promotions.isLoading);
  const id = versionId ?? answering ?? (isOtherKnown ? other?.id : undefined);
  const one = useCall(
    'GetModelVersion',
    { model_id: modelId, version_id: id ?? '' },
    { enabled: id !== undefined },
  );
  const error = newest.error ?? trained.error ?? one.error;
  const retry = () => void Promise.all([newest.refetch(), one.refetch()]);
  return { version: one.data?.model_version, error, retry };
}
