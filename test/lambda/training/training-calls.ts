/** How a training ends. */
export type Script = 'trained' | 'stopped';

/** How often, at least, a calm training of each kind makes each mutating call. */
export const trainingCalls: Readonly<Record<Script, Readonly<Record<string, number>>>> = {
  trained: {
    CreateTrainingJob: 1,
    PutEvents: 3,
    PutObject: 4,
    SendTaskSuccess: 1,
    StartExecution: 1,
    TransactWriteItems: 5,
  },
  stopped: {
    CreateTrainingJob: 1,
    PutEvents: 3,
    PutObject: 4,
    SendTaskSuccess: 1,
    StartExecution: 1,
    StopTrainingJob: 1,
    TransactWriteItems: 6,
  },
};
