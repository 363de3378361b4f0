import type { Duration } from 'aws-cdk-lib';
import { RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction, IVersion } from 'aws-cdk-lib/aws-lambda';
import { Alias, Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Environment, HandlerName } from '../../lambda/environment.ts';
import { environments } from '../../lambda/environment.ts';
import { acknowledge } from '../acknowledge.ts';
import { bundling, entryOf } from './bundling.ts';
import { allow } from '../statement.ts';
import { encryptedLogs } from './encrypted-logs.ts';

export interface ServiceFunctionProps<H extends HandlerName> {
  /** `trainingJobEvent` runs `lambda/handlers/training-job-event.ts`. */
  readonly handler: H;
  readonly description: string;
  /** Permits the role what the function does, and names the things it may do it with. */
  readonly environment: (role: Role) => Environment<H>;
  /** Encrypts the logs. */
  readonly encryptionKey: IKey;
  readonly timeout: Duration;
  /** MiB; default 512. */
  readonly memorySize?: number;
  /** For a function that events call: keeps an event that failed three times. */
  readonly deadLetters?: DeadLetterQueue;
  /** Only where others know the function by name before it exists. */
  readonly functionName?: string;
}

/**
 * One Lambda of the service: its role, log group, code, version and the alias `live` that everybody
 * calls.
 */
export class ServiceFunction<H extends HandlerName = HandlerName> extends Construct {
  readonly handler: H;
  readonly function: NodejsFunction;
  readonly live: IFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<H>) {
    super(scope, id);
    this.handler = props.handler;
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.role = role;
    const logGroup = this.logGroup(role, props.encryptionKey);
    this.function = new NodejsFunction(this, 'Function', {
      description: props.description,
      entry: entryOf(props.handler),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      bundling,
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: exactly(props.handler, props.environment(role)),
      timeout: props.timeout,
      memorySize: props.memorySize ?? 512,
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
      ...(props.functionName && { functionName: props.functionName }),
    });
    this.live = this.alias(props.deadLetters);
    acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', 'X-Ray takes no resource but all of them.');
  }

  private alias(deadLetters: DeadLetterQueue | undefined): IFunction {
    return new Alias(this, 'Live', {
      aliasName: liveAlias,
      version: this.function.currentVersion as IVersion,
      ...(deadLetters && { onFailure: new SqsDestination(deadLetters), retryAttempts: 2 }),
    }) as IFunction;
  }

  private logGroup(role: Role, encryptionKey: IKey): LogGroup {
    const logGroup = encryptedLogs(this, 'Logs', {
      encryptionKey,
      retention: RetentionDays.THREE_MONTHS,
    });
    role.addToPolicy(allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]));
    return logGroup;
  }
}

export const liveAlias = 'live';

/**
 * The contract's variables and no other. @throws Error that names the superfluous ones; the
 * compiler sees the missing ones
 */
function exactly<H extends HandlerName>(handler: H, environment: Environment<H>): Environment<H> {
  const contract = new Set<string>(environments[handler]);
  const superfluous = Object.keys(environment).filter((name) => !contract.has(name));
  if (superfluous.length > 0) {
    throw new Error(`${handler}: variables outside its contract: ${superfluous.join(', ')}`);
  }
  return environment;
}
