import type { MonitoringProps } from './monitoring-props.ts';
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule } from 'aws-cdk-lib/aws-events';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Api } from '../api/api.ts';
import type { ServiceFunction } from '../functions/service-function.ts';
import type { Reconciler } from '../recovery/reconciler.ts';
import type { DomainEvents } from '../workflow/domain-events.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { RunbookAlarm } from './runbook-alarm.ts';
import { ServiceDashboard } from './service-dashboard.ts';

const fiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' };
const fifteenMinutes = { period: Duration.minutes(15), statistic: 'Sum' };
const oneHour = { period: Duration.hours(1), statistic: 'Sum' };

/** Queues and functions that have an article of their own, beside that of all others. */
const ownArticles: Readonly<Record<string, string>> = {
  NotificationSending: 'notifications-are-not-sent',
  notify: 'notifications-are-not-sent',
  deliver: 'notifications-are-not-sent',
  Invoicing: 'invoices-are-not-issued',
  issueInvoices: 'invoices-are-not-issued',
};

/**
 * One alarm for each way the service can need a person, each with its article in `docs/runbook.md`.
 */
export class Monitoring extends Construct {
  readonly topic: AlarmTopic;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.topic = new AlarmTopic(this, 'Topic', props);
    this.watchDeadLetters(props.deadLetters);
    this.watchExecutions(props.stateMachine);
    this.watchFunctions(props.functions);
    this.watchReconciler(props.reconciler);
    this.watchApi(props.api);
    this.watchHolds(props.events);
    const alarms = this.node.children.filter((child) => child instanceof RunbookAlarm);
    new ServiceDashboard(this, 'Dashboard', { ...props, alarms });
  }

  private watchDeadLetters(queues: MonitoringProps['deadLetters']): void {
    for (const [name, queue] of Object.entries(queues)) {
      new RunbookAlarm(this, `${name}DeadLetters`, {
        topic: this.topic,
        article: ownArticles[name] ?? 'dead-letters',
        summary: `${name}: an event could not be delivered.`,
        metric: queue.metricApproximateNumberOfMessagesVisible({
          period: Duration.minutes(5),
          statistic: 'Maximum',
        }),
      });
    }
  }

  /**
   * Bad data fails executions too: a few in an hour are the users' own. Nothing of theirs aborts
   * one or times it out.
   */
  private watchExecutions(stateMachine: StateMachine): void {
    const alarm = { topic: this.topic, article: 'executions-failed' };
    new RunbookAlarm(this, 'ExecutionsFailed', {
      ...alarm,
      summary: 'Three or more trainings failed within an hour.',
      threshold: 3,
      metric: stateMachine.metricFailed(oneHour),
    });
    new RunbookAlarm(this, 'ExecutionsTimedOut', {
      ...alarm,
      summary: 'A training did not come to its end within its time.',
      metric: stateMachine.metricTimedOut(oneHour),
    });
    new RunbookAlarm(this, 'ExecutionsAborted', {
      ...alarm,
      summary: 'An execution of the training workflow was aborted.',
      metric: stateMachine.metricAborted(oneHour),
    });
  }

  private watchFunctions(functions: readonly ServiceFunction[]): void {
    for (const { handler, function: lambda } of functions) {
      new RunbookAlarm(this, `${handler}Errors`, {
        topic: this.topic,
        article: ownArticles[handler] ?? 'function-errors',
        summary: `${handler}: the function failed three times or more within 5 minutes.`,
        threshold: 3,
        metric: lambda.metricErrors(fiveMinutes),
      });
    }
  }

  private watchReconciler(reconciler: Reconciler): void {
    const lambda = reconciler.function.function;
    new RunbookAlarm(this, 'ReconcilerErrors', {
      topic: this.topic,
      article: 'reconciler-errors',
      summary: 'The reconciler failed twice or more within 15 minutes.',
      threshold: 2,
      metric: lambda.metricErrors(fifteenMinutes),
    });
    const silent = new RunbookAlarm(this, 'ReconcilerSilent', {
      topic: this.topic,
      article: 'reconciler-silent',
      summary: 'The reconciler has not run for 30 minutes.',
      isSilenceBad: true,
      periods: 2,
      metric: lambda.metricInvocations(fifteenMinutes),
    });
    // After the rule that makes it run: in a new deployment there is silence before it.
    silent.node.addDependency(reconciler.everyFiveMinutes);
  }

  /** A rule without a target: that an event matched it is what is measured. */
  private watchHolds({ bus }: DomainEvents): void {
    const { ruleName } = new Rule(this, 'HoldNeedsReview', {
      eventBus: bus,
      eventPattern: { detailType: ['hold.needs-review'] },
      description: 'deeptune: jobs that ended in a way that is not known',
    });
    new RunbookAlarm(this, 'HoldsNeedReview', {
      topic: this.topic,
      article: 'a-hold-needs-review',
      summary:
        'A job ended in a way that is not known: nobody is charged until somebody has looked.',
      metric: new Metric({
        namespace: 'AWS/Events',
        metricName: 'MatchedEvents',
        dimensionsMap: { EventBusName: bus.eventBusName, RuleName: ruleName },
        ...fifteenMinutes,
      }),
    });
  }

  private watchApi({ errors }: Api): void {
    new RunbookAlarm(this, 'ApiServerErrors', {
      topic: this.topic,
      article: 'api-server-errors',
      summary: 'The API failed five times or more with 5xx within 5 minutes.',
      threshold: 5,
      metric: errors,
    });
  }
}
