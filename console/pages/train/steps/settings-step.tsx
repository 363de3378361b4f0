import type { ModelTypeField } from '../../../../core/api/wire/messages.ts';
import { count } from '../../../parts/figures/in-words.ts';
import { Panel } from '../../../parts/panel.tsx';
import { changesPrice } from '../order/price-settings.ts';
import { isWithoutEffect, nameOf } from '../order/fields.ts';
import type { StepProps } from '../order/use-form.ts';
import { SettingField } from './setting-field.tsx';

/** The settings, with their defaults, ranges and meanings from the catalog. */
export function SettingsStep({ form, choices, change }: StepProps) {
  const { fields, type, template } = form;
  if (!type) return null;
  const effective = fields.filter((field) => !isWithoutEffect(field) && !isOnlyChoice(field));
  const without = fields.filter(isWithoutEffect);
  const changed = Object.keys(choices.settings).length;
  const field = (each: ModelTypeField) => {
    const name = nameOf(each);
    return (
      <SettingField
        key={`${template?.template.id} ${name}`}
        field={each}
        text={choices.settings[name]}
        error={form.refusedField === name ? form.refusedWhy : undefined}
        onChange={(text, isTyped) => {
          change({ settings: withSetting(choices.settings, name, text) }, isTyped);
        }}
      />
    );
  };
  return (
    <Panel
      title="Settings"
      text={changed === 0 ? 'All as the template says.' : `${count(changed, 'setting')} changed.`}
      actions={
        changed > 0 && (
          <button type="button" onClick={() => change({ settings: {} })}>
            Back to the defaults
          </button>
        )
      }
    >
      <div class="stack">
        {template === undefined && choices.from && (
          <p class="hint">
            They are those of the version to go on from. Choose a template to set others.
          </p>
        )}
        <h3>These change the time or the price</h3>
        <div class="columns">
          {effective.filter((each) => changesPrice(nameOf(each))).map(field)}
        </div>
        <details open={changed > 0}>
          <summary>These do not</summary>
          <div class="columns">
            {effective.filter((each) => !changesPrice(nameOf(each))).map(field)}
          </div>
        </details>
        {without.length > 0 && (
          <p class="hint">
            Not shown, as they have no effect here: {without.map(nameOf).join(', ')}.
          </p>
        )}
      </div>
    </Panel>
  );
}

/** @param text undefined: the default again */
function withSetting(
  settings: Readonly<Record<string, string>>,
  name: string,
  text: string | undefined,
): Record<string, string> {
  const others = Object.entries(settings).filter(([each]) => each !== name);
  return Object.fromEntries(text === undefined ? others : [...others, [name, text]]);
}

/** Nothing to choose: one instance type alone. */
function isOnlyChoice({ field_type: type, model_type_enum_options: options }: ModelTypeField) {
  return type === 'ENUM' && options?.length === 1;
}
