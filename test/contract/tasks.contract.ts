import type { Task, Tasks } from '../../core/ports/tasks.ts';
import { until } from '../until.ts';

/** One adapter under test. */
export interface TasksHarness {
  readonly port: Tasks;
  /** What runs the tasks: the test says what they do. */
  onTask: (task: Task) => Promise<void>;
  readonly cleanup?: () => Promise<void>;
}

const taskOf = (n: number): Task => ({
  name: 'freeze-dataset-version',
  payload: { userId: 'u', appId: 'a', datasetId: 'ds', datasetVersionId: `v${n}` },
});

/** What every `Tasks` promises. */
export function describeTasks(name: string, make: () => Promise<TasksHarness>): void {
  describe(`Tasks: ${name}`, () => {
    let harness: TasksHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(async () => {
      await harness.cleanup?.();
    });

    test('a task runs with what it was started with', async () => {
      const ran: Task[] = [];
      harness.onTask = async (task) => void ran.push(task);

      await harness.port.start(taskOf(1));
      await until(5, async () => ran[0]);

      expect(ran).toEqual([taskOf(1)]);
    });

    test('start answers before the task has ended', async () => {
      let end: () => void = () => undefined;
      let hasEnded = false;
      harness.onTask = async () => {
        await new Promise<void>((resolve) => (end = resolve));
        hasEnded = true;
      };

      await harness.port.start(taskOf(1));

      expect(hasEnded).toBe(false);
      await until(5, async () => {
        end();
        return hasEnded || undefined;
      });
    });

    test('one that fails does not keep the next from running', async () => {
      const ran: string[] = [];
      harness.onTask = async ({ payload }) => {
        ran.push(String(payload['datasetVersionId']));
        if (payload['datasetVersionId'] === 'v1') throw new Error('failed');
      };

      await harness.port.start(taskOf(1));
      await harness.port.start(taskOf(2));
      await until(5, async () => ran.find((id) => id === 'v2'));

      expect([...new Set(ran)].sort()).toEqual(['v1', 'v2']);
    });
  });
}
