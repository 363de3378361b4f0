import { useState } from 'preact/hooks';
import type { DatasetVersion } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { ConfirmDialog } from '../../../parts/dialog/confirm-dialog.tsx';
import { Time } from '../../../parts/figures/figures.tsx';
import { grouped } from '../../../parts/figures/in-words.ts';
import { StatusBadge } from '../../../parts/status-badge.tsx';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { Pager } from '../../../parts/table/pager.tsx';
import { addressWith, useQueryState } from '../../../parts/use-query-state.ts';
import type { DatasetTabProps } from '../dataset.tsx';
import { Difference } from './difference.tsx';
import { ExportDialog } from './export-dialog.tsx';
import { FreezeDialog } from './freeze-dialog.tsx';
import { useVersions } from './use-versions.ts';
import { figuresOf } from './version-figures.ts';

const pageSize = 50;
type Act = 'export' | 'delete';

/** The versions of a dataset: what trainings use. */
export function Versions({ datasetId }: DatasetTabProps) {
  const [pageText] = useQueryState('page', '1');
  const page = Math.max(1, Number.parseInt(pageText, 10) || 1);
  const { data, error, refetch } = useVersions(datasetId, page, pageSize);
  const [isFreezing, setFreezing] = useState(false);
  const [asked, setAsked] = useState<{ readonly act: Act; readonly version: DatasetVersion }>();
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="versions" />;
  const versions = data.dataset_versions;
  return (
    <div class="stack">
      <div class="row apart">
        <p class="faint">A version is frozen: what is changed later does not change it.</p>
        <button type="button" class="primary" onClick={() => setFreezing(true)}>
          Freeze a version
        </button>
      </div>
      {versions.length === 0 && page === 1 ? (
        <Empty title="No version yet">
          <p>A training freezes one by itself; freeze one to see the report first.</p>
        </Empty>
      ) : (
        <Table versions={versions} onAsk={(act, version) => setAsked({ act, version })} />
      )}
      <Pager
        page={page}
        hasNext={versions.length === pageSize}
        hrefOf={(to) => addressWith({ page: String(to) })}
      />
      {versions.length > 1 && <Difference datasetId={datasetId} versions={versions} />}
      {isFreezing && <FreezeDialog datasetId={datasetId} onClose={() => setFreezing(false)} />}
      {asked?.act === 'export' && (
        <ExportDialog version={asked.version} onClose={() => setAsked(undefined)} />
      )}
      {asked?.act === 'delete' && (
        <DeleteVersion version={asked.version} onClose={() => setAsked(undefined)} />
      )}
    </div>
  );
}

interface TableProps {
  readonly versions: readonly DatasetVersion[];
  readonly onAsk: (act: Act, version: DatasetVersion) => void;
}

function Table({ versions, onAsk }: TableProps) {
  const app = useAppId();
  const columns = [
    { name: 'Version', cell: (version: DatasetVersion) => <NameCell {...version} /> },
    { name: 'State', cell: (version: DatasetVersion) => <StateCell {...version} /> },
    { name: 'Made', cell: ({ created_at: at }: DatasetVersion) => <Time at={at} /> },
    ...(['inputs', 'unlabelled', 'regions'] as const).map((name) => ({
      name: name.charAt(0).toUpperCase() + name.slice(1),
      cell: (version: DatasetVersion) => grouped(figuresOf(version)[name]),
      isNumber: true,
    })),
    {
      name: 'Actions',
      cell: (version: DatasetVersion) => (
        <div class="row">
          <a
            class="button"
            href={addresses.train(app, { dataset: version.dataset_id, version: version.id })}
          >
            Train on it
          </a>
          <button
            type="button"
            disabled={!figuresOf(version).isReady}
            onClick={() => onAsk('export', version)}
          >
            Export
          </button>
          <button type="button" onClick={() => onAsk('delete', version)}>
            Delete
          </button>
        </div>
      ),
    },
  ];
  return <DataTable label="Versions" columns={columns} rows={versions} keyOf={({ id }) => id} />;
}

function NameCell({ app_id, dataset_id, id, description }: DatasetVersion) {
  return (
    <>
      <a class="mono" href={addresses.dataset(app_id, dataset_id, 'report', { version: id })}>
        {id}
      </a>
      {description && <div class="hint">{description}</div>}
    </>
  );
}

function StateCell(version: DatasetVersion) {
  const { state } = figuresOf(version);
  const { deletedCount = 0, purgedCount = 0 } = version.metadata.deeptune ?? {};
  return (
    <>
      <StatusBadge status={state} />
      {state === 'failed' && <div class="hint">{version.status.details}</div>}
      {deletedCount > 0 && <div class="hint">{grouped(deletedCount)} deleted since</div>}
      {purgedCount > 0 && <div class="hint">{grouped(purgedCount)} purged since</div>}
    </>
  );
}

function DeleteVersion({ version, onClose }: { version: DatasetVersion; onClose: () => void }) {
  const announce = useAnnounce();
  const remove = useChange(
    (client, { dataset_id, id }: DatasetVersion) =>
      client.call('DeleteDatasetVersions', { dataset_id }, { dataset_version_ids: [id] }),
    ['ListDatasetVersions'],
  );
  const confirm = async () => {
    await remove.mutateAsync(version);
    announce(`Dataset version ${version.id} is deleted`, 'good');
  };
  return (
    <ConfirmDialog
      title="Delete a dataset version"
      verb="Delete"
      isDangerous
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        Version <code>{version.id}</code> with its report and exports is deleted, which cannot be
        undone. The inputs stay. A version that a model was trained on cannot be deleted.
      </p>
    </ConfirmDialog>
  );
}
