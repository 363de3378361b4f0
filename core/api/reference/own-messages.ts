import type { MessageTable } from './message.ts';

/** Answers of the operations that only deeptune has. */
export const ownMessages: MessageTable = {
  AmountResponse: 'amount:Amount',
  Amount:
    'period recordCount:count billableSeconds:count amountMicros:count heldMicros:count postedMicros:count budgetMicros:count',
  DeleteScheduleResponse: '',
  FeedbackResponse: '',
  SchedulesResponse: 'schedules:Schedule[]',
  ScheduleResponse: 'schedule:Schedule',
  Schedule:
    'id model_id dataset_id expression timezone min_new_inputs:count params:Struct created_at:Timestamp last_firing?:ScheduleFiring',
  ScheduleFiring: 'scheduled_at:Timestamp result detail',
  TrainingEstimatesResponse: 'training_estimates:TrainingEstimate[]',
  TrainingEstimate:
    'seconds:count p50Seconds:count p90Seconds:count maxRuntimeSeconds:count exceedsMaxRuntime:bool displaySeconds:count ' +
    'amountMicros:count maxAmountMicros:count microsPerHour:count epochs:count expectedEpochs:count inputEpochs:float ' +
    'explanation:string[] predictable:bool notPredictable?:string source warnings:DataWarning[]',
  DataWarning: 'code value:float message advice',
  TrainingProgressResponse: 'progress:TrainingProgress[]',
  TrainingProgress:
    'step:count totalSteps:count epoch?:float loss?:float metric?:float best?:bool seconds:float secondsLeft?:float stage',
  UsageRecordsResponse: 'usage_records:UsageRecord[]',
  UsageRecord:
    'trainingJobName userId appId modelId versionId templateId instanceType instanceCount:count period recordedAt:Timestamp endReason ' +
    'jobSeconds:float durableSeconds:float billableSeconds:count microsPerHour:count amountMicros:count',
};

/** Message -> the operations that answer it. */
export const ownAnswers: Readonly<Record<string, string>> = {
  AmountResponse: 'GetAmount',
  DeleteScheduleResponse: 'DeleteSchedule',
  FeedbackResponse: 'PostModelFeedback',
  SchedulesResponse: 'ListSchedules',
  ScheduleResponse: 'PostSchedule',
  TrainingEstimatesResponse: 'PostModelVersionsTrainingEstimates',
  TrainingProgressResponse: 'ListTrainingProgress',
  UsageRecordsResponse: 'ListUsageRecords',
};
