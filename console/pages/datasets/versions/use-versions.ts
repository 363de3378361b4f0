import type { DatasetVersion } from '../../../../core/api/wire/messages.ts';
import { useCall } from '../../../api/use-call.ts';
import { figuresOf } from './version-figures.ts';

/** The newest version of a dataset; undefined: on its way, or none. */
export function useNewestVersion(datasetId: string): {
  readonly version: DatasetVersion | undefined;
  readonly isLoading: boolean;
} {
  const { data, isLoading } = useCall('ListDatasetVersions', {
    dataset_id: datasetId,
    page: 1,
    per_page: 1,
  });
  return { version: data?.dataset_versions[0], isLoading };
}

/** How often versions that are being frozen are looked at, milliseconds. */
const lookEvery = 2_000;

/** A page of the versions, read anew while one of them is being frozen. */
export function useVersions(datasetId: string, page: number, perPage: number) {
  const asked = { dataset_id: datasetId, page, per_page: perPage };
  const first = useCall('ListDatasetVersions', asked);
  const isFreezing = (first.data?.dataset_versions ?? []).some((version) =>
    ['pending', 'processing'].includes(figuresOf(version).state),
  );
  return useCall('ListDatasetVersions', asked, { refetchInterval: isFreezing ? lookEvery : false });
}
