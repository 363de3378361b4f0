import type { DomainEvent } from '../ports/events.ts';

/** Type of what a user asks for to see whether it arrives. */
export const testType = 'notification.test';

interface EventType {
  /** When it is sent, for whoever chooses. */
  readonly description: string;
  /**
   * What of its detail makes it the fact that it is: a second one with the same is a repetition.
   */
  readonly identity: readonly string[];
}

const ofJob = (subject: string, idName: string) => ({
  queued: { description: `${subject} was accepted and waits`, identity: [idName] },
  running: {
    description: `${subject} runs; again at each further attempt`,
    identity: [idName, 'trainingJobName'],
  },
  completed: { description: `${subject} has its results`, identity: [idName] },
  failed: { description: `${subject} failed, with the reason`, identity: [idName] },
  stopped: { description: `${subject} was stopped, or its time was used up`, identity: [idName] },
});

const training = ofJob('A training', 'versionId');
const evaluation = ofJob('An evaluation', 'evaluationId');
const prediction = ofJob('A batch prediction', 'predictionId');

/** Every event that a notification can be for. */
export const eventTypes: Readonly<Record<DomainEvent['type'], EventType>> = {
  'model-version.queued': training.queued,
  'model-version.training': training.running,
  'model-version.trained': { ...training.completed, description: 'A training made its model' },
  'model-version.failed': training.failed,
  'model-version.stopped': training.stopped,
  'model-version.held-back': {
    description: 'A trained version does not answer predictions: its gate says what it lost',
    identity: ['versionId'],
  },
  'model-version.awaits-approval': {
    description: 'A trained version answers predictions once a person promotes it',
    identity: ['versionId'],
  },
  'model.promoted': {
    description: 'Another version of a model answers predictions from now on',
    identity: ['userId', 'appId', 'modelId', 'versionId', 'sequence'],
  },
  'model.rolled-back': {
    description: 'A version of a model that answered before answers predictions again',
    identity: ['userId', 'appId', 'modelId', 'versionId', 'sequence'],
  },
  'evaluation.queued': evaluation.queued,
  'evaluation.running': evaluation.running,
  'evaluation.completed': evaluation.completed,
  'evaluation.failed': evaluation.failed,
  'evaluation.stopped': evaluation.stopped,
  'prediction.queued': prediction.queued,
  'prediction.running': prediction.running,
  'prediction.completed': prediction.completed,
  'prediction.failed': prediction.failed,
  'prediction.stopped': prediction.stopped,
  'schedule.skipped': {
    description: 'A retraining schedule fired and did not train, with the reason',
    identity: ['scheduleId', 'scheduledAt'],
  },
  'invoice.issued': {
    description: 'An invoice was issued: what a month costs',
    identity: ['userId', 'invoiceId'],
  },
  'budget.reached': {
    description: 'A job was refused by a budget; sent once for a period of a budget and its limit',
    identity: ['userId', 'period', 'budgetMicros', 'budgetId'],
  },
  'budget.threshold': {
    description:
      'A budget has 50, 80 or 100 % of its limit spent or held; sent once for a period, a limit and a percentage',
    identity: ['userId', 'budgetId', 'period', 'limitMicros', 'percent'],
  },
  'budget.stopped': {
    description: 'A job is being stopped because a budget was lowered below what is taken of it',
    identity: ['userId', 'jobId', 'budgetId'],
  },
  'budget.resumed': {
    description: 'A job that a budget had stopped goes on since the budget was raised',
    identity: ['userId', 'jobId', 'resumedAs'],
  },
  'budget.not-resumed': {
    description: 'A job that a budget had stopped cannot go on, with the reason',
    identity: ['userId', 'jobId'],
  },
  'hold.needs-review': {
    description:
      'A job ended in a way that is not known: nothing is charged, and what was set aside stays until an operator ends it',
    identity: ['jobId'],
  },
};

export const eventTypeNames = Object.keys(eventTypes) as readonly DomainEvent['type'][];

/**
 * What an event is named by wherever it is sent: 32 hexadecimal digits, the same for the same fact
 * published twice.
 */
export function eventIdOf({ type, detail }: DomainEvent, sha256: (text: string) => string): string {
  const parts = eventTypes[type].identity.map((name) => detail[name] ?? null);
  return sha256(JSON.stringify([type, ...parts])).slice(0, 32);
}
