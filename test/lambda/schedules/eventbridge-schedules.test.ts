import { isError } from '../../../core/errors.ts';
import { SchedulerSchedules } from '../../../lambda/schedules/eventbridge-schedules.ts';
import { describeSchedules } from '../../contract/schedules.contract.ts';
import { rejection } from '../../contract/wait.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';
import { WireError } from '../../wire/protocol/wire.ts';

const group = 'deeptune';
const gone = new WireError('ResourceNotFoundException', 'gone', 404);

function schedulesOn(fake: FakeAws): SchedulerSchedules {
  return new SchedulerSchedules({
    client: fakeClients(fake).scheduler,
    groupName: group,
    targetArn: 'arn:aws:lambda:eu-central-1:111111111111:function:tick',
    roleArn: 'arn:aws:iam::111111111111:role/scheduler',
    deadLetterArn: 'arn:aws:sqs:eu-central-1:111111111111:dead',
  });
}

describeSchedules('SchedulerSchedules', async () => ({ port: schedulesOn(new FakeAws()) }));

const nightly = {
  name: 'nightly',
  expression: 'cron(0 3 * * ? *)',
  timezone: 'Europe/Berlin',
  payload: { scheduleId: 'n', nested: { list: [1] } },
};

test('F06: a firing carries its name, its slot and its payload', async () => {
  const fake = new FakeAws();
  await schedulesOn(fake).put(nightly);

  expect(fake.scheduler.fire(group, 'nightly', '2026-11-26T02:00:00Z')).toEqual({
    name: 'nightly',
    scheduledAt: '2026-11-26T02:00:00Z',
    payload: nightly.payload,
  });
});

test('a schedule fires at its minute, is tried again for an hour, and then kept as dead', async () => {
  const fake = new FakeAws();
  await schedulesOn(fake).put(nightly);

  expect(fake.scheduler.dump()[0]).toMatchObject({
    Name: 'nightly',
    GroupName: group,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: 'arn:aws:lambda:eu-central-1:111111111111:function:tick',
      RoleArn: 'arn:aws:iam::111111111111:role/scheduler',
      DeadLetterConfig: { Arn: 'arn:aws:sqs:eu-central-1:111111111111:dead' },
      RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 20 },
    },
  });
});

test('a list of several pages is whole', async () => {
  const fake = new FakeAws();
  fake.scheduler.pageSize = 2;
  for (let n = 0; n < 5; n++) await schedulesOn(fake).put({ ...nightly, name: `n${n}` });

  expect((await schedulesOn(fake).list('n')).map((s) => s.name)).toEqual([
    'n0',
    'n1',
    'n2',
    'n3',
    'n4',
  ]);
});

test('a schedule deleted between two calls of a list is not in it', async () => {
  const fake = new FakeAws();
  await schedulesOn(fake).put(nightly);
  fake.faultOnce('scheduler', 'GetSchedule', gone);

  expect(await schedulesOn(fake).list('')).toEqual([]);
});

test('a put that meets a delete creates anew', async () => {
  const fake = new FakeAws();
  fake.faultOnce('scheduler', 'CreateSchedule', new WireError('ConflictException', 'there', 409));

  await schedulesOn(fake).put(nightly);

  expect(await schedulesOn(fake).list('')).toEqual([nightly]);
});

test('a name that EventBridge Scheduler does not take is invalid-request', async () => {
  const error = await rejection(schedulesOn(new FakeAws()).put({ ...nightly, name: 'a b' }));

  expect(isError(error, 'invalidRequest')).toBe(true);
});
