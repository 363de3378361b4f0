import { useMemo, useState } from 'preact/hooks';
import { useCall, useChange } from '../../../api/use-call.ts';
import { useAnnounce } from '../../../parts/announcer.tsx';
import { Field } from '../../../parts/form/field.tsx';
import { SearchSelect } from '../../../parts/list/search-select.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Problem, Spinner } from '../../../parts/states.tsx';
import { useQueryState } from '../../../parts/use-query-state.ts';
import { expressionInWords } from './expression-words.ts';
import { Preview } from './preview.tsx';
import { noRules, RuleFields, rulesOf } from './rule-fields.tsx';
import { WhenFields } from './when-fields.tsx';

/** Makes a schedule; what it means and when it fires is said before. */
export function NewSchedule({ onClose }: { onClose: () => void }) {
  const [expression, setExpression] = useQueryState('when', 'cron(0 3 * * ? *)');
  const [timezone, setTimezone] = useQueryState('zone', ownTimezone());
  const [minimum, setMinimum] = useState('100');
  const [modelId] = useQueryState('model');
  const [datasetId] = useQueryState('dataset');
  const announce = useAnnounce();
  const [rules, setRules] = useState(noRules);
  const schedule = {
    ...{ dataset_id: datasetId, expression, timezone, min_new_inputs: Number(minimum) },
    ...rulesOf(rules),
  };
  const make = useMakeSchedule(modelId, schedule);
  const submit = async (event: Event) => {
    event.preventDefault();
    await make.mutateAsync(undefined);
    announce(`${modelId} is retrained ${expressionInWords(expression)}`, 'good');
    onClose();
  };
  return (
    <Panel title="New schedule">
      <form class="stack" onSubmit={(event) => void submit(event).catch(() => undefined)}>
        <WhatFields />
        <WhenFields
          {...{ expression, timezone }}
          onExpression={setExpression}
          onTimezone={setTimezone}
        />
        <Field
          label="Only where so many inputs are new"
          hint="By content: what the model's line does not know. Fewer: it is skipped, and nothing is spent."
        >
          <input
            type="number"
            min={1}
            required
            value={minimum}
            onInput={({ currentTarget }) => setMinimum(currentTarget.value)}
          />
        </Field>
        <RuleFields rules={rules} onChange={setRules} />
        <Preview {...{ expression, timezone }} />
        {make.error && <Problem error={make.error} title="The schedule was not created" />}
        <div class="row">
          <button class="primary" disabled={make.isPending || modelId === '' || datasetId === ''}>
            {make.isPending && <Spinner />} Create schedule
          </button>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Panel>
  );
}

interface NewFields extends ReturnType<typeof rulesOf> {
  readonly dataset_id: string;
  readonly expression: string;
  readonly timezone: string;
  readonly min_new_inputs: number;
}

/** Its id is chosen here: sent twice, the second request is refused and makes nothing. */
function useMakeSchedule(modelId: string, fields: NewFields) {
  const id = useMemo(() => crypto.randomUUID().replaceAll('-', ''), []);
  return useChange(
    (client) => client.call('PostSchedule', { model_id: modelId }, { schedule: { id, ...fields } }),
    ['ListSchedules'],
  );
}

/** Which model, and the dataset that it learns from. */
function WhatFields() {
  const [modelId, setModel] = useQueryState('model');
  const [datasetId, setDataset] = useQueryState('dataset');
  const models = useCall('ListModels', { per_page: 1000 }).data?.models ?? [];
  const datasets = useCall('ListDatasets', { per_page: 1000 }).data?.datasets ?? [];
  return (
    <div class="columns">
      <SearchSelect
        label="Model to retrain"
        value={modelId || undefined}
        placeholder="choose a model"
        options={models.map(({ id, model_type_id: hint }) => ({ id, text: id, hint }))}
        onChange={setModel}
      />
      <SearchSelect
        label="Dataset that it learns from"
        value={datasetId || undefined}
        placeholder="choose a dataset"
        options={datasets.map(({ id }) => ({ id, text: id }))}
        onChange={setDataset}
      />
    </div>
  );
}

function ownTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}
