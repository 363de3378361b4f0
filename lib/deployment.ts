import type { App } from 'aws-cdk-lib';
import { Tags } from 'aws-cdk-lib';
import type { Configuration } from './configuration/configuration.ts';
import { namesOf } from './configuration/names.ts';
import { ConsoleStack } from './console-stack.ts';
import type { StaticFile } from './console/console-files.ts';
import { ServiceStack } from './service-stack.ts';
import { StorageStack } from './storage-stack.ts';

export interface Deployment {
  readonly storage: StorageStack;
  readonly service: ServiceStack;
  /** Absent: the configuration asks for none. */
  readonly console?: ConsoleStack;
}

/**
 * The stacks of one deployment: what must be kept, what may be replaced, and the console where the
 * configuration asks for one.
 * @param consoleFiles of `buildConsole`; needed where there is a console
 */
export function addDeployment(
  app: App,
  configuration: Configuration,
  consoleFiles: readonly StaticFile[] = [],
): Deployment {
  const { account, region, corsOrigins, name, console: asked } = configuration;
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
  const console =
    asked &&
    new ConsoleStack(app, names.consoleStack, {
      env,
      description: `${name}: web console`,
      ...{ storage: storage.storage, api: service.httpApi, console: asked, files: consoleFiles },
    });
  for (const stack of [storage, service, console]) if (stack) Tags.of(stack).add('app', name);
  return { storage, service, ...(console ? { console } : {}) };
}
