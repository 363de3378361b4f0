import type { PlantedBug } from '../planted-bug.ts';
import { places } from './places.ts';

const { starting, workflow } = places;

/** Of what is asked for twice, and of answers that get lost. */
export const idempotencyBugs: readonly PlantedBug[] = [
  {
    name: 'key-not-stored-with-the-training',
    file: 'core/job/request/start-training.ts',
    replaces: '      ...idempotencyWrites(request, version),\n',
    by: '',
    because: 'A key that is never kept passes every test that asks once',
    tests: starting,
  },
  {
    name: 'key-of-two-at-once-not-conditional',
    file: 'core/job/request/start-training.ts',
    replaces: "return [{ put: { ...key, data: toData(record) }, if: 'absent' }];",
    by: 'return [{ put: { ...key, data: toData(record) } }];',
    because: 'It was looked for before; two at once both find nothing',
    tests: starting,
  },
  {
    name: 'key-not-looked-for-again',
    file: 'core/job/request/start-training.ts',
    replaces:
      '    const earlier = await findEarlier(request, deps);\n    if (earlier) return { version: earlier, isNew: false };\n',
    by: '',
    because: 'It was looked for at the start of the request: of two at once one is then refused',
    tests: starting,
  },
  {
    name: 'another-request-under-the-same-key',
    file: 'core/job/request/start-training.ts',
    replaces: '  if (record.value.requestHash !== request.requestHash) {',
    by: '  if (record.value.requestHash === undefined) {',
    because: 'Whoever sends a key twice means the same, one hopes (Lago #5870)',
    tests: starting,
  },
  {
    name: 'key-of-another-tenant',
    file: 'core/records/keys.ts',
    replaces: '    pk: `user#${userId}#idempotency`,',
    by: "    pk: `${userId === '' ? '' : 'user'}#idempotency`,",
    because:
      'Keys are random, so one partition would do: another tenant is told of a foreign version',
    tests: ['test/core/job/request/start-training.test.ts'],
  },
  {
    name: 'started-again-for-a-repetition',
    file: 'core/job/request/start-training.ts',
    replaces: '  if (isNew) {',
    by: "  if (isNew || version.status === 'queued') {",
    because: 'Starting a workflow is harmless; telling of it twice is not',
    tests: starting,
  },
  {
    name: 'execution-has-a-name-of-its-own',
    file: 'core/job/request/start-workflow.ts',
    replaces: 'await deps.workflow.start(jobIdOf(ids), toData(initialState(ids)));',
    by: 'await deps.workflow.start(`${jobIdOf(ids)}-x`, toData(initialState(ids)));',
    because: 'A name made for each start: the reconciler starts every workflow again',
    tests: [...starting, 'test/core/recovery/reconcile.test.ts'],
  },
  {
    name: 'execution-that-exists-is-an-error',
    file: 'lambda/workflow/step-functions-workflow.ts',
    replaces: "      if (isAwsError(error, 'ExecutionAlreadyExists')) return 'exists';\n",
    by: '',
    because: 'The SDK asks again after a lost answer',
    tests: workflow,
  },
  {
    name: 'used-token-is-an-error',
    file: 'lambda/workflow/step-functions-workflow.ts',
    replaces: "const nobodyWaits = ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'];",
    by: "const nobodyWaits = ['TaskDoesNotExist', 'InvalidToken'];",
    because: 'Events come twice: the second one would fail its function for ever',
    tests: workflow,
  },
  {
    name: 'new-record-overwrites-one-of-its-id',
    file: 'core/records/records.ts',
    replaces: "await createRecords(table, [{ put: write, if: 'absent' }], what);",
    by: 'await createRecords(table, [{ put: write }], what);',
    because: 'A write without its condition',
    tests: ['test/core/records'],
  },
];
