import type { AppProps } from 'aws-cdk-lib';
import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Configuration } from './configuration/configuration.ts';
import type { StaticFile } from './console/console-files.ts';
import type { Deployment } from './deployment.ts';
import { addDeployment } from './deployment.ts';

/**
 * What `cdk synth` runs: a finding of cdk-nag's AwsSolutions that no construct acknowledges ends it
 * with an error.
 */
export function application(
  configuration: Configuration,
  props?: AppProps,
  consoleFiles?: readonly StaticFile[],
): Deployment {
  const app = new App(props);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return addDeployment(app, configuration, consoleFiles);
}
