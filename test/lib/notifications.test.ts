import { Match } from 'aws-cdk-lib/assertions';
import { eventSource } from '../../lambda/events/eventbridge-events.ts';
import { allStatements } from './security/statements.ts';
import { synthesize } from './synthesized.ts';

const { service } = synthesize();

test('every event of the bus reaches the topic, or the dead letters', () => {
  service.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: { Ref: Match.stringLikeRegexp('^DomainEventsBus') },
    EventPattern: { source: [eventSource] },
    Targets: [
      {
        Arn: { Ref: Match.stringLikeRegexp('^NotificationsTopic') },
        RoleArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NotificationsRole'), 'Arn'] },
        DeadLetterConfig: Match.anyValue(),
      },
    ],
  });
});

test('the topic is encrypted with our key, and its name is an output', () => {
  service.hasResourceProperties('AWS::SNS::Topic', {
    DisplayName: 'deeptune: model versions',
    KmsMasterKeyId: Match.anyValue(),
  });
  service.hasOutput('NotificationTopicArn', {});
});

test('the publisher may publish and encrypt, and nothing else', () => {
  const mine = allStatements(service).filter(({ of }) => of.startsWith('NotificationsRoleDefault'));

  expect(mine.map(({ Action }) => Action)).toEqual([
    'sns:Publish',
    ['kms:Decrypt', 'kms:GenerateDataKey'],
  ]);
});
