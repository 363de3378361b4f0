import { readFileSync } from 'node:fs';
import type { AppProps } from 'aws-cdk-lib';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Configuration } from '../../lib/configuration/configuration.ts';
import { readConfiguration } from '../../lib/configuration/configuration.ts';
import type { Deployment } from '../../lib/deployment.ts';
import { addDeployment } from '../../lib/deployment.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}
export type Resources = Readonly<Record<string, Resource>>;

const cdkJson = new URL('../../cdk.json', import.meta.url);

/** The smallest configuration that is valid. */
export const smallest = { budgetMicrosPerMonth: 50_000_000, maxConcurrentTrainings: 2 };

/** The feature flags that `cdk synth` runs with, and no bundling of the Lambdas. */
export function cdkContext(): Record<string, unknown> {
  const { context } = JSON.parse(readFileSync(cdkJson, 'utf8')) as { context: object };
  return { ...context, 'aws:cdk:bundling-stacks': [] };
}

/** What stands in for the built console. */
const consoleFiles = [
  { path: 'index.html', isHashed: false },
  { path: 'icon.svg', isHashed: false },
  { path: 'assets/main-4QZJ3A.js', isHashed: true },
].map((file) => ({ ...file, contents: new TextEncoder().encode(file.path) }));

export function configuration(changes: object = {}): Configuration {
  return readConfiguration(JSON.stringify({ ...smallest, ...changes }));
}

export function rootOf({ service }: Deployment): App {
  return service.node.root as App;
}

/** How an app is made whose templates are looked at. */
export const unchecked = {
  context: cdkContext(),
  // A third of the time of a synthesis; what `cdk synth` runs has it, and so has the test of that.
  builtinCloudFormationValidation: false,
} satisfies AppProps;

/** The deployment, unchecked. */
export function deployment(changes: object = {}, props: AppProps = {}): Deployment {
  const app = new App({ ...unchecked, ...props });
  return addDeployment(app, configuration(changes), consoleFiles);
}

/** The template of its console. */
export function synthesizeConsole(changes: object = {}): Template {
  const { console } = deployment({ console: changes });
  if (!console) throw new Error('no console was deployed');
  return Template.fromStack(console);
}

/** Both templates of it. */
export function synthesize(changes: object = {}): { storage: Template; service: Template } {
  const { storage, service } = deployment(changes);
  return { storage: Template.fromStack(storage), service: Template.fromStack(service) };
}

export function resourcesOf(template: Template): Resources {
  return template.toJSON()['Resources'] as Resources;
}

export function ofType(template: Template, type: string): Resource[] {
  return Object.values(resourcesOf(template)).filter((resource) => resource.Type === type);
}
