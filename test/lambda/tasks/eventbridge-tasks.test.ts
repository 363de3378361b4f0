import type { JsonObject } from '../../../core/json.ts';
import type { Task } from '../../../core/ports/tasks.ts';
import { isError } from '../../../core/errors.ts';
import { taskSource } from '../../../lambda/environment.ts';
import { EventBridgeTasks, taskOf } from '../../../lambda/tasks/eventbridge-tasks.ts';
import { describeTasks } from '../../contract/tasks.contract.ts';
import { rejection } from '../../contract/wait.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';

const tasksOn = (aws: FakeAws) =>
  new EventBridgeTasks({ client: fakeClients(aws).eventbridge, busName: 'deeptune' });

describeTasks('EventBridgeTasks', async () => {
  const aws = new FakeAws();
  const harness = { port: tasksOn(aws), onTask: async (_task: Task): Promise<void> => undefined };
  // As the rule and the asynchronous invocation do it.
  aws.eventbridge.onEvent = ({ DetailType, Detail }) => {
    const event = { 'detail-type': DetailType, detail: JSON.parse(Detail) as JsonObject };
    setImmediate(() => void harness.onTask(taskOf(event)).catch(() => undefined));
  };
  return harness;
});

test('a task is no event: its source is not that of what happened', async () => {
  const aws = new FakeAws();
  await tasksOn(aws).start({ name: 'freeze-dataset-version', payload: { datasetId: 'ds' } });

  expect(aws.eventbridge.events).toMatchObject([
    { Source: taskSource, DetailType: 'freeze-dataset-version', Detail: '{"datasetId":"ds"}' },
  ]);
  expect(taskSource).not.toBe('deeptune');
});

test('one that the bus does not take is an error', async () => {
  const aws = new FakeAws();
  aws.eventbridge.refuseEntryOnce();

  const error = await rejection(
    tasksOn(aws).start({ name: 'freeze-dataset-version', payload: {} }),
  );

  expect(isError(error, 'internal')).toBe(true);
});
