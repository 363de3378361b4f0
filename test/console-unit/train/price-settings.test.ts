import type { ModelTypeField } from '../../../core/api/wire/messages.ts';
import type { Json } from '../../../core/json.ts';
import {
  nameOf,
  settingsOf,
  templatesOf,
  textOfValue,
} from '../../../console/pages/train/order/fields.ts';
import { priceSettings } from '../../../console/pages/train/order/price-settings.ts';
import { Lab } from '../../core/api/lab.ts';

/** Other values of a setting than its default, near and far. */
function othersOf(field: ModelTypeField): Json[] {
  const { default_value: usual, field_type: type, model_type_range_info: range } = field;
  const options = (field.model_type_enum_options ?? []).map(({ id }) => id);
  if (type === 'ENUM') return options.filter((id) => id !== textOfValue(usual));
  if (type === 'BOOLEAN') return [usual !== true];
  if (type === 'RANGE') return [range?.min, range?.max].filter((end) => end !== undefined);
  if (type === 'NUMBER') return [Number(usual) * 2 || 1, Number(usual) * 100 || 1000];
  return [];
}

/** Adds the settings of which another value changes an estimate, over all templates. */
async function findInEstimates(lab: Lab, found: Set<string>): Promise<void> {
  const { model_types: types } = await lab.client().call('ListModelTypes', { per_page: 100 });
  for (const type of types)
    for (const template of templatesOf(type).filter((each) => !each.internal_only)) {
      const ask = async (params: object) => {
        const train_info = { params: { template: template.id, ...params } };
        const { body } = await lab.post('/models/none/versions/estimates', {
          model_type_id: type.id,
          estimated_input_count: 5000,
          model_versions: [{ train_info }],
        });
        return body.training_estimates?.[0].p50Seconds as number | undefined;
      };
      const usual = await ask({});
      for (const field of settingsOf(type, template).filter((each) => !found.has(nameOf(each))))
        for (const other of othersOf(field)) {
          const seconds = await ask({ [nameOf(field)]: other });
          if (seconds === undefined || usual === undefined || seconds === usual) continue;
          found.add(nameOf(field));
          break;
        }
    }
}

/** Configurations as JSON, of which single parts count: epochs, lengths, the base model. */
const configurations = ['model_config', 'tokenizer_config', 'trainer_config'];

/** Counts where `flip_probability`, which has the same effect, is 0. */
const together = ['turn_probability'];

test('the settings that are marked are those that the estimates follow', async () => {
  const [onGpu, onCpu] = await Promise.all([
    Lab.open(),
    Lab.open(undefined, { settings: { accelerator: 'cpu' } }),
  ]);
  try {
    const found = new Set<string>();
    await findInEstimates(onCpu, found);
    await findInEstimates(onGpu, found);

    expect([...priceSettings].sort()).toEqual([...found, ...configurations, ...together].sort());
  } finally {
    await onGpu.close();
    await onCpu.close();
  }
});
