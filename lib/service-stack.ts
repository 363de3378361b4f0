import type { StackProps } from 'aws-cdk-lib';
import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Construct } from 'constructs';
import { Invoicing } from './billing/invoicing.ts';
import { ApiFunctions } from './api/api-functions.ts';
import { Api } from './api/api.ts';
import type { Configuration } from './configuration/configuration.ts';
import { consoleUrlOf } from './configuration/console-configuration.ts';
import { Inference } from './inference/inference.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { outputs } from './configuration/names.ts';
import { EmailTopic } from './notifications/email-topic.ts';
import { NotificationSending } from './notifications/notification-sending.ts';
import { Schedules } from './schedules/schedules.ts';
import { Freezing } from './tasks/freezing.ts';
import { OutsideBuckets } from './storage/outside-buckets.ts';
import type { Storage } from './storage/storage.ts';
import { fetchingVariables, limitVariables, settingVariables } from './configuration/variables.ts';
import { DomainEvents } from './workflow/domain-events.ts';
import { Notifications } from './workflow/notifications.ts';
import { Reconciler } from './recovery/reconciler.ts';
import { TrainingJobEvents } from './workflow/training-job-events.ts';
import { TrainingJobs } from './workflow/training-jobs.ts';
import { TrainingWorkflow } from './workflow/training-workflow.ts';

export interface ServiceStackProps extends StackProps {
  readonly storage: Storage;
  readonly configuration: Configuration;
}

/**
 * Everything that computes: the training workflow, what wakes it, the API in front, the alarms
 * around. Holds no data.
 */
export class ServiceStack extends Stack {
  /**
   * For a VPC without configured zones: found out at deployment, so that a synthesis asks no
   * account.
   */
  override get availabilityZones(): string[] {
    return [0, 1].map((index) => Fn.select(index, Fn.getAzs()));
  }

  readonly httpApi: HttpApi;

  constructor(
    scope: Construct,
    id: string,
    { storage, configuration, ...props }: ServiceStackProps,
  ) {
    super(scope, id, props);
    const settings = settingVariables(configuration);
    const encryptionKey = storage.key;

    const events = new DomainEvents(this, 'DomainEvents');
    const notifications = new Notifications(this, 'Notifications', { events, storage });
    const email = new EmailTopic(this, 'EmailTopic', { storage });
    const jobs = new TrainingJobs(this, 'TrainingJobs', { storage, configuration });
    const inference = new Inference(this, 'Inference', { storage, configuration });

    const training = { storage, events, jobs, settings };
    const workflow = new TrainingWorkflow(this, 'TrainingWorkflow', { ...training, inference });
    const jobEvents = new TrainingJobEvents(this, 'TrainingJobEvents', { ...training, workflow });
    const serving = { ...training, workflow, inference };
    const reconciler = new Reconciler(this, 'Reconciler', serving);
    const freezing = new Freezing(this, 'Freezing', { storage, events });
    const invoicing = new Invoicing(this, 'Invoicing', training);
    const schedules = new Schedules(this, 'Schedules', serving);
    const functions = new ApiFunctions(this, 'ApiFunctions', {
      ...serving,
      schedules,
      fetching: fetchingVariables(configuration),
      limits: limitVariables(configuration),
      outsideBuckets: new OutsideBuckets(configuration),
      email,
    });
    const { corsOrigins, fetchBuckets } = configuration;
    const api = new Api(this, 'Api', { functions, encryptionKey, corsOrigins });
    this.httpApi = api.httpApi;
    const sending = new NotificationSending(this, 'NotificationSending', {
      ...{ storage, events, email, apiUrl: api.httpApi.apiEndpoint },
      consoleUrl: consoleUrlOf(configuration),
    });

    const { notify, deliver } = sending;
    const single = [jobEvents, schedules, freezing, invoicing].map((each) => each.function);
    const others = [...single, notify, deliver];
    new Monitoring(this, 'Monitoring', {
      ...{ events, api, reconciler, stateMachine: workflow.stateMachine },
      functions: [...Object.values(workflow.steps), ...functions.all, ...others],
      deadLetters: {
        JobEvent: jobEvents.deadLetters,
        Notification: notifications.deadLetters,
        Reconciler: reconciler.deadLetters,
        Schedule: schedules.deadLetters,
        Freezing: freezing.deadLetters,
        Invoicing: invoicing.deadLetters,
        NotificationSending: sending.deadLetters,
      },
      encryptionKey,
      email: configuration.alarmEmail,
    });
    if (fetchBuckets.length > 0) this.say('FetchRoleArn', functions.api.role.roleArn);
    this.say(outputs.apiUrl, api.httpApi.apiEndpoint);
    this.say('NotificationTopicArn', notifications.topic.topicArn);
  }

  private say(name: string, value: string): void {
    new CfnOutput(this, name, { value });
  }
}
