import { useRoute } from 'preact-iso';
import { addresses, datasetTabs } from '../../addresses.ts';
import type { DatasetTab } from '../../addresses.ts';
import { useAppId, useCall } from '../../api/use-call.ts';
import { lazyPage } from '../../parts/lazy-page.tsx';
import { PageHeader } from '../../parts/page-header.tsx';
import { Problem } from '../../parts/states.tsx';
import { Tabs } from '../../parts/tabs.tsx';
import { Inputs } from './inputs/inputs.tsx';
import { Report } from './report/report.tsx';
import { Versions } from './versions/versions.tsx';

/** What every tab of a dataset's page is about. */
export interface DatasetTabProps {
  readonly datasetId: string;
  /** The version that the address names; undefined: the newest, or none. */
  readonly versionId: string | undefined;
}

/** What reads sources is as large as the rest of the page. */
const Import = lazyPage(() => import('./import/import.tsx').then((m) => m.Import));

const pages = { inputs: Inputs, report: Report, versions: Versions, import: Import };
const names = { inputs: 'Inputs', report: 'Report', versions: 'Versions', import: 'Import' };

/** One dataset, in tabs. */
export function Dataset() {
  const app = useAppId();
  const { params, query } = useRoute();
  const datasetId = params['dataset'] ?? '';
  const versionId = query['version'];
  const tab = datasetTabs.find((known) => known === params['tab']) ?? 'inputs';
  const { data, error, refetch } = useCall('GetDataset', { dataset_id: datasetId });
  const Page = pages[tab];
  const tabOf = (name: DatasetTab) => ({
    name: names[name],
    href: addresses.dataset(app, datasetId, name, { version: versionId }),
    isHere: name === tab,
  });
  return (
    <>
      <PageHeader
        title={datasetId}
        part={names[tab]}
        actions={
          tab !== 'import' && (
            <a class="button primary" href={addresses.train(app, { dataset: datasetId })}>
              Train a model
            </a>
          )
        }
      >
        {data?.dataset.description}
      </PageHeader>
      {error ? (
        <Problem error={error} onRetry={() => void refetch()} />
      ) : (
        <>
          <Tabs label={`Parts of ${datasetId}`} tabs={datasetTabs.map(tabOf)} />
          <Page key={datasetId} datasetId={datasetId} versionId={versionId} />
        </>
      )}
    </>
  );
}
