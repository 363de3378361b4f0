import { Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Step } from '../../core/job/workflow/definition.ts';
import type { Inference } from '../inference/inference.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { Storage } from '../storage/storage.ts';
import type { SettingVariables, Variables } from '../configuration/variables.ts';
import type { DomainEvents } from './domain-events.ts';
import type { TrainingJobs } from './training-jobs.ts';

/** What everything around a training is made with. */
export interface TrainingProps {
  readonly storage: Storage;
  readonly events: DomainEvents;
  readonly jobs: TrainingJobs;
  readonly settings: SettingVariables;
}

export type StateMachineVariables = Variables<'STATE_MACHINE_ARN'>;

export interface TrainingStepsProps extends TrainingProps {
  /** Lets Train, which cannot always start its job, end its own wait. */
  readonly grantAnswer: (role: Role) => StateMachineVariables;
  readonly inference: Inference;
}

/** The functions of the workflow of jobs, each with the rights of its own step. */
export class TrainingSteps extends Construct {
  readonly functions: Readonly<Record<Step, ServiceFunction>>;

  constructor(scope: Construct, id: string, props: TrainingStepsProps) {
    super(scope, id);
    this.functions = {
      Decide: this.decide(props),
      Prepare: this.prepare(props),
      Estimate: this.estimate(props),
      Admit: this.admit(props),
      Train: this.train(props),
      VerifyArtifact: this.verifyArtifact(props),
      Gate: this.gate(props),
      Settle: this.settle(props),
    };
  }

  /** Starts nothing: the version that it makes is trained by the execution that it is a step of. */
  private decide({ storage, events, jobs, inference, settings }: TrainingStepsProps) {
    return new ServiceFunction(this, 'Decide', {
      handler: 'decide',
      description: "Whether a schedule's firing retrains, and why",
      encryptionKey: storage.key,
      timeout: Duration.seconds(290),
      memorySize: 1769,
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...storage.grantObjectsWrite(role),
        ...events.grantPublish(role),
        // What new inputs are answered says whether they are of another kind.
        ...inference.grantPredict(role),
        ...jobs.variables,
        ...settings,
      }),
    });
  }

  private prepare({ storage, events, jobs, settings }: TrainingStepsProps) {
    return new ServiceFunction(this, 'Prepare', {
      handler: 'prepare',
      description:
        'Waits for its dataset version, lays out what a job reads: rows, list of objects, description, artifacts',
      encryptionKey: storage.key,
      timeout: Duration.minutes(10),
      memorySize: 1769,
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...storage.grantObjectsWrite(role),
        ...events.variables,
        ...jobs.variables,
        ...settings,
      }),
    });
  }

  /** Reads what Prepare has laid out, and changes the job's own record: no objects are written. */
  private estimate({ storage, events, settings }: TrainingStepsProps) {
    return new ServiceFunction(this, 'Estimate', {
      handler: 'estimate',
      description:
        'Forecasts a job from what is frozen now, and compares it with what was promised',
      encryptionKey: storage.key,
      timeout: Duration.seconds(50),
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...storage.grantObjectsRead(role),
        ...events.variables,
        ...settings,
      }),
    });
  }

  private admit({ storage, events, settings }: TrainingStepsProps) {
    return new ServiceFunction(this, 'Admit', {
      handler: 'admit',
      description: 'Reserves the maximum amount, or lets the job wait in the queue of its user',
      encryptionKey: storage.key,
      timeout: Duration.seconds(50),
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...events.grantPublish(role),
        ...settings,
      }),
    });
  }

  private train({ storage, events, jobs, settings, grantAnswer }: TrainingStepsProps) {
    const train = new ServiceFunction(this, 'Train', {
      handler: 'train',
      description: 'Starts the SageMaker training job of this attempt',
      encryptionKey: storage.key,
      timeout: Duration.minutes(5),
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...events.grantPublish(role),
        ...jobs.grantStart(role),
        ...grantAnswer(role),
        ...settings,
      }),
    });
    train.node.addDependency(jobs.source);
    return train;
  }

  /**
   * Its construct keeps the id of the release that called this step Evaluate: executions that began
   * under it find their function.
   */
  private verifyArtifact({ storage, events, settings }: TrainingStepsProps) {
    return new ServiceFunction(this, 'Evaluate', {
      handler: 'verifyArtifact',
      description: 'Verifies that the model artifact is complete and of this job',
      encryptionKey: storage.key,
      timeout: Duration.seconds(290),
      memorySize: 1769,
      environment: (role) => ({
        ...storage.grantRecordsRead(role),
        ...storage.grantObjectsRead(role),
        ...events.variables,
        ...settings,
      }),
    });
  }

  private gate({ storage, events, settings }: TrainingStepsProps) {
    return new ServiceFunction(this, 'Gate', {
      handler: 'gate',
      description: 'Whether a trained version may answer predictions: floors and flips',
      encryptionKey: storage.key,
      timeout: Duration.seconds(50),
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...storage.grantGateResults(role),
        ...events.variables,
        ...settings,
      }),
    });
  }

  private settle({ storage, events, jobs, settings }: TrainingStepsProps) {
    return new ServiceFunction(this, 'Settle', {
      handler: 'settle',
      description: 'One transition, one usage record, the hold released; deletes old checkpoints',
      encryptionKey: storage.key,
      timeout: Duration.seconds(50),
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...storage.grantCheckpointCleanup(role),
        ...events.grantPublish(role),
        ...jobs.grantStop(role),
        ...settings,
      }),
    });
  }
}
