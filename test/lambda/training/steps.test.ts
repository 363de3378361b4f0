import { listHolds } from '../../../core/billing/hold.ts';
import { fail } from '../../../core/errors.ts';
import { stopTraining } from '../../../core/job/request/stop-training.ts';
import { listEntries } from '../../../core/job/queue/queue.ts';
import { admit } from '../../../core/job/steps/admit.ts';
import { estimate } from '../../../core/job/steps/estimate.ts';
import { runStep } from '../../../core/job/steps/step.ts';
import type { Table } from '../../../core/ports/table.ts';
import { keys } from '../../../core/records/keys.ts';
import { scope } from '../account.ts';
import { StepsByHand } from './steps-by-hand.ts';

let steps: StepsByHand;
beforeEach(async () => {
  steps = await StepsByHand.make({ maxConcurrentTrainings: 1 });
});
afterEach(() => steps.account.close());

const table = () => steps.account.host('admit').table;
const holds = () => listHolds(table(), scope.userId);

test('a stop wins over the work of every step: nothing is laid out, promised or held', async () => {
  await stopTraining(steps.ref, steps.account.host('api'));

  expect(await steps.admitted()).toMatchObject({ outcome: 'stopped' });

  expect(await holds()).toEqual([]);
});

test('an error of the user’s is his before the first training job, and ours from then on', async () => {
  const missing = () => runStep(steps.state, table(), () => Promise.reject(lost));
  const lost = fail('doesNotExist', 'An object is not there');
  const failure = { code: 'does-not-exist', message: 'An object is not there' };
  expect(await missing()).toMatchObject({
    outcome: 'failed',
    failure: { ...failure, fault: 'user' },
  });

  await steps.running();

  expect(await missing()).toMatchObject({
    outcome: 'failed',
    failure: { ...failure, fault: 'platform' },
  });
});

test('of two calls of Admit for one job, whichever is admitted, neither waits for its place', async () => {
  await steps.admitted();
  await steps.ask();
  const waiting = steps.state;
  expect(await steps.admitted()).toMatchObject({ outcome: 'wait' });
  const [first] = await holds();
  await table().write([
    { delete: keys.hold(scope.userId, first!.versionId) },
    { delete: keys.queueEntry(scope.userId, waiting.versionId) },
  ]);
  const state = steps.state;
  const host = steps.account.host('admit');
  const real = host.table;
  let isFirst = true;
  const get: Table['get'] = async (key) => {
    const item = await real.get(key);
    const isHold = key.pk === keys.hold(scope.userId, '').pk;
    if (isHold && isFirst) {
      isFirst = false;
      await admit(state, steps.account.host('admit'));
    }
    return item;
  };
  const value = { get, query: real.query.bind(real), write: real.write.bind(real) };
  Object.defineProperty(host, 'table', { value });

  expect(await admit(state, host)).toMatchObject({ outcome: 'admitted' });

  expect(await holds()).toHaveLength(1);
  expect(await listEntries(table(), scope.userId)).toEqual([]);
});

test('what has begun is promised already: Estimate that is repeated late changes nothing of it', async () => {
  await steps.running();
  const before = await steps.version();
  steps.now = new Date(Date.now() + 3_600_000).toISOString();

  await estimate(steps.state, steps.host('estimate'));

  expect(await steps.version()).toEqual(before);
});
