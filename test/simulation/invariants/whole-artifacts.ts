import { createHash } from 'node:crypto';
import type { CompletenessManifest } from '../../../core/model/checkpoints.ts';
import type { ModelVersion } from '../../../core/model/model-version.ts';
import { objectKeys } from '../../../core/records/object-keys.ts';
import type { Facts, MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

/** I9: a trained version has its own artifact, whole; I10: it is the same ever after. */
export const wholeArtifacts: MakeInvariant = (violate) => {
  const digests = new Map<string, string>();
  return {
    name: 'I9 each version has its own artifact, I10 which nothing changes',
    onCommit(changes, facts) {
      for (const { pk, after, before } of changes) {
        if (kindOf(pk) !== 'versions' || !pk.includes('#model#')) continue;
        const version = (after ?? before)?.data as unknown as ModelVersion;
        if (!after) digests.delete(version.id);
        else if (version.status === 'trained') {
          const digest = digestOf(version, facts, violate);
          const known = digests.get(version.id);
          if (known !== undefined && digest !== known) violate(`${version.id} has changed`);
          digests.set(version.id, digest);
        }
      }
    },
    atEnd(facts) {
      for (const { pk, data } of facts.items()) {
        if (kindOf(pk) !== 'versions' || !pk.includes('#model#')) continue;
        const version = data as unknown as ModelVersion;
        const known = digests.get(version.id);
        if (known !== undefined && digestOf(version, facts, violate) !== known)
          violate(`the artifact of ${version.id} is not what it was`);
      }
    },
  };
};

/** Of all files of the export, each of them as its manifest says. */
function digestOf(
  { scope, id }: ModelVersion,
  { account, bucket }: Facts,
  violate: (what: string) => void,
): string {
  const prefix = objectKeys.exportPrefix(scope, id);
  const read = (name: string): Buffer => {
    const bytes = account.aws.s3.read(bucket, prefix + name);
    return Buffer.from(bytes ?? '');
  };
  const all = createHash('sha256').update(read('manifest.json'));
  const manifest = JSON.parse(read('manifest.json').toString() || '{}') as CompletenessManifest;
  if (manifest.modelVersionId !== id)
    violate(`${id} has the artifact of ${manifest.modelVersionId}`);
  for (const { name, sha256 } of manifest.files ?? []) {
    const bytes = read(name);
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      violate(`${id}: ${name} is not what its manifest says`);
    all.update(bytes);
  }
  return all.digest('hex');
}
