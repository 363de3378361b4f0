import type { PlantedBug } from '../planted-bug.ts';
import { places } from './places.ts';

const { admitting, settling } = places;

/** Of who runs when, and how many at once. */
export const queueBugs: readonly PlantedBug[] = [
  {
    name: 'one-place-too-many',
    file: 'core/job/steps/admit.ts',
    replaces: '(await runningJobs(userId, table)) < settings.maxConcurrentTrainings',
    by: '(await runningJobs(userId, table)) <= settings.maxConcurrentTrainings',
    because: 'Off by one at the limit',
    tests: admitting,
  },
  {
    name: 'anybody-takes-a-free-place',
    file: 'core/job/steps/admit.ts',
    replaces: 'const isFirst = (entries[0]?.jobId ?? id) === id;',
    by: 'const isFirst = true;',
    because: 'Who asks at the right moment wins, and one waits for ever',
    tests: admitting,
  },
  {
    name: 'hold-looked-for-before-the-queue-is-read',
    file: 'core/job/steps/admit.ts',
    replaces:
      "  const queue = await readQueue(table, userId);\n  if (await findHold(table, userId, id)) return { outcome: 'admitted' };\n",
    by: "  if (await findHold(table, userId, id)) return { outcome: 'admitted' };\n  const queue = await readQueue(table, userId);\n",
    because:
      'The order of two reads looks free: a doubled call then waits for the place that it has',
    tests: ['test/lambda/training/steps.test.ts'],
  },
  {
    name: 'admission-not-under-the-queue',
    file: 'core/job/steps/admit.ts',
    replaces: '[...reserved, queueWrite(userId, queue), leaveWrite(userId, id)]',
    by: '[...reserved, leaveWrite(userId, id)]',
    because: 'The budget is a condition already; two that ask at once both see one free place',
    tests: admitting,
  },
  {
    name: 'admission-of-a-job-that-was-settled-meanwhile',
    file: 'core/job/steps/admit.ts',
    replaces: '[...admitted, isOpen]',
    by: 'admitted',
    because: 'A call that hung writes a hold that no step gives back any more',
    tests: admitting,
  },
  {
    name: 'refused-job-stays-in-the-queue',
    file: 'core/job/steps/admit.ts',
    replaces:
      "    if (error instanceof DeeptuneError && error.fault === 'user')\n      await deps.table.write([leaveWrite(job.ref.scope.userId, job.id)]);\n",
    by: '',
    because: 'Nobody looks after it any more, and it stands at the head',
    tests: admitting,
  },
  {
    name: 'dead-head-holds-up-the-others',
    file: 'core/job/queue/queue.ts',
    replaces: '    if (await isWaiting(entry, table)) return entries.slice(index);\n',
    by: '    if (index >= 0) return entries.slice(index);\n',
    because: 'Entries of stopped jobs should be gone',
    tests: admitting,
  },
  {
    name: 'last-come-first-served',
    file: 'core/job/queue/queue.ts',
    replaces: 'a.requestedAt < b.requestedAt ? -1 : 1',
    by: 'a.requestedAt < b.requestedAt ? 1 : -1',
    because: 'A comparison the wrong way round',
    tests: admitting,
  },
  {
    name: 'jobs-of-an-earlier-release-come-last',
    file: 'core/job/queue/queue.ts',
    replaces: 'Number(a.number !== 0) - Number(b.number !== 0)',
    by: 'Number(a.number === 0) - Number(b.number === 0)',
    because: 'A number of 0 sorts first by itself, until one turns it round',
    tests: admitting,
  },
  {
    name: 'two-jobs-with-one-number',
    file: 'core/job/queue/queue.ts',
    replaces: "return { put, if: before.rev === undefined ? 'absent' : { rev: before.rev } };",
    by: 'return { put };',
    because: 'A write without its condition: a read-modify-write counter',
    tests: admitting,
  },
  {
    name: 'pause-above-its-maximum',
    file: 'core/job/queue/pause.ts',
    replaces: 'return Math.min(maxPauseSeconds, minPauseSeconds * 2 ** doublings);',
    by: 'return Math.max(maxPauseSeconds, minPauseSeconds * 2 ** doublings);',
    because: 'min and max are easily exchanged: a stop is noticed minutes later',
    tests: admitting,
  },
  {
    name: 'settled-job-stays-in-the-queue',
    file: 'core/job/steps/settle.ts',
    replaces: 'await deps.table.write([settled.write, ...(settled.also ?? []), leave, ...writes]);',
    by: 'await deps.table.write([settled.write, ...(settled.also ?? []), ...writes]);',
    because: 'An admitted job has left already; a stopped one has not',
    tests: settling,
  },
];
