import { ofType, resourcesOf, synthesize } from '../synthesized.ts';

const { service } = synthesize();

test('a task on the bus invokes its function for 15 minutes at most, and is kept where it fails', () => {
  const rule = ofType(service, 'AWS::Events::Rule').find(({ Properties }) =>
    JSON.stringify(Properties).includes('deeptune.tasks'),
  );

  expect(rule?.Properties).toMatchObject({
    EventBusName: { Ref: expect.stringMatching(/^DomainEventsBus/) },
    EventPattern: { source: ['deeptune.tasks'], 'detail-type': ['freeze-dataset-version'] },
    Targets: [
      {
        Arn: { Ref: expect.stringMatching(/^FreezingFreezeLive/) },
        DeadLetterConfig: { Arn: expect.anything() },
        RetryPolicy: { MaximumEventAgeInSeconds: 3_600 },
      },
    ],
  });
  const [, lambda] = Object.entries(resourcesOf(service)).find(([id]) =>
    /^FreezingFreezeFunction/.test(id),
  )!;
  expect(lambda.Properties).toMatchObject({ Timeout: 900, MemorySize: 1769 });
});
