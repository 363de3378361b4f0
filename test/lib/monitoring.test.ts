import { readFileSync } from 'node:fs';
import { Match } from 'aws-cdk-lib/assertions';
import { ofType, synthesize } from './synthesized.ts';

const { service } = synthesize({ alarmEmail: 'on-call@example.com' });
const alarms = ofType(service, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');

/** Headings, as GitHub makes anchors of them. */
const articles = [...runbook.matchAll(/^## (.+)$/gm)].map((match) =>
  match[1]!.toLowerCase().replace(/ /g, '-'),
);
const articleOf = (alarm: Record<string, unknown>) =>
  /docs\/runbook\.md#([a-z-]+)$/.exec(String(alarm['AlarmDescription']))?.[1];

test('each alarm ends with the article that says what to do', () => {
  expect(alarms).toHaveLength(34);
  for (const alarm of alarms) expect(articles).toContain(articleOf(alarm));
});

test('each article of the runbook has an alarm', () => {
  expect([...new Set(alarms.map(articleOf))].sort()).toEqual([...articles].sort());
});

test('what sends notifications has an article of its own', () => {
  const own = alarms.filter((alarm) => articleOf(alarm) === 'notifications-are-not-sent');

  expect(own.map(({ AlarmDescription }) => String(AlarmDescription).split(':')[0])).toEqual([
    'NotificationSending',
    'notify',
    'deliver',
  ]);
});

test('each alarm goes off at its threshold', () => {
  const nameOf = (text: unknown) => String(text).replace(/\. What to do: .*$/, '');
  const found = alarms.map((alarm) => [
    nameOf(alarm['AlarmDescription']).replace(/^[a-zA-Z]+: (the function|an event)/, '$1'),
    `${alarm['Statistic']} of ${alarm['MetricName']}`,
    alarm['Threshold'],
    `${alarm['EvaluationPeriods']} x ${alarm['Period']} s`,
    alarm['TreatMissingData'],
  ]);
  const rows = [...new Set(found.map((row) => JSON.stringify(row)))].map(
    (text) => JSON.parse(text) as unknown[],
  );

  expect(rows).toEqual([
    [
      'an event could not be delivered',
      'Maximum of ApproximateNumberOfMessagesVisible',
      1,
      '1 x 300 s',
      'notBreaching',
    ],
    [
      'Three or more trainings failed within an hour',
      'Sum of ExecutionsFailed',
      3,
      '1 x 3600 s',
      'notBreaching',
    ],
    [
      'A training did not come to its end within its time',
      'Sum of ExecutionsTimedOut',
      1,
      '1 x 3600 s',
      'notBreaching',
    ],
    [
      'An execution of the training workflow was aborted',
      'Sum of ExecutionsAborted',
      1,
      '1 x 3600 s',
      'notBreaching',
    ],
    [
      'the function failed three times or more within 5 minutes',
      'Sum of Errors',
      3,
      '1 x 300 s',
      'notBreaching',
    ],
    [
      'The reconciler failed twice or more within 15 minutes',
      'Sum of Errors',
      2,
      '1 x 900 s',
      'notBreaching',
    ],
    [
      'The reconciler has not run for 30 minutes',
      'Sum of Invocations',
      1,
      '2 x 900 s',
      'breaching',
    ],
    [
      'The API failed five times or more with 5xx within 5 minutes',
      'Sum of ApiErrors',
      5,
      '1 x 300 s',
      'notBreaching',
    ],
    [
      'A job ended in a way that is not known: nobody is charged until somebody has looked',
      'Sum of MatchedEvents',
      1,
      '1 x 900 s',
      'notBreaching',
    ],
  ]);
});

test('each alarm tells the topic', () => {
  for (const alarm of alarms) {
    expect(alarm['AlarmActions']).toEqual([{ Ref: expect.stringMatching(/^MonitoringTopic/) }]);
  }
});

test('the topic is encrypted, and the configured address is told', () => {
  service.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: Match.anyValue() });
  service.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint: 'on-call@example.com',
  });
});

test('a reconciler that does not run is noticed; one that has not begun yet is given two periods', () => {
  service.hasResource('AWS::CloudWatch::Alarm', {
    Properties: {
      MetricName: 'Invocations',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      Period: 900,
      EvaluationPeriods: 2,
    },
    DependsOn: Match.arrayWith([Match.stringLikeRegexp('^ReconcilerEveryFiveMinutes')]),
  });
});

test('a model that is being deployed or busy is no failure of the API; what API Gateway says itself is', () => {
  const [filter] = ofType(service, 'AWS::Logs::MetricFilter');

  expect(filter?.Properties['FilterPattern']).toBe(
    '{ ($.status = "5*") && (($.status != "503") || ($.functionStatus != "503")) }',
  );
  expect(filter?.Properties['LogGroupName']).toEqual({
    Ref: expect.stringMatching(/^ApiAccessLogs/),
  });
  expect(filter?.Properties['MetricTransformations']).toEqual([
    { MetricName: 'ApiErrors', MetricNamespace: 'deeptune', MetricValue: '1' },
  ]);
  service.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace: 'deeptune',
    MetricName: 'ApiErrors',
    Threshold: 5,
  });
});

describe('the dashboard', () => {
  const body = JSON.stringify(ofType(service, 'AWS::CloudWatch::Dashboard')[0]?.Properties);

  test('shows every alarm', () => {
    const ids = Object.keys(service.findResources('AWS::CloudWatch::Alarm'));

    expect(ids).toHaveLength(alarms.length);
    for (const id of ids) expect(body).toContain(`"${id}","Arn"`);
  });

  test.each([
    'ExecutionsSucceeded',
    'ExecutionsFailed',
    'ExecutionsTimedOut',
    'Errors',
    'Throttles',
    'Latency',
    '5xx',
    'ApproximateNumberOfMessagesVisible',
  ])('draws %s', (metric) => {
    expect(body).toContain(metric);
  });
});
