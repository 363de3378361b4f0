import type { RunRecord } from '../records/records.ts';
import { cellOf } from '../evaluation/prediction.ts';
import { protocols } from '../evaluation/protocols.ts';
import type { Task } from '../evaluation/protocols.ts';
import { simulatedRecords } from './simulated-sweep.ts';

const { runs } = simulatedRecords(1);
const ofJob = new Map(runs.map((run) => [run.graded.jobId, run]));
const tasksOf = (id: string) => protocols.find((each) => each.id === id)!.tasksOf(runs);
const knownTo = ({ history }: Task) => history.map(({ jobId }) => ofJob.get(jobId)!);
const isOwn = (task: Task) => (run: RunRecord) => cellOf(run.graded) === cellOf(task.target.graded);
const placeOf = (run: RunRecord) => runs.indexOf(run);

test.each(protocols.map(({ id }) => id))('under %s nothing knows its own training', (id) => {
  const tasks = tasksOf(id);

  expect(tasks.length).toBeGreaterThan(0);
  for (const task of tasks) expect(knownTo(task)).not.toContain(task.target);
});

test('a new template knows all trainings of the others, and none of its own', () => {
  for (const task of tasksOf('new-template')) {
    expect(knownTo(task).filter(isOwn(task))).toEqual([]);
    expect(task.history).toHaveLength(runs.filter((run) => !isOwn(task)(run)).length);
  }
});

test.each(['new-configuration', 'one-other-run', 'five-other-runs'])(
  'under %s no repeat of the configuration is known',
  (id) => {
    for (const task of tasksOf(id)) {
      const ids = knownTo(task).map(({ configurationId }) => configurationId);
      const others = knownTo(task).filter(isOwn(task));
      expect(others.map(({ configurationId }) => configurationId)).not.toContain(
        task.target.configurationId,
      );
      if (id === 'new-configuration') expect(ids).not.toContain(task.target.configurationId);
    }
  },
);

test.each([
  ['one-run', 1],
  ['five-runs', 5],
])('under %s exactly %d own runs are known, those right before it', (id, count) => {
  for (const task of tasksOf(id)) {
    const own = knownTo(task).filter(isOwn(task));
    const before = runs.slice(0, placeOf(task.target)).filter(isOwn(task));
    expect(own).toEqual(before.slice(-count));
    expect(own).toHaveLength(count);
  }
});

test.each(['one-run', 'five-runs', 'in-turn-0', 'in-turn-1-4', 'in-turn-5'])(
  'under %s nothing that came later is known',
  (id) => {
    for (const task of tasksOf(id))
      for (const run of knownTo(task)) expect(placeOf(run)).toBeLessThan(placeOf(task.target));
  },
);

test('each training is forecast once in its turn', () => {
  const targets = ['in-turn-0', 'in-turn-1-4', 'in-turn-5'].flatMap((id) =>
    tasksOf(id).map(({ target }) => target),
  );

  expect(new Set(targets)).toEqual(new Set(runs));
  expect(targets).toHaveLength(runs.length);
});
