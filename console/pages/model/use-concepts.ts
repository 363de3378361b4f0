import { useMemo } from 'preact/hooks';
import type { ModelVersion } from '../../../core/api/wire/messages.ts';
import { useCall } from '../../api/use-call.ts';

/**
 * What people call the concepts of a version; an id whose name is not known yet, or that has none,
 * stands for itself.
 */
export function useConceptNames(
  modelId: string,
  version: Pick<ModelVersion, 'id'>,
): (conceptId: string) => string {
  const asked = { model_id: modelId, version_id: version.id, per_page: 1000 };
  const { data } = useCall('ListModelConcepts', asked);
  return useMemo(() => {
    const names = new Map(data?.concepts.map(({ id, name }) => [id, name]));
    return (id) => names.get(id) || id;
  }, [data]);
}
