import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Alarm, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface RunbookAlarmProps {
  readonly metric: IMetric;
  /** What happened, in a sentence. */
  readonly summary: string;
  /** Heading of the article in `docs/runbook.md`, as an anchor. */
  readonly article: string;
  readonly topic: ITopic;
  /** Rings at this value; default 1. */
  readonly threshold?: number;
  /** Rings after so many periods in a row; default 1. */
  readonly periods?: number;
  /** Rings when nothing at all was measured in this time, and only then. */
  readonly isSilenceBad?: boolean;
}

/** An alarm that tells where to read what to do. */
export class RunbookAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: RunbookAlarmProps) {
    super(scope, id, {
      metric: props.metric,
      alarmDescription: `${props.summary} What to do: docs/runbook.md#${props.article}`,
      evaluationPeriods: props.periods ?? 1,
      threshold: props.threshold ?? 1,
      comparisonOperator: props.isSilenceBad
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: props.isSilenceBad
        ? TreatMissingData.BREACHING
        : TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(props.topic));
  }
}
