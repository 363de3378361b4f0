import type { JsonObject } from '../../json.ts';
import type { Retrier } from './limits.ts';
import { executionSeconds, settleRetrier, stepSeconds, transientRetrier } from './limits.ts';

/**
 * States of the previous release that have another name now: a stored execution goes on under the
 * new one.
 */
export const renamedStates: Readonly<Record<string, string>> = { Evaluate: 'VerifyArtifact' };

/** The steps that run code: each is one Lambda on AWS and one function on the laptop. */
export const steps = [
  'Decide',
  'Prepare',
  'Estimate',
  'Admit',
  'Train',
  'VerifyArtifact',
  'Gate',
  'Settle',
] as const;
export type Step = (typeof steps)[number];

/**
 * How a step is named in the document: replaced by the function's ARN on deployment, by the
 * function itself on the laptop.
 */
export function stepFunction(step: Step): string {
  return `\${${step}FunctionArn}`;
}

const invoke = 'arn:aws:states:::lambda:invoke';

/** A failed call is tried again, whatever failed. */
const retrying = (retrier: Retrier, failed = 'States.ALL') => [
  { ErrorEquals: [failed], ...retrier, JitterStrategy: 'FULL' },
];

const fields = [
  'schemaVersion',
  'userId',
  'appId',
  'modelId',
  'versionId',
  'kind',
  'jobId',
  'recordId',
  'attempt',
  'outcome',
  'failure',
  'trainTimeoutSeconds',
  'waitSeconds',
  'waits',
  'scheduleId',
  'scheduledAt',
];

/** What the fields that are younger than a stored state stand for. */
const absent: Readonly<Record<string, string>> = {
  kind: "'train'",
  jobId: '$states.input.versionId',
  recordId: '$states.input.versionId',
  scheduleId: "''",
  scheduledAt: "''",
};

function keptField(field: string): string {
  const [value, otherwise] = [`$states.input.${field}`, absent[field]];
  return otherwise === undefined
    ? `{% ${value} %}`
    : `{% $exists(${value}) ? ${value} : ${otherwise} %}`;
}

/**
 * The state of the step before, with some fields replaced. Spelt out: `$merge` is not in every
 * emulator's JSONata.
 */
function stateWith(changes: JsonObject): JsonObject {
  const kept = fields.map((field) => [field, keptField(field)]);
  return { ...Object.fromEntries(kept), ...changes };
}

const toSettle = [
  {
    ErrorEquals: ['States.ALL'],
    Next: 'Settle',
    Output: stateWith({
      outcome: 'failed',
      failure: {
        code: '{% $states.errorOutput.Error %}',
        fault: 'platform',
        message: '{% $string($states.errorOutput.Cause) %}',
      },
    }),
  },
];

/**
 * A training that is done is not lost because its gate cannot be asked: Settle leaves it to a
 * person.
 */
const ungated = [
  { ErrorEquals: ['States.ALL'], Next: 'Settle', Output: stateWith({ outcome: 'verified' }) },
];

function task(step: Exclude<Step, 'Train'>, next: string): JsonObject {
  return {
    Type: 'Task',
    Resource: invoke,
    Arguments: { FunctionName: stepFunction(step), Payload: '{% $states.input %}' },
    Output: '{% $states.result.Payload %}',
    TimeoutSeconds: stepSeconds[step],
    Retry: retrying(step === 'Settle' ? settleRetrier : transientRetrier),
    Catch: step === 'Settle' ? [{ ErrorEquals: ['States.ALL'], Next: 'SettleFailed' }] : toSettle,
    Next: next,
  };
}

function choice(branches: Readonly<Record<string, string>>, otherwise: string): JsonObject {
  const choices = Object.entries(branches).map(([outcome, next]) => ({
    Condition: `{% $states.input.outcome = "${outcome}" %}`,
    Next: next,
  }));
  return { Type: 'Choice', Choices: choices, Default: otherwise };
}

/** Evaluations and batch predictions make no version that could be promoted. */
const isVerifiedTraining =
  '{% $states.input.outcome = "verified" and $not($states.input.kind in ["evaluate", "predict"]) %}';

const train: JsonObject = {
  Type: 'Task',
  Resource: `${invoke}.waitForTaskToken`,
  Arguments: {
    FunctionName: stepFunction('Train'),
    Payload: { state: '{% $states.input %}', taskToken: '{% $states.context.Task.Token %}' },
  },
  Output: stateWith({
    outcome: '{% $states.result.outcome %}',
    failure: '{% $states.result.failure %}',
  }),
  TimeoutSeconds: '{% $states.input.trainTimeoutSeconds %}',
  // Whatever failed, a process that died at it too, but for the wait itself: repeated, Train adopts
  // the job that is there, and a token that nobody answered in time is no reason for another wait.
  Retry: retrying(transientRetrier, 'States.TaskFailed'),
  Catch: toSettle,
  Next: 'Trained?',
};

/**
 * The workflow of a job, whatever its kind: Prepare -> Estimate -> Admit -> Train ->
 * VerifyArtifact -> Gate -> Settle; of a schedule's firing Decide before that. In: a `JobState`;
 * out: the same, settled. A skip, a failure, a stop and a timeout end in Settle too; an execution
 * that fails at Settle itself is left to the reconciler.
 */
export const trainingWorkflow: JsonObject = {
  Comment:
    'deeptune: one job (a training, an evaluation, a batch prediction), from queued to settled',
  QueryLanguage: 'JSONata',
  StartAt: 'Scheduled?',
  TimeoutSeconds: executionSeconds,
  States: {
    'Scheduled?': {
      Type: 'Choice',
      Choices: [
        {
          Condition: '{% $exists($states.input.scheduleId) and $states.input.scheduleId != "" %}',
          Next: 'Decide',
        },
      ],
      Default: 'Prepare',
    },
    Decide: task('Decide', 'Decided?'),
    'Decided?': choice({ retrain: 'Prepare' }, 'Settle'),
    Prepare: task('Prepare', 'Prepared?'),
    'Prepared?': choice({ prepared: 'Estimate', wait: 'WaitForDataset' }, 'Settle'),
    WaitForDataset: { Type: 'Wait', Seconds: '{% $states.input.waitSeconds %}', Next: 'Prepare' },
    Estimate: task('Estimate', 'Estimated?'),
    'Estimated?': choice({ estimated: 'Admit' }, 'Settle'),
    Admit: task('Admit', 'Admitted?'),
    'Admitted?': choice({ admitted: 'Train', wait: 'WaitForSlot' }, 'Settle'),
    WaitForSlot: { Type: 'Wait', Seconds: '{% $states.input.waitSeconds %}', Next: 'Admit' },
    Train: train,
    'Trained?': choice({ completed: 'VerifyArtifact', interrupted: 'NextAttempt' }, 'Settle'),
    NextAttempt: {
      Type: 'Pass',
      Output: stateWith({ attempt: '{% $states.input.attempt + 1 %}' }),
      Next: 'Train',
    },
    VerifyArtifact: task('VerifyArtifact', 'Verified?'),
    'Verified?': {
      Type: 'Choice',
      Choices: [{ Condition: isVerifiedTraining, Next: 'Gate' }],
      Default: 'Settle',
    },
    Gate: { ...task('Gate', 'Settle'), Catch: ungated },
    Settle: task('Settle', 'Settled?'),
    'Settled?': choice(
      {
        promoted: 'Promoted',
        'held-back': 'HeldBack',
        'awaits-approval': 'AwaitsApproval',
        skipped: 'Skipped',
        trained: 'Succeeded',
        done: 'Succeeded',
        stopped: 'Succeeded',
      },
      'Failed',
    ),
    Promoted: { Type: 'Succeed' },
    HeldBack: { Type: 'Succeed' },
    AwaitsApproval: { Type: 'Succeed' },
    Skipped: { Type: 'Succeed' },
    Succeeded: { Type: 'Succeed' },
    Failed: {
      Type: 'Fail',
      Error: '{% $states.input.failure.code %}',
      Cause: '{% $states.input.failure.message %}',
    },
    SettleFailed: {
      Type: 'Fail',
      Error: 'settle-failed',
      Cause: 'Settle gave up; the reconciler settles this job.',
    },
  },
};
