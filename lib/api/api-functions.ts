import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { timeLimits } from '../../lambda/environment.ts';
import type { EmailTopic } from '../notifications/email-topic.ts';
import type { Schedules } from '../schedules/schedules.ts';
import { ServiceFunction } from '../functions/service-function.ts';
import type { Variables } from '../configuration/variables.ts';
import type { OutsideBuckets } from '../storage/outside-buckets.ts';
import type { TrainingJobEventsProps } from '../workflow/training-job-events.ts';
import type { Inference } from '../inference/inference.ts';

export interface ApiFunctionsProps extends TrainingJobEventsProps {
  readonly inference: Inference;
  readonly schedules: Schedules;
  readonly fetching: Variables<'FETCH_HOSTS'>;
  readonly limits: Variables<'REQUESTS_PER_SECOND'>;
  readonly outsideBuckets: OutsideBuckets;
  readonly email: EmailTopic;
}

const timeout = Duration.seconds(timeLimits.api);

/** The functions behind the HTTP API, each with the rights of its own part only. */
export class ApiFunctions extends Construct {
  readonly api: ServiceFunction;
  readonly estimator: ServiceFunction;
  readonly billing: ServiceFunction;
  readonly retraining: ServiceFunction;
  readonly reference: ServiceFunction;
  readonly authorizer: ServiceFunction;

  constructor(scope: Construct, id: string, props: ApiFunctionsProps) {
    super(scope, id);
    this.api = this.makeApi(props);
    this.estimator = this.makeEstimator(props);
    this.billing = this.makeBilling(props);
    this.retraining = this.makeRetraining(props);
    this.reference = this.makeReference(props);
    this.authorizer = this.makeAuthorizer(props);
  }

  get all(): readonly ServiceFunction[] {
    const { api, estimator, billing, retraining, reference, authorizer } = this;
    return [api, estimator, billing, retraining, reference, authorizer];
  }

  private makeApi(props: ApiFunctionsProps) {
    const { storage, events, jobs, settings, workflow, inference, schedules } = props;
    return new ServiceFunction(this, 'Api', {
      handler: 'api',
      description: 'HTTP API: everything but the estimate, the bill, retraining and the document',
      encryptionKey: storage.key,
      timeout,
      memorySize: 1769,
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...storage.grantObjectsWrite(role),
        ...storage.grantAppDeletion(role),
        ...storage.grantUploads(role),
        ...events.grantPublish(role),
        ...jobs.grantStop(role),
        ...workflow.grantStart(role),
        ...inference.grantPredict(role),
        // An app that is deleted takes its schedules along.
        ...schedules.grantManage(role),
        ...props.fetching,
        ...props.limits,
        ...props.outsideBuckets.grantRead(role),
        ...props.email.grantManage(role),
        ...settings,
      }),
    });
  }

  private makeEstimator({ storage, events, settings, limits }: ApiFunctionsProps) {
    return new ServiceFunction(this, 'Estimator', {
      handler: 'estimator',
      description: 'HTTP API: time, price and quotes of jobs, and how good such forecasts were',
      encryptionKey: storage.key,
      timeout,
      // A quote reads the rows of its data, as the request for the training itself does.
      memorySize: 1769,
      environment: (role) => ({
        ...storage.grantRecordsRead(role),
        ...storage.grantObjectsRead(role),
        ...storage.grantCounting(role),
        ...storage.grantQuoting(role),
        ...events.variables,
        ...settings,
        ...limits,
      }),
    });
  }

  /** A budget that is lowered stops jobs, and one that is raised has them go on. */
  private makeBilling(props: ApiFunctionsProps) {
    const { storage, events, jobs, workflow, settings, limits } = props;
    return new ServiceFunction(this, 'Billing', {
      handler: 'billing',
      description: 'HTTP API: usage, amounts and budgets',
      encryptionKey: storage.key,
      timeout,
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...storage.grantObjectsRead(role),
        ...events.grantPublish(role),
        ...jobs.grantStop(role),
        ...workflow.grantStart(role),
        ...settings,
        ...limits,
      }),
    });
  }

  /** A schedule that is asked what it would decide looks at data and asks the model about them. */
  private makeRetraining(props: ApiFunctionsProps) {
    const { storage, events, jobs, workflow, inference, schedules, settings, limits } = props;
    return new ServiceFunction(this, 'Retraining', {
      handler: 'retraining',
      description: 'HTTP API: lineage, gate, promotions, the compatibility dial, schedules',
      encryptionKey: storage.key,
      timeout,
      memorySize: 1769,
      environment: (role) => ({
        ...storage.grantRecordsWrite(role),
        ...storage.grantObjectsWrite(role),
        ...events.grantPublish(role),
        ...jobs.variables,
        ...workflow.grantStart(role),
        ...inference.grantPredict(role),
        ...schedules.grantManage(role),
        ...settings,
        ...limits,
      }),
    });
  }

  private makeReference({ storage }: ApiFunctionsProps) {
    return new ServiceFunction(this, 'Reference', {
      handler: 'reference',
      description: 'HTTP API: the document that describes it',
      encryptionKey: storage.key,
      timeout,
      environment: () => ({}),
    });
  }

  private makeAuthorizer({ storage }: ApiFunctionsProps) {
    return new ServiceFunction(this, 'Authorizer', {
      handler: 'authorizer',
      description: 'Tells who presented this key',
      encryptionKey: storage.key,
      timeout: Duration.seconds(10),
      environment: (role) => storage.grantAuthentication(role),
    });
  }
}
