import type { Task } from '../../../core/ports/tasks.ts';
import { PromiseTasks } from '../../../local/tasks/promise-tasks.ts';
import type { TasksHarness } from '../../contract/tasks.contract.ts';
import { describeTasks } from '../../contract/tasks.contract.ts';

const task: Task = { name: 'freeze-dataset-version', payload: {} };

describeTasks('PromiseTasks', async () => {
  const port = new PromiseTasks({
    run: (each): Promise<void> => harness.onTask(each),
    onError: () => undefined,
  });
  const harness: TasksHarness = {
    port,
    onTask: async () => undefined,
    cleanup: () => port.close(),
  };
  return harness;
});

test('a host that closes tells its task so, waits for it, and begins none of those behind it', async () => {
  const log: string[] = [];
  let entered: () => void = () => undefined;
  const isRunning = new Promise<void>((resolve) => (entered = resolve));
  let go: () => void = () => undefined;
  const mayGoOn = new Promise<void>((resolve) => (go = resolve));
  const tasks = new PromiseTasks({
    run: async (_task, hasTime) => {
      log.push(`begun with time: ${hasTime()}`);
      entered();
      await mayGoOn;
      log.push(`ended with time: ${hasTime()}`);
    },
    onError: () => undefined,
  });
  await tasks.start(task);
  await tasks.start(task);
  await isRunning;
  const closed = tasks.close();
  go();
  await closed;

  expect(log).toEqual(['begun with time: true', 'ended with time: false']);
});

test('what a task throws is told', async () => {
  const errors: unknown[] = [];
  const tasks = new PromiseTasks({
    run: () => Promise.reject(new Error('no disk')),
    onError: (error) => errors.push(error),
  });
  await tasks.start(task);
  await new Promise((resolve) => setImmediate(resolve));

  expect(errors).toEqual([new Error('no disk')]);
});
