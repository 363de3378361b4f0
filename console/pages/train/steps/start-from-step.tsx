import type { ComponentChildren } from 'preact';
import type { ModelVersion } from '../../../../core/api/wire/messages.ts';
import { useCall } from '../../../api/use-call.ts';
import { instant } from '../../../parts/figures/in-words.ts';
import { SearchSelect } from '../../../parts/list/search-select.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { versionName } from '../../../parts/version/version-name.ts';
import { stateOf } from '../../../parts/version/version-state.ts';
import { newestVersion } from '../order/order.ts';
import type { StepProps } from '../order/use-form.ts';

/** From where: the template's own beginning, or an earlier version of the same type. */
export function StartFromStep({ form, choices, change }: StepProps) {
  const { type } = form;
  const { from } = choices;
  const { data } = useCall('ListModels', { per_page: 1000 }, { enabled: type !== undefined });
  if (!type) return null;
  const models = (data?.models ?? []).filter((model) => model.model_type_id === type.id);
  const own = choices.isNew ? undefined : models.find(({ id }) => id === choices.modelId);
  const parentModel = from?.modelId ?? own?.id ?? models[0]?.id;
  const goOnFrom = (modelId: string) =>
    change({ from: { modelId, versionId: newestVersion }, templateId: '', settings: {} });
  return (
    <Panel
      title="Start from"
      text="Incremental training goes on from a trained version: it keeps what that one learned, and sees a sample of its data again."
    >
      <div class="stack">
        <div class="row" role="group" aria-label="Where the training starts">
          <Beginning isChosen={from === undefined} onChoose={() => change({ from: undefined })}>
            The template’s own beginning
          </Beginning>
          <Beginning
            isChosen={from !== undefined}
            isImpossible={parentModel === undefined}
            onChoose={() => goOnFrom(parentModel ?? '')}
          >
            An earlier version
            {data && parentModel === undefined && (
              <span class="hint">: no model of this type is there yet</span>
            )}
          </Beginning>
        </div>
        {from && (
          <div class="columns">
            <SearchSelect
              label="Model to go on from"
              value={from.modelId}
              options={models.map(({ id }) => ({ id, text: id }))}
              onChange={goOnFrom}
            />
            <ParentVersion
              {...from}
              onChange={(versionId, isReplaced) =>
                change({ from: { modelId: from.modelId, versionId } }, isReplaced)
              }
            />
          </div>
        )}
      </div>
    </Panel>
  );
}

interface BeginningProps {
  readonly isChosen: boolean;
  readonly isImpossible?: boolean;
  readonly onChoose: () => void;
  readonly children: ComponentChildren;
}

function Beginning({ isChosen, isImpossible = false, onChoose, children }: BeginningProps) {
  return (
    <label class="choice">
      <input
        type="radio"
        name="from"
        checked={isChosen}
        disabled={isImpossible}
        onChange={onChoose}
      />
      <span>{children}</span>
    </label>
  );
}

interface ParentVersionProps {
  readonly modelId: string;
  readonly versionId: string;
  readonly onChange: (versionId: string, isReplaced: boolean) => void;
}

function ParentVersion({ modelId, versionId, onChange }: ParentVersionProps) {
  const { data } = useCall('ListModelVersions', { model_id: modelId, per_page: 1000 });
  const loadable = (data?.model_versions ?? []).filter(isLoadable);
  const [first] = loadable;
  if (versionId === newestVersion && first) onChange(first.id, true);
  if (data && !first) return <p class="hint">No version of {modelId} is trained yet.</p>;
  return (
    <SearchSelect
      label="Version to go on from"
      value={versionId}
      options={loadable.map(({ id, created_at: at = '' }) => ({
        id,
        text: versionName(id),
        hint: instant(at),
      }))}
      onChange={(id) => onChange(id, false)}
    />
  );
}

function isLoadable(version: ModelVersion): boolean {
  return ['trained', 'stopped'].includes(stateOf(version).name);
}
