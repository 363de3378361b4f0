import { Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { defaultImage, imageUri, parseImage } from '../configuration/container-image.ts';
import { addWithWildcards } from '../acknowledge.ts';
import { namesOf } from '../configuration/names.ts';
import { ServiceRole } from '../functions/service-role.ts';
import { allow, passRole } from '../statement.ts';
import { decryptActions } from '../storage/encryption-key.ts';
import type { Storage } from '../storage/storage.ts';
import { whyPatterns } from '../storage/storage.ts';
import type { Variables } from '../configuration/variables.ts';
import { permitImagePull, permitObservability } from '../training-role.ts';

export interface InferenceProps {
  readonly storage: Storage;
  readonly configuration: Configuration;
}

export type InferenceVariables = Variables<
  | 'INFERENCE_IMAGE'
  | 'INFERENCE_ROLE_ARN'
  | 'MAX_ENDPOINTS'
  | 'ENDPOINT_CONCURRENCY'
  | 'ENDPOINT_IDLE_HOURS'
>;

/**
 * What SageMaker allows one serverless endpoint (API reference, ProductionVariantServerlessConfig).
 */
const maxPerEndpoint = 200;

/**
 * Requests that one endpoint serves at a time, so that all of them together stay within their share
 * of the account's total.
 */
export function endpointConcurrency({
  maxEndpoints,
  maxEndpointConcurrency,
}: Pick<Configuration, 'maxEndpoints' | 'maxEndpointConcurrency'>): number {
  return Math.min(maxPerEndpoint, Math.floor(maxEndpointConcurrency / maxEndpoints));
}

const whyAllEndpoints =
  'An endpoint is named by the deployment and its version, which is known at run time only.';

/**
 * Serverless endpoints, named by the deployment and their version, made when somebody predicts:
 * while nobody does, nothing runs. An endpoint on instances is refused.
 */
export class Inference extends Construct {
  readonly variables: InferenceVariables;
  private readonly prefix: string;
  private readonly concurrency: number;

  constructor(scope: Construct, id: string, { storage, configuration }: InferenceProps) {
    super(scope, id);
    const { inferenceImage, region } = configuration;
    this.prefix = namesOf(configuration).prefix;
    this.concurrency = endpointConcurrency(configuration);
    const image = parseImage(inferenceImage ?? '') ?? defaultImage('inference', region);
    const role = new ServiceRole(this, 'Role', {
      description: 'deeptune: serves predictions',
      service: 'sagemaker.amazonaws.com',
      sourceArn: Stack.of(this).formatArn({ service: 'sagemaker', resource: '*' }),
    });
    const artifacts = storage.bucket.arnForObjects('users/*/apps/*/versions/*/output/*');
    addWithWildcards(role, allow(['s3:GetObject'], [artifacts]), whyPatterns);
    storage.permitKey(role, 's3', decryptActions);
    permitImagePull(role, image);
    permitObservability(role, `/aws/sagemaker/Endpoints/${this.prefix}`);
    this.variables = {
      INFERENCE_IMAGE: imageUri(image),
      INFERENCE_ROLE_ARN: role.roleArn,
      MAX_ENDPOINTS: String(configuration.maxEndpoints),
      ENDPOINT_CONCURRENCY: String(this.concurrency),
      ENDPOINT_IDLE_HOURS: String(configuration.endpointIdleHours),
    };
  }

  /** Makes, calls and frees endpoints. */
  grantPredict(role: Role): typeof this.variables {
    const { model, config, endpoint } = this.arns;
    const serverless = {
      NumericLessThanEquals: { 'sagemaker:ServerlessMaxConcurrency': this.concurrency },
    };
    const statements = [
      allow(['sagemaker:CreateEndpointConfig'], [config], serverless),
      allow(['sagemaker:CreateEndpoint'], [endpoint, config]),
      allow(['sagemaker:CreateModel', 'sagemaker:AddTags'], [model]),
      allow(['sagemaker:AddTags'], [config]),
      allow(['sagemaker:AddTags', 'sagemaker:InvokeEndpoint'], [endpoint]),
    ];
    for (const statement of statements) addWithWildcards(role, statement, whyAllEndpoints);
    role.addToPolicy(passRole(this.variables.INFERENCE_ROLE_ARN, 'sagemaker.amazonaws.com'));
    return this.grantFree(role);
  }

  /** Frees endpoints, and neither makes nor calls one. */
  grantFree(role: Role): typeof this.variables {
    const { model, config, endpoint } = this.arns;
    const statements = [
      allow(lifecycle('Model'), [model]),
      allow(lifecycle('EndpointConfig'), [config]),
      allow(lifecycle('Endpoint'), [endpoint]),
    ];
    for (const statement of statements) addWithWildcards(role, statement, whyAllEndpoints);
    return this.variables;
  }

  private get arns(): Readonly<Record<'model' | 'config' | 'endpoint', string>> {
    const arnOf = (resource: string) =>
      Stack.of(this).formatArn({ service: 'sagemaker', resource, resourceName: `${this.prefix}*` });
    return { model: arnOf('model'), config: arnOf('endpoint-config'), endpoint: arnOf('endpoint') };
  }
}

function lifecycle(kind: string): string[] {
  return [`sagemaker:Delete${kind}`, `sagemaker:Describe${kind}`];
}
