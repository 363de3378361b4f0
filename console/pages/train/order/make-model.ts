import { ApiError } from '../../../../client/api-error.ts';
import type { Client } from '../../../../client/client.ts';

/** Clarifai's code: an object with this id is there already. */
const alreadyExists = 40010;

/**
 * The new model that is trained, or that a quote is of: it costs nothing.
 * @throws ApiError where one of another type has this id
 */
export async function makeModel(client: Client, modelId: string, typeId: string): Promise<void> {
  try {
    await client.call('PostModels', {}, { model: { id: modelId, model_type_id: typeId } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== alreadyExists) throw error;
    // Made by an earlier press whose training was refused, where it has none.
    const { model } = await client.call('GetModel', { model_id: modelId });
    const hasTrained = model.model_version.train_info?.params['template'] !== undefined;
    if (model.model_type_id !== typeId || hasTrained) throw error;
  }
}
