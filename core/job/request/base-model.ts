import { findModelType, findTemplate } from '../../catalog/catalog.ts';
import type { StartingWeights } from '../../catalog/base-models/starting-weights.ts';
import { standInsSetting, startingWeightsOf } from '../../catalog/base-models/starting-weights.ts';
import { fail } from '../../errors.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { ModelVersion } from '../../model/model-version.ts';
import type { Dependencies, Settings } from '../../ports/host.ts';

type Requested = Extract<ModelVersion, { training: unknown }>;

/** What decides which base model a training reads from the bucket. */
export interface WeightsSource {
  readonly template: { readonly id: string };
  readonly startsFrom: StartingWeights;
  /** Set for incremental training, which starts from the parent's weights. */
  readonly parent?: unknown;
}

/**
 * What a version's line began with. Versions of the first release do not say: on the laptop they
 * were small architectures, whatever their template names.
 */
export function startsFromOf(
  version: Requested,
  { host }: Pick<Settings, 'host'>,
): StartingWeights {
  const { training, modelTypeId } = version;
  if (training.startsFrom) return training.startsFrom;
  const template = findTemplate(findModelType(modelTypeId), training.templateId);
  return startingWeightsOf(template, training.hyperparameters, { usesStandIns: host === 'laptop' });
}

/**
 * The base model that a job reads from the bucket; undefined where it reads none (incremental
 * training, a start from random weights).
 */
export function stagedBaseModelId({ startsFrom, parent }: WeightsSource): string | undefined {
  return parent || !('baseModelId' in startsFrom) ? undefined : startsFrom.baseModelId;
}

/**
 * Refuses a training whose base model is not in the bucket, before anything is reserved or started:
 * its job could only fail.
 * @throws DeeptuneError base-model-not-staged, with the command that stages it
 */
export async function assertBaseModelStaged(
  beginning: WeightsSource,
  deps: Pick<Dependencies, 'objects' | 'settings'>,
): Promise<void> {
  const baseModelId = stagedBaseModelId(beginning);
  if (!baseModelId || (await isStaged(baseModelId, deps))) return;
  const { where, command, otherwise } = stagingAdvice(baseModelId, deps.settings);
  throw fail(
    'baseModelNotStaged',
    `${beginning.template.id} starts from the base model ${baseModelId}, which is not staged ${where}. Stage it with: ${command}${otherwise}`,
  );
}

/** The command that stages a base model where this host's trainings find it. */
export function stagingCommand(baseModelId: string, { host }: Pick<Settings, 'host'>): string {
  return `deeptune stage-model ${baseModelId}${host === 'aws' ? '' : ' --local'}`;
}

function stagingAdvice(baseModelId: string, { host }: Pick<Settings, 'host'>) {
  const command = stagingCommand(baseModelId, { host });
  if (host === 'aws') return { where: 'in this account', command, otherwise: '' };
  return {
    where: 'on this machine',
    command,
    otherwise: `. For a demonstration without its weights, start the host with ${standInsSetting}=1: a small architecture then stands in, and says so`,
  };
}

/**
 * Whether a base model lies whole where trainings read it. Listed rather than asked for: a role
 * that may list some prefixes only may be told 403, not 404, of a key that is not there.
 */
export async function isStaged(
  baseModelId: string,
  deps: Pick<Dependencies, 'objects'>,
): Promise<boolean> {
  const manifest = objectKeys.baseModelManifest(baseModelId);
  const { objects } = await deps.objects.list(objectKeys.baseModelPrefix(baseModelId));
  return objects.some(({ key }) => key === manifest);
}
