import type { MessageTable } from './message.ts';

/** Answers below `/v1`, in OpenAI's words. Instants are whole seconds since 1970. */
export const openAiMessages: MessageTable = {
  OpenAiFile:
    'id object bytes:count created_at:count filename purpose status status_details:string|null',
  OpenAiFileList: 'object data:OpenAiFile[] first_id:string|null last_id:string|null has_more:bool',
  OpenAiDeleted: 'id object deleted:bool',
  FineTuningJob:
    'id object model created_at:count finished_at:count|null fine_tuned_model:string|null organization_id result_files:string[] status ' +
    'training_file validation_file:string|null hyperparameters:FineTuningHyperparameters method:FineTuningMethod trained_tokens:count|null ' +
    'error:FineTuningError|null seed:count estimated_finish:count|null integrations:Value[] metadata:string{}',
  FineTuningHyperparameters:
    'n_epochs?:float batch_size?:float learning_rate_multiplier?:NumberOrWord',
  FineTuningMethod: 'type supervised:FineTuningSupervised',
  FineTuningSupervised: 'hyperparameters:FineTuningHyperparameters',
  FineTuningError: 'code message param:string|null',
  FineTuningJobList:
    'object data:FineTuningJob[] first_id:string|null last_id:string|null has_more:bool',
  FineTuningEvent: 'id object created_at:count level message type data?:FineTuningFigures',
  FineTuningFigures:
    'step:count total_steps?:count train_loss?:float full_valid_mean_token_accuracy?:float',
  FineTuningEventList:
    'object data:FineTuningEvent[] first_id:string|null last_id:string|null has_more:bool',
  FineTuningCheckpoint:
    'id object created_at:count fine_tuned_model_checkpoint fine_tuning_job_id step_number:count metrics:FineTuningFigures',
  FineTuningCheckpointList:
    'object data:FineTuningCheckpoint[] first_id:string|null last_id:string|null has_more:bool',
  OpenAiModel: 'id object created:count owned_by',
  OpenAiModelList: 'object data:OpenAiModel[]',
  ChatCompletion: 'id object created:count model choices:ChatChoice[] usage?:CompletionUsage',
  ChatChoice: 'index:count message:ChatMessage finish_reason logprobs:Value',
  ChatMessage: 'role content refusal:string|null',
  TextCompletion: 'id object created:count model choices:TextChoice[] usage?:CompletionUsage',
  TextChoice: 'index:count text finish_reason logprobs:Value',
  CompletionUsage: 'prompt_tokens:count completion_tokens:count total_tokens:count',
  OpenAiRefusal: 'error:OpenAiError',
  OpenAiError: 'message type param:string|null code',
};
