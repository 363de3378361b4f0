import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { readConfiguration } from '../../lib/configuration.ts';
import type { Deployment } from '../../lib/deployment.ts';
import { addDeployment } from '../../lib/deployment.ts';

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}
export type Resources = Readonly<Record<string, Resource>>;

const cdkJson = new URL('../../cdk.json', import.meta.url);

/** The smallest configuration that is valid. */
export const smallest = { budgetMicrosPerMonth: 50_000_000, maxConcurrentTrainings: 2 };

/** The deployment with the feature flags of `cdk.json` and without bundling the Lambdas. */
export function deployment(changes: object = {}): Deployment {
  const { context } = JSON.parse(readFileSync(cdkJson, 'utf8')) as { context: object };
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } });
  return addDeployment(app, readConfiguration(JSON.stringify({ ...smallest, ...changes })));
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
