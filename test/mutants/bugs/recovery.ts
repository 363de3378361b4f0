import type { PlantedBug } from '../planted-bug.ts';
import { places } from './places.ts';

const { deletion, recovery, trainStep } = places;

/** Of what brings on what was lost, and of what is deleted while it works. */
export const recoveryBugs: readonly PlantedBug[] = [
  {
    name: 'young-job-started-twice',
    file: 'core/recovery/reconcile.ts',
    replaces: 'Date.parse(deps.now()) - Date.parse(job.createdAt) < graceMilliseconds',
    by: 'Date.parse(deps.now()) - Date.parse(job.createdAt) < 0',
    because: 'Between its record and its workflow a job looks lost',
    tests: recovery,
  },
  {
    name: 'one-broken-job-keeps-the-others',
    file: 'core/recovery/reconcile.ts',
    replaces:
      '    const done = await reconcileJob(ids, deps).catch(\n      (error: unknown) => `could not repair: ${String(error)}`,\n    );',
    by: '    const done = await reconcileJob(ids, deps);',
    because: 'An error that nobody catches ends the whole sweep, every time',
    tests: recovery,
  },
  {
    name: 'wish-to-stop-not-told-again',
    file: 'core/recovery/reconcile.ts',
    replaces: "  if (status === 'stopping') await deps.jobs.stop(trainingJobName);\n",
    by: '',
    because: 'The job was told by whoever asked for the stop; he may have died before',
    tests: recovery,
  },
  {
    name: 'lost-event-stays-lost',
    file: 'core/recovery/reconcile.ts',
    replaces: '  await trainingJobEnded(trainingJobName, deps);\n',
    by: '',
    because: 'EventBridge drops an event after a day',
    tests: recovery,
  },
  {
    name: 'finished-work-of-a-lost-workflow-thrown-away',
    file: 'core/recovery/reconcile.ts',
    replaces: 'const isDone = await isFinished(job, deps);',
    by: 'const isDone = false;',
    because: 'The workflow failed, so the job did',
    tests: recovery,
  },
  {
    name: 'event-of-a-running-job-ends-it',
    file: 'core/job/steps/job-ended.ts',
    replaces: '  if (!job || !isEnded(job)) return;\n',
    by: '  if (!job) return;\n',
    because: 'The event says that it ended; events come late and out of order',
    tests: trainStep,
  },
  {
    name: 'stop-told-before-it-is-stored',
    file: 'core/job/request/stop-training.ts',
    replaces:
      '  await deps.table.write([versionWrite(stopping, rev), ...(because?.also ?? [])]);\n',
    by: '  if (trainingJobName === undefined)\n    await deps.table.write([versionWrite(stopping, rev), ...(because?.also ?? [])]);\n',
    because: 'The running job is told anyway: a lost call is a lost stop',
    tests: ['test/core/recovery/reconcile.test.ts', ...trainStep],
  },
  {
    name: 'deleted-model-trains-on',
    file: 'core/deletion/delete-model.ts',
    replaces: 'await (isOpen(version) ? stopTraining(ref, deps) : removeVersion(ref, deps));',
    by: 'if (!isOpen(version)) await removeVersion(ref, deps);',
    because: 'It goes when it is settled, one day, at the customer’s expense',
    tests: deletion,
  },
  {
    name: 'deleted-version-takes-its-child-along',
    file: 'core/deletion/delete-version.ts',
    replaces: '  if (!(await hasOpenChild(ref, deps)))\n    await deletePrefix(',
    by: '  await deletePrefix(',
    because: 'A training that starts from it reads its files until it ends',
    tests: deletion,
  },
  {
    name: 'deleted-app-spares-its-evaluations',
    file: 'core/deletion/delete-app.ts',
    replaces: 'const open = (await endTrainings(scope, deps)) + (await endInference(scope, deps));',
    by: 'const open = await endTrainings(scope, deps);',
    because: 'Jobs used to be trainings',
    tests: [
      'test/lambda/training/inference-jobs.test.ts',
      'test/core/api/clarifai/predictions/predictions.test.ts',
    ],
  },
];
