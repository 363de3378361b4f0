import { allowedInstanceTypesOf } from '../configuration/configuration.ts';
import type { Configuration } from '../configuration/configuration.ts';
import type { JobVpc } from '../network/job-vpc.ts';
import { onlyInVpc } from '../network/job-vpc.ts';
import type { Conditions } from '../statement.ts';

/**
 * What IAM asks of every new training job: an allowed instance, a limited time, isolation, and the
 * configured network if there is one.
 */
export function startConditions(configuration: Configuration, vpc: JobVpc | undefined): Conditions {
  const { maxRuntimeSeconds } = configuration;
  const inVpc = vpc ? onlyInVpc(vpc) : {};
  return {
    'ForAllValues:StringEquals': {
      'sagemaker:InstanceTypes': allowedInstanceTypesOf(configuration),
      ...inVpc['ForAllValues:StringEquals'],
    },
    Null: { 'sagemaker:InstanceTypes': 'false', ...inVpc['Null'] },
    NumericLessThanEquals: { 'sagemaker:MaxRuntimeInSeconds': maxRuntimeSeconds },
    Bool: { 'sagemaker:NetworkIsolation': 'true' },
  };
}
