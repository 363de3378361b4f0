import { useState } from 'preact/hooks';
import type { Dataset } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { useAppId, useCall } from '../../api/use-call.ts';
import { Time } from '../../parts/figures/figures.tsx';
import { grouped } from '../../parts/figures/in-words.ts';
import { PageHeader } from '../../parts/page-header.tsx';
import { Empty, Loading, Problem } from '../../parts/states.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import { Pager } from '../../parts/table/pager.tsx';
import { addressWith, useQueryState } from '../../parts/use-query-state.ts';
import { NewDatasetDialog } from './new-dataset-dialog.tsx';
import { useNewestVersion } from './versions/use-versions.ts';
import { figuresOf } from './versions/version-figures.ts';

const pageSize = 50;

/** The datasets of an app. */
export function Datasets() {
  const [isMaking, setMaking] = useState(false);
  const make = (
    <button type="button" class="primary" onClick={() => setMaking(true)}>
      New dataset
    </button>
  );
  return (
    <>
      <PageHeader title="Datasets" actions={make}>
        Pictures and texts with their labels; a training uses a frozen version of them.
      </PageHeader>
      <List />
      {isMaking && <NewDatasetDialog onClose={() => setMaking(false)} />}
    </>
  );
}

function List() {
  const [pageText] = useQueryState('page', '1');
  const page = Math.max(1, Number.parseInt(pageText, 10) || 1);
  const { data, error, refetch } = useCall('ListDatasets', { page, per_page: pageSize });
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="datasets" />;
  if (data.datasets.length === 0 && page === 1)
    return (
      <Empty title="There is no dataset yet">
        <p>Create one, then drop a folder of pictures or a table of texts into it.</p>
        <p>
          In a terminal: <code>deeptune import --dataset products --from ./pictures</code>
        </p>
      </Empty>
    );
  return (
    <div class="stack">
      <DataTable label="Datasets" columns={columns} rows={data.datasets} keyOf={({ id }) => id} />
      <Pager
        page={page}
        hasNext={data.datasets.length === pageSize}
        hrefOf={(to) => addressWith({ page: String(to) })}
      />
    </div>
  );
}

const columns = [
  { name: 'Dataset', cell: (dataset: Dataset) => <NameCell {...dataset} />, sortBy: idOf },
  { name: 'Inputs now', cell: ({ id }: Dataset) => <InputsCell datasetId={id} />, isNumber: true },
  { name: 'Newest version', cell: ({ id }: Dataset) => <VersionCell datasetId={id} /> },
  {
    name: 'Labelled in it',
    cell: ({ id }: Dataset) => <LabelledCell datasetId={id} />,
    isNumber: true,
  },
  { name: 'Problems', cell: ({ id }: Dataset) => <ProblemsCell datasetId={id} /> },
  {
    name: 'Changed',
    cell: ({ modified_at: at }: Dataset) => <Time at={at} />,
    sortBy: ({ modified_at: at }: Dataset) => at,
  },
];

function idOf({ id }: Dataset): string {
  return id;
}

function NameCell({ id, app_id: app, description }: Dataset) {
  return (
    <>
      <a href={addresses.dataset(app, id)}>{id}</a>
      {description && <div class="hint">{description}</div>}
    </>
  );
}

interface CellProps {
  readonly datasetId: string;
}

function InputsCell({ datasetId }: CellProps) {
  const filters = [{ input: { dataset_ids: [datasetId] } }];
  const body = { searches: [{ query: { filters } }], only_count: true };
  const { data, error } = useCall('PostInputsSearches', {}, { rest: [body] });
  if (error) return <span title={error.message}>not counted</span>;
  const count = data?.hit_counts?.[0]?.estimated_total;
  return <>{count === undefined ? '…' : grouped(Number(count))}</>;
}

function VersionCell({ datasetId }: CellProps) {
  const app = useAppId();
  const { version, isLoading } = useNewestVersion(datasetId);
  if (!version) return <>{isLoading ? '…' : 'none'}</>;
  return (
    <a href={addresses.dataset(app, datasetId, 'versions')}>
      {grouped(figuresOf(version).inputs)} inputs, <Time at={version.created_at} />
    </a>
  );
}

function LabelledCell({ datasetId }: CellProps) {
  const { version } = useNewestVersion(datasetId);
  if (!version) return <>–</>;
  const { inputs, unlabelled } = figuresOf(version);
  return <>{grouped(inputs - unlabelled)}</>;
}

/** Of the newest version's report. */
function ProblemsCell({ datasetId }: CellProps) {
  const app = useAppId();
  const { version } = useNewestVersion(datasetId);
  const at = { dataset_id: datasetId, dataset_version_id: version?.id ?? '' };
  const isReady = version !== undefined && figuresOf(version).isReady;
  const { data } = useCall('GetDatasetVersionDataReport', at, { enabled: isReady });
  if (!data) return <>–</>;
  const { length } = data.data_report.findings;
  if (length === 0) return <span class="badge good">none</span>;
  return (
    <a href={addresses.dataset(app, datasetId, 'report')}>
      {length} {length === 1 ? 'finding' : 'findings'}
    </a>
  );
}
