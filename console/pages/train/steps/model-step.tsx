import type { ModelType } from '../../../../core/api/wire/messages.ts';
import { useCall } from '../../../api/use-call.ts';
import { Field } from '../../../parts/form/field.tsx';
import { SearchSelect } from '../../../parts/list/search-select.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { Problem } from '../../../parts/states.tsx';
import { needsOf } from '../order/type-needs.ts';
import type { StepProps } from '../order/use-form.ts';

/** Which model: a new one, with its type, or one that is there. */
export function ModelStep({ form, choices, change }: StepProps) {
  const { isNew } = choices;
  return (
    <Panel title="Model">
      <div class="stack">
        <div class="row" role="group" aria-label="New or existing model">
          <label class="choice">
            <input
              type="radio"
              name="kind"
              checked={isNew}
              onChange={() => change({ isNew: true, modelId: '', from: undefined })}
            />
            A new model
          </label>
          <label class="choice">
            <input
              type="radio"
              name="kind"
              checked={!isNew}
              onChange={() =>
                change({ isNew: false, modelId: '', typeId: '', templateId: '', settings: {} })
              }
            />
            A new version of a model
          </label>
        </div>
        {isNew ? (
          <NewModel {...{ form, choices, change }} />
        ) : (
          <Existing {...{ form, choices, change }} />
        )}
      </div>
    </Panel>
  );
}

function NewModel({ form, choices, change }: StepProps) {
  return (
    <>
      <Field
        label="Id of the new model"
        hint="Letters, digits, dots, hyphens and underscores. It stands in addresses and cannot be changed."
      >
        <input
          value={choices.modelId}
          required
          autocomplete="off"
          spellcheck={false}
          placeholder="my-model"
          onInput={({ currentTarget }) =>
            change({ modelId: currentTarget.value, isNew: true }, true)
          }
        />
      </Field>
      <fieldset>
        <legend>Type of the model</legend>
        <div class="cards">
          {form.types.map((type) => (
            <TypeCard
              key={type.id}
              type={type}
              isChosen={type.id === choices.typeId}
              onChoose={() =>
                change({
                  ...{ typeId: type.id, templateId: '', settings: {}, from: undefined },
                })
              }
            />
          ))}
        </div>
      </fieldset>
    </>
  );
}

interface TypeCardProps {
  readonly type: ModelType;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function TypeCard({ type, isChosen, onChoose }: TypeCardProps) {
  const needs = needsOf(type.id);
  return (
    <label class="choice card">
      <input type="radio" name="type" checked={isChosen} onChange={onChoose} />
      <span>
        <b>{type.title}</b> <code>{type.id}</code>
        <br />
        {needs?.isFor ?? type.description}
        {needs && <span class="hint"> {needs.needs}</span>}
      </span>
    </label>
  );
}

const maxModels = 1000;

function Existing({ form, choices, change }: StepProps) {
  const { data, error } = useCall('ListModels', { per_page: maxModels });
  const models = (data?.models ?? []).filter(({ model_type_id: typeId }) =>
    form.types.some(({ id }) => id === typeId),
  );
  return (
    <>
      {error && <Problem error={error} />}
      {data?.models.length === 0 && <p>There is no model yet: make a new one.</p>}
      <SearchSelect
        label="Model"
        value={choices.modelId || undefined}
        placeholder="choose a model"
        options={models.map(({ id, model_type_id: hint }) => ({ id, text: id, hint }))}
        onChange={(modelId) =>
          change({ ...{ isNew: false, modelId, templateId: '', settings: {}, from: undefined } })
        }
      />
      {form.type && (
        <p class="hint">
          {form.type.title}: {needsOf(form.type.id)?.needs ?? form.type.description}
        </p>
      )}
    </>
  );
}
