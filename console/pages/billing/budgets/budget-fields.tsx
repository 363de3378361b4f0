import { useCall } from '../../../api/use-call.ts';
import { Field } from '../../../parts/form/field.tsx';
import { atLimitWords, atLimits } from './budget-words.ts';
import type { BudgetDraft } from './use-budgets.ts';

interface PlaceFieldsProps {
  readonly draft: BudgetDraft;
  readonly change: (changed: Partial<BudgetDraft>) => void;
  readonly isOperator: boolean;
}

/** What a new budget is of. */
export function PlaceFields({ draft, change, isOperator }: PlaceFieldsProps) {
  const { level, appId, modelId } = draft;
  const apps = useCall('ListApps', { per_page: 1_000 }).data?.apps ?? [];
  const models = useCall(
    'ListModels',
    { app_id: appId, per_page: 1_000 },
    { enabled: level === 'model' && appId !== '' },
  );
  return (
    <>
      <Field label="Of">
        <select
          value={level}
          onChange={({ currentTarget: { value } }) =>
            change({ level: value as BudgetDraft['level'] })
          }
        >
          <option value="tenant">all apps</option>
          <option value="app">one app</option>
          <option value="model">one model</option>
          {isOperator && <option value="account">the account: all tenants together</option>}
        </select>
      </Field>
      {(level === 'app' || level === 'model') && (
        <Chosen
          label="App"
          ids={apps.map(({ id }) => id)}
          value={appId}
          onChange={(id) => change({ appId: id, modelId: '' })}
        />
      )}
      {level === 'model' && appId !== '' && (
        <Chosen
          label="Model"
          ids={(models.data?.models ?? []).map(({ id }) => id)}
          value={modelId}
          onChange={(id) => change({ modelId: id })}
        />
      )}
    </>
  );
}

interface ChosenProps {
  readonly label: string;
  readonly ids: readonly string[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

function Chosen({ label, ids, value, onChange }: ChosenProps) {
  return (
    <Field label={label}>
      <select
        value={value}
        required
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        <option value="">choose one</option>
        {ids.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
    </Field>
  );
}

interface AtLimitFieldProps {
  readonly atLimit: BudgetDraft['atLimit'];
  readonly onChange: (atLimit: BudgetDraft['atLimit']) => void;
}

/** What the limit does. */
export function AtLimitField({ atLimit, onChange }: AtLimitFieldProps) {
  return (
    <fieldset>
      <legend>At the limit</legend>
      {atLimits.map((each) => (
        <label key={each} class="choice">
          <input
            type="radio"
            name="at-limit"
            checked={each === atLimit}
            onChange={() => onChange(each)}
          />
          {atLimitWords[each]}
        </label>
      ))}
    </fieldset>
  );
}
