import type { ModelSummary } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { Money, Time } from '../../parts/figures/figures.tsx';
import { count } from '../../parts/figures/in-words.ts';
import { Progress } from '../../parts/progress.tsx';
import { StatusBadge } from '../../parts/status-badge.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import { versionName } from '../../parts/version/version-name.ts';
import { stateNamed } from '../../parts/version/version-state.ts';
import { headlineIn } from '../model/figures/headline.ts';
import { HeadlineFigure } from '../model/figures/headline-figure.tsx';

/** One row a model: the state of its newest version, what the one that answers is worth. */
export function ModelTable({ app, models }: { app: string; models: readonly ModelSummary[] }) {
  return (
    <DataTable
      label="Models"
      rows={models}
      keyOf={({ id }) => id}
      columns={[
        { name: 'Model', cell: (model) => <Name app={app} model={model} /> },
        { name: 'State', cell: (model) => <State model={model} /> },
        { name: 'Held-out metric', cell: (model) => <Worth model={model} /> },
        { name: 'Last training', cell: (model) => <LastTraining model={model} /> },
        {
          name: 'Charged',
          isNumber: true,
          cell: ({ amountMicros, jobs }) => (
            <>
              <Money micros={amountMicros} />
              <div class="hint">{count(jobs, 'job')}</div>
            </>
          ),
        },
        { name: 'Type', cell: (model) => model.model_type_id },
      ]}
    />
  );
}

interface CellProps {
  readonly model: ModelSummary;
}

function Name({ app, model }: CellProps & { readonly app: string }) {
  const name = model.newest?.status ?? 'untrained';
  const tab = stateNamed(name).isOpen || name === 'failed' ? 'train' : 'overview';
  return (
    <>
      <a href={addresses.model(app, model.id, tab)} dir="auto">
        {model.id}
      </a>
      {model.name !== model.id && (
        <div class="hint" dir="auto">
          {model.name}
        </div>
      )}
    </>
  );
}

function State({ model: { id, newest } }: CellProps) {
  if (!newest) return <span class="hint">no version</span>;
  const { name, word, isOpen } = stateNamed(newest.status);
  return (
    <>
      <StatusBadge status={name} text={word} />
      {isOpen && newest.percent !== undefined && (
        <Progress label={`Progress of ${id}`} percent={newest.percent} />
      )}
      {newest.failure && <div class="hint">{newest.failure.code}</div>}
    </>
  );
}

/** Of the version that answers, which is named where it is not the newest. */
function Worth({ model: { newest, serving } }: CellProps) {
  return (
    <>
      <HeadlineFigure headline={headlineIn(serving?.verdict)} />
      {serving && serving.id !== newest?.id && <div class="hint">{versionName(serving.id)}</div>}
    </>
  );
}

function LastTraining({ model: { newest, serving } }: CellProps) {
  const isAsked = newest !== undefined && newest.status !== 'untrained';
  const at = isAsked ? (newest.completed_at ?? newest.created_at) : serving?.completed_at;
  if (at === undefined) return <span class="hint">never</span>;
  return (
    <>
      <Time at={at} />
      {isAsked && newest.completed_at === undefined && (
        <div class="hint">asked for, not ended yet</div>
      )}
    </>
  );
}
