import type { KeyMetadata } from '@aws-sdk/client-kms';
import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { namesOf } from '../../lib/configuration/names.ts';
import type { Check, CheckContext, Verdict } from './check.ts';
import { ok, todo } from './check.ts';

/** The key that everything kept is encrypted with: without it nothing can be read or trained. */
export const encryptionKey: Check = {
  names: ['encryption key'],
  permission: 'kms:DescribeKey',
  look: async (context) => [keyVerdict(await findKey(context), context)],
};

const aliasIn = ({ configuration }: CheckContext) => `alias/${namesOf(configuration).keyAlias}`;

async function findKey(context: CheckContext): Promise<KeyMetadata | undefined> {
  try {
    const KeyId = aliasIn(context);
    return (await context.clients.kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata;
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundException') return undefined;
    throw error;
  }
}

function keyVerdict(key: KeyMetadata | undefined, context: CheckContext): Verdict {
  const { region, configuration } = context;
  const alias = aliasIn(context);
  const { storageStack } = namesOf(configuration);
  if (!key) return todo(`there is no key ${alias}`, `npx cdk deploy ${storageStack}`);
  const state = `${alias} is ${key.KeyState}`;
  const command = (name: string) => `aws kms ${name} --region ${region} --key-id ${key.KeyId}`;
  if (key.KeyState === 'Enabled') return ok(state);
  if (key.KeyState === 'PendingDeletion') {
    return todo(state, `${command('cancel-key-deletion')}, then ${command('enable-key')}`);
  }
  return todo(state, command('enable-key'));
}
