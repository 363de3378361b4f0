import type { Client } from '../../../client/client.ts';
import type { Digit } from '../../../demo/digits.ts';
import { loadDigits } from '../../../demo/digits.ts';
import { freeze, upload } from '../../../demo/service.ts';
import { python } from './live-host.ts';

export const template = 'Deeptune_ResNet_Small';
let cache: Digit[] | undefined;

/** The first `perClass` digits of each of these classes. */
export function digitsOf(labels: readonly number[], perClass: number): Digit[] {
  cache ??= loadDigits(python);
  return labels.flatMap((label) =>
    (cache ?? []).filter((digit) => digit.label === label).slice(0, perClass),
  );
}

/** A dataset of digits with one frozen version, and a model to train. */
export async function prepareDigits(
  client: Client,
  digits: readonly Digit[],
  names: { dataset: string; model: string },
): Promise<string> {
  await client.call('PostDatasets', {}, { datasets: [{ id: names.dataset }] });
  await client.call(
    'PostModels',
    {},
    {
      models: [{ id: names.model, model_type_id: 'visual-classifier' }],
    },
  );
  await upload(client, digits, names.dataset);
  return (await freeze(client, names.dataset)).id;
}
