import type { Client } from '../../client/client.ts';
import type { NewInput } from '../../client/parts.ts';
import { base64FromBytes } from '../../core/dataset/image/base64.ts';
import { pngOf } from '../../cli/import/layouts/mask.ts';

/** Names that would be markup where they were not taken as text. */
export const hostile = '<img src=x onerror=alert(1)> "&amp;\' ‮evil';

/** A grey PNG, of another shade for each number. */
export function picture(shade: number, width = 60, height = 40): Uint8Array {
  return pngOf({ width, height, pixels: new Uint8Array(width * height).fill(shade) });
}

/**
 * An app of a scenario's own with one dataset `things`.
 * @param inputs that it holds
 */
export async function makeApp(
  client: Client,
  app: string,
  inputs: readonly NewInput[],
): Promise<void> {
  const at = { app_id: app };
  await client.call('PostApps', {}, { apps: [{ id: app }] });
  await client.call('PostDatasets', at, { datasets: [{ id: 'things', description: hostile }] });
  const all = inputs.map((input) => ({ ...input, dataset_ids: ['things'] }));
  for (let from = 0; from < all.length; from += 100)
    await client.call('PostInputs', at, { inputs: all.slice(from, from + 100) });
}

/** A picture with concepts, and a box where one is named. */
export function pictureInput(id: string, shade: number, concepts: readonly string[]): NewInput {
  return {
    id,
    data: {
      image: { base64: base64FromBytes(picture(shade)) },
      concepts: concepts.map((concept) => ({ id: concept })),
      metadata: { filename: `${id}.png` },
    },
  };
}

export function textInput(id: string, raw: string, concepts: readonly string[]): NewInput {
  return { id, data: { text: { raw }, concepts: concepts.map((concept) => ({ id: concept })) } };
}

/** The concepts of an input as the service has them, by id. */
export async function conceptsAt(client: Client, app: string, id: string): Promise<string[]> {
  const { input } = await client.call('GetInput', { app_id: app, input_id: id });
  return (input.data.concepts ?? []).map((concept) => concept.id).sort();
}
