import type { ActiveJob } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';

/** The dataset version that a job works on. */
export function DatasetLink({ appId, dataset }: { appId: string; dataset: ActiveJob['dataset'] }) {
  const { id, version_id: version } = dataset;
  return (
    <a href={addresses.dataset(appId, id, 'report', { version })}>
      {id}, version {version.slice(0, 8)}
    </a>
  );
}
