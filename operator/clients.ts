import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { ECRClient } from '@aws-sdk/client-ecr';
import { KMSClient } from '@aws-sdk/client-kms';
import { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import { STSClient } from '@aws-sdk/client-sts';
import type { ClientSettings } from '../lambda/aws/aws-clients.ts';
import { awsClients } from '../lambda/aws/aws-clients.ts';

export type OperatorClients = ReturnType<typeof operatorClients>;

/**
 * First call and four repetitions: a person waits for the answer, and listing quotas takes many
 * pages.
 */
const patient = { maxAttempts: 5, retryMode: 'standard' };

/**
 * The clients that a person's tools use, with that person's credentials.
 * @param settings region, and what a test replaces
 */
export function operatorClients(settings: ClientSettings = {}) {
  const all = { ...patient, ...settings };
  return {
    sts: new STSClient(all),
    quotas: new ServiceQuotasClient(all),
    ecr: new ECRClient(all),
    cloudFormation: new CloudFormationClient(all),
    kms: new KMSClient(all),
    s3: awsClients(process.env, settings).s3,
  };
}
