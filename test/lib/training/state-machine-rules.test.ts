import { trainingWorkflow } from '../../../core/job/workflow/definition.ts';
import type { Machine, RuleName, State } from './state-machine-rules.ts';
import { rules } from './state-machine-rules.ts';

const workflow = trainingWorkflow as unknown as Machine;

/** The real machine with one state changed. */
function withState(name: string, changes: Partial<State>): Machine {
  const state = { ...workflow.States[name], ...changes } as State;
  return { ...workflow, States: { ...workflow.States, [name]: state } };
}

function without(name: string, field: keyof State): Machine {
  const { ...state } = workflow.States[name] as State;
  delete (state as Partial<Record<keyof State, unknown>>)[field];
  return { ...workflow, States: { ...workflow.States, [name]: state } };
}

const retry = { JitterStrategy: 'FULL', MaxAttempts: 3 };
const catchAll = { ErrorEquals: ['States.ALL'] };

/** For each rule, machines that must be found out, and what must be said. */
const failing: Record<RuleName, [Machine, string][]> = {
  taskRetriesWithJitter: [
    [without('Prepare', 'Retry'), 'Prepare does not retry with full jitter'],
    [
      withState('Settle', { Retry: [{ MaxAttempts: 3 }] }),
      'Settle does not retry with full jitter',
    ],
    [withState('Train', { Retry: [] }), 'Train does not retry with full jitter'],
  ],
  taskRetriesEnd: [
    [
      withState('Admit', { Retry: [{ ...retry, MaxAttempts: 9999 }] }),
      'Admit retries without a limit of its own',
    ],
  ],
  taskCatchesAll: [
    [without('VerifyArtifact', 'Catch'), 'VerifyArtifact does not catch every error'],
    [
      withState('Train', { Catch: [{ ErrorEquals: ['Lambda.Unknown'], Next: 'Settle' }] }),
      'Train does not catch every error',
    ],
  ],
  taskTimesOut: [[without('Train', 'TimeoutSeconds'), 'Train has no timeout']],
  choiceHasDefault: [[without('Trained?', 'Default'), 'Trained? has no default']],
  machineTimesOut: [
    [{ StartAt: 'Prepare', States: workflow.States }, 'the machine has no timeout'],
  ],
  machineSpeaksJsonata: [
    [{ StartAt: 'Prepare', States: workflow.States }, 'the machine does not speak JSONata'],
  ],
  everyNextExists: [[withState('Prepare', { Next: 'Prepered?' }), 'Prepered? does not exist']],
  everyStateIsReached: [
    [withState('Admitted?', { Choices: [], Default: 'Settle' }), 'WaitForSlot is never reached'],
  ],
  everyStateCanEnd: [
    [
      {
        StartAt: 'Round',
        States: {
          Round: { Type: 'Pass', Next: 'AndRound' },
          AndRound: { Type: 'Pass', Next: 'Round' },
        },
      },
      'Round never comes to an end',
    ],
  ],
  everyEndIsSettled: [
    [withState('Admitted?', { Default: 'Failed' }), 'Failed is reached without Settle'],
    [
      withState('VerifyArtifact', { Catch: [{ ...catchAll, Next: 'Failed' }] }),
      'Failed is reached without Settle',
    ],
  ],
  settleFailureIsTheOnlyWayOut: [
    [
      withState('VerifyArtifact', { Catch: [{ ...catchAll, Next: 'SettleFailed' }] }),
      'VerifyArtifact catches into SettleFailed instead of Settle',
    ],
  ],
  noPassword: [[withState('Admit', { Next: 'apiKey' }), 'the machine names a secret']],
};
describe.each(Object.keys(rules) as RuleName[])('%s', (name) => {
  test('holds for the training workflow', () => {
    expect(rules[name](workflow)).toEqual([]);
  });

  test.each(failing[name].map(([machine, violation]) => ({ machine, violation })))(
    'finds: $violation',
    ({ machine, violation }) => {
      expect(rules[name](machine)).toContain(violation);
    },
  );
});
