import { ApiError } from '../../../../client/api-error.ts';
import type { Client } from '../../../../client/client.ts';

/** Clarifai's code: an object with this id is there already. */
const alreadyExists = 40010;

interface NewModel {
  readonly app: string;
  readonly modelId: string;
  readonly typeId: string;
}

/** Those that this page has made: for a quote, or by a press whose training was refused. */
const made = new Set<string>();

/**
 * The new model that is trained, or that a quote is of: it costs nothing.
 * @throws ApiError where one of another type, or one that was trained, has this id
 */
export async function makeModel(client: Client, model: NewModel): Promise<void> {
  const name = JSON.stringify(model);
  if (made.has(name)) return;
  const { modelId, typeId } = model;
  try {
    await client.call('PostModels', {}, { model: { id: modelId, model_type_id: typeId } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== alreadyExists) throw error;
    const { model: known } = await client.call('GetModel', { model_id: modelId });
    const hasTrained = known.model_version.train_info?.params['template'] !== undefined;
    if (known.model_type_id !== typeId || hasTrained) throw error;
  }
  made.add(name);
}

/** It is trained now, or was deleted meanwhile: a new one of its id is looked for anew. */
export function forgetModel(model: NewModel): void {
  made.delete(JSON.stringify(model));
}
