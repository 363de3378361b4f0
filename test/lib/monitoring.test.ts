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
  expect(alarms).toHaveLength(21);
  for (const alarm of alarms) expect(articles).toContain(articleOf(alarm));
});

test('each article of the runbook has an alarm', () => {
  expect([...new Set(alarms.map(articleOf))].sort()).toEqual([...articles].sort());
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

test('a reconciler that does not run is noticed', () => {
  service.hasResourceProperties('AWS::CloudWatch::Alarm', {
    MetricName: 'Invocations',
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
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
