import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { trainingWorkflow } from '../../core/job/workflow/definition.ts';
import { acknowledge, addWithWildcards } from '../acknowledge.ts';
import { ServiceRole } from '../functions/service-role.ts';
import { allow } from '../statement.ts';
import type { Storage } from '../storage/storage.ts';
import type { StateMachineVariables, TrainingStepsProps } from './training-steps.ts';
import { TrainingSteps } from './training-steps.ts';
import { encryptedLogs, vendedLogsName } from '../functions/encrypted-logs.ts';

export type TrainingWorkflowProps = Omit<TrainingStepsProps, 'grantAnswer'>;

/**
 * The state machine of `core/job/workflow/definition.ts` and its functions. In: a `JobState`.
 * Out: the same, settled. Error: the failure's code; `settle-failed` is left to the reconciler.
 */
export class TrainingWorkflow extends Construct {
  readonly steps: TrainingSteps['functions'];
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: TrainingWorkflowProps) {
    super(scope, id);
    const grantAnswer = (role: Role) => this.grantSendResult(role);
    this.steps = new TrainingSteps(this, 'Steps', { ...props, grantAnswer }).functions;
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineName: this.stateMachineName,
      definitionBody: DefinitionBody.fromString(JSON.stringify(trainingWorkflow)),
      definitionSubstitutions: this.substitutions(),
      role: this.role(),
      tracingEnabled: true,
      logs: {
        destination: this.logGroup(props.storage),
        level: LogLevel.ALL,
        includeExecutionData: false,
      },
    });
  }

  /** Starts executions. */
  grantStartOnly(role: Role): StateMachineVariables {
    role.addToPolicy(allow(['states:StartExecution'], [this.stateMachineArn]));
    return { STATE_MACHINE_ARN: this.stateMachineArn };
  }

  /** Starts executions and reads how they fare. */
  grantStart(role: Role): StateMachineVariables {
    const executions = this.arnOf('execution', `${this.stateMachineName}:*`);
    addWithWildcards(
      role,
      allow(['states:DescribeExecution'], [executions]),
      'An execution has the name of its version or slot, which is known at run time only.',
    );
    return this.grantStartOnly(role);
  }

  /** Ends the wait of a Train step. */
  grantSendResult(role: Role): StateMachineVariables {
    const send = ['states:SendTaskFailure', 'states:SendTaskSuccess'];
    role.addToPolicy(allow(send, [this.stateMachineArn]));
    return { STATE_MACHINE_ARN: this.stateMachineArn };
  }

  /** Known before the machine exists: Train, which the machine calls, answers to it. */
  private get stateMachineName(): string {
    return `${Stack.of(this).stackName}-training`;
  }

  private get stateMachineArn(): string {
    return this.arnOf('stateMachine', this.stateMachineName);
  }

  private arnOf(resource: string, resourceName: string): string {
    const arnFormat = ArnFormat.COLON_RESOURCE_NAME;
    return Stack.of(this).formatArn({ service: 'states', resource, resourceName, arnFormat });
  }

  private substitutions(): Record<string, string> {
    const arns = Object.entries(this.steps).map(([step, { live }]) => [
      `${step}FunctionArn`,
      live.functionArn,
    ]);
    return Object.fromEntries(arns);
  }

  private role(): ServiceRole {
    const role = new ServiceRole(this, 'Role', {
      description: 'deeptune: runs the training workflow',
      service: 'states.amazonaws.com',
      sourceArn: this.stateMachineArn,
    });
    const functions = Object.values(this.steps).map(({ live }) => live.functionArn);
    role.addToPolicy(allow(['lambda:InvokeFunction'], functions));
    acknowledge(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'Delivery of logs and X-Ray take no resource but all of them.',
    );
    return role;
  }

  private logGroup(storage: Storage): LogGroup {
    return encryptedLogs(this, 'Logs', {
      encryptionKey: storage.key,
      retention: RetentionDays.ONE_YEAR,
      logGroupName: vendedLogsName(this, 'states'),
    });
  }
}
