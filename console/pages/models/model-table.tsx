import type { Model } from '../../../core/api/wire/messages.ts';
import { addresses } from '../../addresses.ts';
import { Money, Time } from '../../parts/figures.tsx';
import { Progress } from '../../parts/progress.tsx';
import { DataTable } from '../../parts/table/data-table.tsx';
import { stateOf } from '../../parts/version-state.ts';
import { VersionState } from '../../parts/version-state.tsx';
import { HeadlineFigure } from '../model/figures/headline-figure.tsx';
import { factsOf } from './model-facts.ts';

/** One row a model, with what is known of its newest version. */
export function ModelTable({ app, models }: { app: string; models: readonly Model[] }) {
  return (
    <DataTable
      label="Models"
      rows={models}
      keyOf={({ id }) => id}
      columns={[
        { name: 'Model', cell: (model) => <Name app={app} model={model} /> },
        { name: 'State', cell: (model) => <State model={model} /> },
        { name: 'Held-out metric', cell: (model) => <HeadlineFigure {...factsOf(model)} /> },
        { name: 'Last training', cell: (model) => <LastTraining model={model} /> },
        {
          name: 'Charged',
          isNumber: true,
          cell: (model) => <Money micros={factsOf(model).chargedMicros} />,
        },
        { name: 'Type', cell: (model) => model.model_type_id },
      ]}
    />
  );
}

function Name({ app, model }: { app: string; model: Model }) {
  const { isOpen, name } = stateOf(model.model_version);
  const tab = isOpen || name === 'failed' ? 'train' : 'overview';
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

function State({ model: { id, model_version: version } }: { model: Model }) {
  const percent = version.status.percent_completed;
  return (
    <>
      <VersionState version={version} />
      {stateOf(version).isOpen && percent !== undefined && (
        <Progress label={`Progress of ${id}`} percent={percent} />
      )}
    </>
  );
}

function LastTraining({ model }: { model: Model }) {
  const { lastTraining } = factsOf(model);
  if (!lastTraining) return <span class="hint">never</span>;
  return (
    <>
      <Time at={lastTraining.at} />
      {!lastTraining.hasEnded && <div class="hint">asked for, not ended yet</div>}
    </>
  );
}
