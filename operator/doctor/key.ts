import type { KeyMetadata } from '@aws-sdk/client-kms';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { names } from '../../lib/names.ts';
import type { Check, Place, Verdict } from './check.ts';
import { ok, todo } from './check.ts';

const alias = `alias/${names.keyAlias}`;

/** The key that everything kept is encrypted with: without it nothing can be read or trained. */
export const encryptionKey: Check = {
  names: ['encryption key'],
  permission: 'kms:DescribeKey',
  look: async (place) => [keyVerdict(await findKey(place), place.region)],
};

async function findKey({ clients }: Place): Promise<KeyMetadata | undefined> {
  try {
    return (await clients.kms.send(new DescribeKeyCommand({ KeyId: alias }))).KeyMetadata;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundException') return undefined;
    throw error;
  }
}

function keyVerdict(key: KeyMetadata | undefined, region: string): Verdict {
  if (!key) return todo(`there is no key ${alias}`, `npx cdk deploy ${names.storageStack}`);
  const state = `${alias} is ${key.KeyState}`;
  const command = (name: string) => `aws kms ${name} --region ${region} --key-id ${key.KeyId}`;
  if (key.KeyState === 'Enabled') return ok(state);
  if (key.KeyState === 'PendingDeletion') {
    return todo(state, `${command('cancel-key-deletion')}, then ${command('enable-key')}`);
  }
  return todo(state, command('enable-key'));
}
