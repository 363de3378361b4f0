import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import type { Check, CheckContext, Verdict } from './check.ts';
import { ok, todo } from './check.ts';
import { isWithoutCredentials, signIn } from './trouble.ts';

/**
 * Who asks, and whether in the account that the configuration names. STS answers this to everybody.
 */
export const identity: Check = {
  names: ['credentials'],
  permission: 'sts:GetCallerIdentity',
  look: async (context) => [await whoAsks(context)],
};

async function whoAsks({ clients, configuration }: CheckContext): Promise<Verdict> {
  try {
    const { Account, Arn } = await clients.sts.send(new GetCallerIdentityCommand());
    const wanted = configuration.account;
    if (wanted === undefined || wanted === Account) return ok(`account ${Account}, as ${Arn}`);
    return todo(
      `account ${Account}, as ${Arn}; deeptune.config.json says ${wanted}`,
      `Use credentials of account ${wanted} (AWS_PROFILE), or change "account" in deeptune.config.json.`,
    );
  } catch (error) {
    if (!(error instanceof Error) || !isWithoutCredentials(error)) throw error;
    return todo(`no valid credentials: ${error.message}`, signIn);
  }
}
