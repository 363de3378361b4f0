import { Duration } from 'aws-cdk-lib';
import type { IAlarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { AlarmStatusWidget, Dashboard, GraphWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { MonitoringProps } from './monitoring-props.ts';

export interface ServiceDashboardProps extends Pick<
  MonitoringProps,
  'stateMachine' | 'api' | 'functions' | 'reconciler' | 'deadLetters'
> {
  readonly alarms: readonly IAlarm[];
}

/** One look at the service: alarms, trainings, API, functions, undelivered events. */
export class ServiceDashboard extends Dashboard {
  constructor(scope: Construct, id: string, props: ServiceDashboardProps) {
    super(scope, id, { defaultInterval: Duration.days(1) });
    const functions = [...props.functions, props.reconciler.function];
    this.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...props.alarms], width: 24, height: 4 }),
    );
    this.addWidgets(graph('Trainings', trainings(props)), graph('API', api(props)));
    this.addWidgets(
      graph(
        'Function errors',
        functions.map(({ handler, function: lambda }) => lambda.metricErrors({ label: handler })),
      ),
      graph(
        'Function throttles',
        functions.map(({ handler, function: lambda }) =>
          lambda.metricThrottles({ label: handler }),
        ),
      ),
    );
    this.addWidgets(
      graph('Undelivered events', undelivered(props)),
      graph('API latency', latency(props)),
    );
  }
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12 });
}

function trainings({ stateMachine }: ServiceDashboardProps): IMetric[] {
  return [
    stateMachine.metricStarted(),
    stateMachine.metricSucceeded(),
    stateMachine.metricFailed(),
    stateMachine.metricTimedOut(),
    stateMachine.metricAborted(),
  ];
}

function api({ api: { httpApi } }: ServiceDashboardProps): IMetric[] {
  return [httpApi.metricCount(), httpApi.metricClientError(), httpApi.metricServerError()];
}

function latency({ api: { httpApi } }: ServiceDashboardProps): IMetric[] {
  return ['p50', 'p99'].map((statistic) => httpApi.metricLatency({ statistic, label: statistic }));
}

function undelivered({ deadLetters }: ServiceDashboardProps): IMetric[] {
  return Object.entries(deadLetters).map(([label, queue]) =>
    queue.metricApproximateNumberOfMessagesVisible({ label, statistic: 'Maximum' }),
  );
}
