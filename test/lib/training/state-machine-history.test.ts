import { trainingWorkflow } from '../../../core/job/workflow/definition.ts';
import { maxAttempts, maxDatasetWaits, maxWaits } from '../../../core/job/workflow/limits.ts';
import { eventsOf, maxHistoryEvents } from './state-machine-history.ts';
import type { Machine, State } from './state-machine-rules.ts';

const workflow = trainingWorkflow as unknown as Machine;
const limits = {
  WaitForDataset: maxDatasetWaits,
  WaitForSlot: maxWaits,
  NextAttempt: maxAttempts - 1,
};

/** Step Functions ends an execution at 25,000 events; a tenth is kept as a reserve. */
const maxEvents = 22_500;

test('a training that waits for its dataset version and then a day for its place, with every task failing as often as it may, stays below the limit', () => {
  expect(maxHistoryEvents(workflow, limits)).toBeLessThan(maxEvents);
});

test('it is counted state by state', () => {
  const once = (name: string) => eventsOf(workflow.States[name] as State);
  const preparation = once('Prepare') + once('Prepared?') + once('WaitForDataset');
  const estimation = once('Estimate') + once('Estimated?');
  const admission = once('Admit') + once('Admitted?') + once('WaitForSlot');
  const attempt = once('Train') + once('Trained?') + once('NextAttempt');
  const firing = ['Scheduled?', 'Decide', 'Decided?'];
  const ending = ['VerifyArtifact', 'Verified?', 'Gate', 'Settle', 'Settled?'];
  const rest = [...firing, ...ending].map(once);

  expect(maxHistoryEvents(workflow, limits)).toBe(
    (1 + maxDatasetWaits) * preparation +
      estimation +
      (1 + maxWaits) * admission +
      maxAttempts * attempt +
      rest.reduce((sum, events) => sum + events, 0) +
      // Started, ended; of the ends, two events each but for the failed ones, only one is reached.
      (2 + 5 * 2 + 1 + 1),
  );
});

test('a pause of a minute would be found out', () => {
  expect(maxHistoryEvents(workflow, { ...limits, WaitForSlot: 1440 })).toBeGreaterThan(maxEvents);
});

test('a loop that nobody limits is found out', () => {
  expect(() =>
    maxHistoryEvents(workflow, { WaitForDataset: maxDatasetWaits, WaitForSlot: maxWaits }),
  ).toThrow(/^(Train|Trained\?|NextAttempt) lies in a loop without a limit$/);
});

const retry = { JitterStrategy: 'FULL', MaxAttempts: 2 };

test.each<[string, State, number]>([
  ['a wait', { Type: 'Wait' }, 2],
  ['a task that may not be repeated', { Type: 'Task' }, 5],
  ['a task that may be repeated twice', { Type: 'Task', Retry: [retry] }, 11],
  ['one that retries by the default', { Type: 'Task', Retry: [{}] }, 14],
  ['one that waits for a token', { Type: 'Task', Resource: 'lambda.waitForTaskToken' }, 6],
  ['an end', { Type: 'Fail' }, 1],
])('%s', (_, state, events) => {
  expect(eventsOf(state)).toBe(events);
});
