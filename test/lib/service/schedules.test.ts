import { Match } from 'aws-cdk-lib/assertions';
import { allowing } from '../security/statements.ts';
import { ofType, synthesize } from '../synthesized.ts';

const { service } = synthesize();

test('schedules have a group of their own', () => {
  service.hasResourceProperties('AWS::Scheduler::ScheduleGroup', { Name: 'deeptune' });
});

test('a schedule fires the live alias of one function, whose name outlives deployments', () => {
  const target = /:function:deeptune-schedule-fired:live/;
  service.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'deeptune-schedule-fired',
  });

  const calls = allowing(service, 'lambda:InvokeFunction').filter(({ of }) =>
    of.startsWith('SchedulesRole'),
  );

  expect(calls.map(({ Resource }) => JSON.stringify(Resource))).toEqual([
    expect.stringMatching(target),
  ]);
  service.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        SCHEDULE_GROUP: 'deeptune',
        SCHEDULE_TARGET_ARN: {
          'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(target.source)])],
        },
      },
    },
  });
});

test('undelivered events wait two weeks in encrypted queues that take TLS only', () => {
  const queues = ofType(service, 'AWS::SQS::Queue');

  expect(queues).toHaveLength(7);
  for (const { Properties } of queues) {
    expect(Properties).toMatchObject({
      MessageRetentionPeriod: 1_209_600,
      SqsManagedSseEnabled: true,
    });
  }
  for (const { Properties } of ofType(service, 'AWS::SQS::QueuePolicy')) {
    expect(JSON.stringify(Properties)).toContain('"aws:SecureTransport":"false"');
  }
});

test('an event whose function failed three times waits there too', () => {
  const destinations = ofType(service, 'AWS::Lambda::EventInvokeConfig').map(({ Properties }) =>
    JSON.stringify(Properties),
  );

  expect(destinations).toHaveLength(7);
  for (const [name, queue] of [
    ['TrainingJobEvent', 'TrainingJobEventsDeadLetters'],
    ['Reconcile', 'ReconcilerDeadLetters'],
    ['ScheduleFired', 'SchedulesDeadLetters'],
    ['FreezingFreeze', 'FreezingDeadLetters'],
    ['IssueInvoices', 'InvoicingDeadLetters'],
    ['NotificationSendingNotify', 'NotificationSendingDeadLetters'],
    ['NotificationSendingDeliver', 'NotificationSendingDeadLetters'],
  ] as const) {
    const mine = destinations.filter((text) => new RegExp(`${name}Function`).test(text));

    expect(mine).toEqual([expect.stringMatching(queue)]);
    expect(mine).toEqual([expect.stringContaining('"MaximumRetryAttempts":2')]);
  }
});
