import type { App } from 'aws-cdk-lib';
import { Tags } from 'aws-cdk-lib';
import type { Configuration } from './configuration/configuration.ts';
import { namesOf } from './configuration/names.ts';
import { ServiceStack } from './service-stack.ts';
import { StorageStack } from './storage-stack.ts';

export interface Deployment {
  readonly storage: StorageStack;
  readonly service: ServiceStack;
}

/** The two stacks of one deployment: what must be kept, and what may be replaced. */
export function addDeployment(app: App, configuration: Configuration): Deployment {
  const { account, region, corsOrigins, name } = configuration;
  const names = namesOf(configuration);
  const env = { ...(account && { account }), ...(region && { region }) };
  const storage = new StorageStack(app, names.storageStack, {
    env,
    description: `${name}: records, datasets, checkpoints, model artifacts`,
    corsOrigins,
    keyAlias: names.keyAlias,
  });
  const service = new ServiceStack(app, names.serviceStack, {
    env,
    description: `${name}: training workflow, API, schedules, alarms`,
    storage: storage.storage,
    configuration,
  });
  for (const stack of [storage, service]) Tags.of(stack).add('app', name);
  return { storage, service };
}
