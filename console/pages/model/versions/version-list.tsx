import { useState } from 'preact/hooks';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { addresses } from '../../../addresses.ts';
import { useAppId, useCall } from '../../../api/use-call.ts';
import { Money, Time } from '../../../parts/figures/figures.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Empty, Loading, Problem } from '../../../parts/states.tsx';
import { DataTable } from '../../../parts/table/data-table.tsx';
import { Pager } from '../../../parts/table/pager.tsx';
import { addressWith, useQueryState } from '../../../parts/use-query-state.ts';
import { versionName } from '../../../parts/version/version-name.ts';
import { stateOf } from '../../../parts/version/version-state.ts';
import { VersionState } from '../../../parts/version/version-state.tsx';
import type { Standing } from '../../../../core/training/words/standing.ts';
import { StandingBadge } from '../../../parts/version/standing-badge.tsx';
import { useStandings } from '../retraining/use-promotions.ts';
import { headlineOf } from '../figures/headline.ts';
import { HeadlineFigure } from '../figures/headline-figure.tsx';
import { DeleteDialog } from './delete-dialog.tsx';
import { DescribeDialog } from './describe-dialog.tsx';
import { maxCompared } from './comparison.tsx';

interface VersionListProps {
  readonly modelId: string;
  /** Ids of those that stand side by side. */
  readonly compared: readonly string[];
  readonly onToggle: (id: string) => void;
}

const perPage = 20;

type Asked = { readonly what: 'describe' | 'delete'; readonly version: ModelVersion };

/** A page of versions, the newest first. */
export function VersionList({ modelId, compared, onToggle }: VersionListProps) {
  const [pageText] = useQueryState('page', '1');
  const [dialog, setDialog] = useState<Asked>();
  const page = Math.max(1, Math.floor(Number(pageText)) || 1);
  const asked = { model_id: modelId, page, per_page: perPage };
  const { data, error, refetch } = useCall('ListModelVersions', asked);
  if (error && !data) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="versions" />;
  const versions = data.model_versions;
  if (versions.length === 0)
    return (
      <Empty title={page === 1 ? 'This model has no version' : `There is no page ${page}`}>
        <a href={addressWith({ page: '' })}>To the first page</a>
      </Empty>
    );
  const close = () => setDialog(undefined);
  return (
    <Panel
      title="All versions"
      text={`Newest first. Choose two to ${maxCompared} to see them side by side.`}
    >
      <Table {...{ modelId, versions, compared, onToggle }} onAsk={setDialog} />
      <Pager
        page={page}
        hasNext={versions.length === perPage}
        hrefOf={(to) => addressWith({ page: to === 1 ? '' : String(to) })}
      />
      {dialog?.what === 'describe' && (
        <DescribeDialog modelId={modelId} version={dialog.version} onClose={close} />
      )}
      {dialog?.what === 'delete' && (
        <DeleteDialog modelId={modelId} version={dialog.version} onClose={close} />
      )}
    </Panel>
  );
}

interface TableProps extends VersionListProps {
  readonly versions: readonly ModelVersion[];
  readonly onAsk: (asked: Asked) => void;
}

function Table({ modelId, versions, compared, onToggle, onAsk }: TableProps) {
  const app = useAppId();
  const standing = useStandings(modelId);
  const isFull = compared.length >= maxCompared;
  return (
    <DataTable
      label="Versions"
      rows={versions}
      keyOf={({ id }) => id}
      columns={[
        {
          name: 'Version',
          cell: (version) => (
            <>
              <a href={addresses.model(app, modelId, 'overview', { version: version.id })}>
                {versionName(version.id)}
              </a>
              {version.description && (
                <div class="hint" dir="auto">
                  {version.description}
                </div>
              )}
            </>
          ),
        },
        {
          name: 'Compare',
          cell: ({ id }) => (
            <input
              type="checkbox"
              aria-label={`Compare ${versionName(id)}`}
              checked={compared.includes(id)}
              disabled={isFull && !compared.includes(id)}
              onChange={() => onToggle(id)}
            />
          ),
        },
        {
          name: 'State',
          cell: (version) => <State version={version} standing={standing(version)} />,
        },
        {
          name: 'Held-out metric',
          cell: (version) => <HeadlineFigure headline={headlineOf(version)} />,
        },
        { name: 'Trained again from', cell: (version) => <Parent version={version} /> },
        { name: 'Asked for', cell: ({ created_at: at }) => <Time at={at} /> },
        {
          name: 'Charged',
          isNumber: true,
          cell: ({ metadata }) => <Money micros={metadata?.deeptune?.settlement?.amountMicros} />,
        },
        {
          name: 'Actions',
          cell: (version) => <Actions version={version} onAsk={onAsk} />,
        },
      ]}
    />
  );
}

interface StateProps {
  readonly version: ModelVersion;
  readonly standing: Standing | undefined;
}

function State({ version, standing }: StateProps) {
  return (
    <>
      <VersionState version={version} /> <StandingBadge standing={standing} />
    </>
  );
}

function Parent({ version }: { version: ModelVersion }) {
  const app = useAppId();
  const parent = version.train_info?.resume_from_model;
  const id = parent?.model_version?.id;
  if (!parent || id === undefined) return <span class="hint">–</span>;
  return (
    <a href={addresses.model(app, parent.id, 'versions', { version: id })}>{versionName(id)}</a>
  );
}

interface ActionsProps {
  readonly version: ModelVersion;
  readonly onAsk: (asked: Asked) => void;
}

function Actions({ version, onAsk }: ActionsProps) {
  const name = versionName(version.id);
  return (
    <span class="row">
      <button
        type="button"
        class="link"
        aria-label={`Describe ${name}`}
        onClick={() => onAsk({ what: 'describe', version })}
      >
        Describe
      </button>
      {!stateOf(version).isOpen && (
        <button
          type="button"
          class="link"
          aria-label={`Delete ${name}`}
          onClick={() => onAsk({ what: 'delete', version })}
        >
          Delete
        </button>
      )}
    </span>
  );
}
