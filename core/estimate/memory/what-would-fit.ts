import { offeredInstanceTypes } from '../../catalog/instance-types.ts';
import { isObject } from '../../catalog/hyperparameters/hyperparameter-value.ts';
import type { Template } from '../../catalog/model-type.ts';
import type { Json, JsonObject } from '../../json.ts';
import type { Capacity } from '../../ports/host.ts';

/** One hyperparameter inside of a JSON-typed one, and values to try, the mildest first. */
interface Remedy {
  readonly group: string;
  readonly name: string;
  readonly values: readonly Json[];
}

const halved = (from: number, to: number): number[] =>
  from < to ? [] : [from, ...halved(from / 2, to)];

const remedies: readonly Remedy[] = [
  { group: 'trainer_config', name: 'auto_find_batch_size', values: [true] },
  { group: 'trainer_config', name: 'per_device_train_batch_size', values: halved(512, 1) },
  { group: 'tokenizer_config', name: 'model_max_length', values: halved(16_384, 128) },
  { group: 'model_config', name: 'torch_dtype', values: ['torch.bfloat16'] },
  { group: 'peft_config', name: 'r', values: halved(256, 8) },
  { group: 'quantization_config', name: 'bits', values: [4] },
];

/**
 * Changes of one hyperparameter of the template, each enough by itself, such as
 * `tokenizer_config.model_max_length 512`: of every hyperparameter the mildest value that
 * `isFitting`.
 */
export function changesThatFit(
  template: Template,
  hyperparameters: JsonObject,
  isFitting: (changed: JsonObject) => boolean,
): string[] {
  const known = template.hyperparameters.map((field) => field.name);
  return remedies
    .filter(({ group }) => known.includes(group))
    .flatMap(({ group, name, values }) => {
      const before = hyperparameters[group];
      const inside = isObject(before) ? before : {};
      const enough = values.find((value) =>
        isFitting({ ...hyperparameters, [group]: { ...inside, [name]: value } }),
      );
      return enough === undefined ? [] : [`${group}.${name} ${JSON.stringify(enough)}`];
    });
}

/**
 * The instance type to take instead, as a phrase; none where no offered one fits. Of those that
 * fit, one that a training may name comes first, then one with the same GPU, then the cheapest.
 */
export function instanceThatFits(
  now: { readonly capacity: Capacity; readonly allowed: readonly string[] },
  isFitting: (capacity: Capacity) => boolean,
): string[] {
  const fitting = offeredInstanceTypes.filter(isFitting);
  const chosen =
    fitting.find(({ name }) => now.allowed.includes(name)) ??
    fitting.find(({ gpuName }) => gpuName === now.capacity.gpuName) ??
    fitting[0];
  if (!chosen) return [];
  const advice = `instance_type "${chosen.name}" or a larger one`;
  const isAllowed = now.allowed.includes(chosen.name);
  return [isAllowed ? advice : `${advice} (whoever runs the account allows it first)`];
}
