import type { JsonObject } from '../../json.ts';

const concept = { id: 'good' };
const params = { template: 'Deeptune_Bert_Small', dataset_id: 'things', dataset_version_id: 'v1' };
const training = { train_info: { params } };
const question = { data: { text: { raw: 'a good text' } } };

/** Operation -> a body that it takes. What a body names beside what it makes has to be there. */
export const examples: Readonly<Record<string, JsonObject>> = {
  PostModelVersionsTrainingTimeEstimate: { model_versions: [training] },
  PostModelVersionsTrainingEstimates: { model_versions: [training] },
  PostTrainingEstimate: {
    model_type_id: 'text-classifier',
    params: { template: 'Deeptune_Bert_Small' },
    input_count: 500,
  },
  PostApps: { apps: [{ id: 'new-app', description: 'What we sell' }] },
  PatchApps: { apps: [{ id: 'market', notes: 'Ask Ada' }], action: 'merge' },
  PatchApp: { app: { notes: 'Ask Ada' }, action: 'merge' },
  PostKeys: { keys: [{ description: 'reader', scopes: ['Apps_Get', 'Inputs_Get'] }] },
  PatchKeys: { keys: [{ id: 'key-id', description: 'writer' }], action: 'overwrite' },
  PostAnnotations: {
    annotations: [{ id: 'new-annotation', input_id: 'good-0', data: { concepts: [concept] } }],
  },
  PatchAnnotations: {
    annotations: [{ id: 'note', input_id: 'good-0', data: { concepts: [concept] } }],
    action: 'merge',
  },
  DeleteAnnotations: { ids: ['note-2'], input_ids: ['good-0'] },
  PostInputs: {
    inputs: [
      { id: 'new-input', data: { ...question.data, concepts: [concept] }, dataset_ids: ['things'] },
    ],
  },
  PatchInputs: { inputs: [{ id: 'good-1', data: { concepts: [concept] } }], action: 'merge' },
  DeleteInputs: { ids: ['bad-1'] },
  PostInputsPurge: { ids: ['bad-1'] },
  PostBulkOperations: {
    bulk_operations: [
      {
        input_ids: { input_ids: ['good-1'] },
        operation: { add_concepts: { concepts: [concept] } },
      },
    ],
  },
  CancelBulkOperations: { ids: ['operation-id'] },
  DeleteBulkOperations: { ids: ['operation-id'] },
  PostUploads: { uploads: [{ content_name: 'cat.png', content_length: 1024 }] },
  PostInputsSearches: {
    searches: [
      { query: { filters: [{ annotation: { data: { concepts: [{ id: 'good', value: 1 }] } } }] } },
    ],
    pagination: { page: 1, per_page: 20 },
  },
  PostAnnotationsSearches: {
    searches: [
      { query: { filters: [{ annotation: { data: { concepts: [{ id: 'good', value: 1 }] } } }] } },
    ],
  },
  PostSearches: { query: { ands: [{ input: { data: { metadata: { lang: 'en' } } } }] } },
  PostModelFeedback: {
    input: { id: 'good-0', data: { ...question.data, concepts: [{ id: 'good', value: 1 }] } },
  },
  PostConcepts: { concepts: [{ id: 'new-concept', name: 'fair' }] },
  PatchConcepts: { concepts: [{ id: 'good', name: 'Good' }], action: 'overwrite' },
  PostConceptsSearches: { concept_query: { name: 'go*' } },
  PostDatasetInputs: { dataset_inputs: [{ input: { id: 'loose' } }] },
  DeleteDatasetInputs: { input_ids: ['bad-2'] },
  PostDatasetVersions: { dataset_versions: [{ id: 'new-version', description: 'of this month' }] },
  PatchDatasetVersions: {
    dataset_versions: [{ id: 'v1', description: 'of last month' }],
    action: 'overwrite',
  },
  DeleteDatasetVersions: { dataset_version_ids: ['v0'] },
  PutBudget: {
    budget: { level: 'app', appId: 'my-app', monthMicros: 12_500_000, dayMicros: 2_000_000 },
    dry_run: true,
  },
  FireSchedule: {},
  PutGatePolicy: {
    gate_policy: { allowedLossPoints: 2, maxNegativeFlipPercent: 5, requiresApproval: true },
  },
  PostPromotion: { promotion: { versionId: 'previous', reason: 'customers complain' } },
  PutRateCard: {
    rate_card: { level: 'account', microsPerHour: 3_500_000, freeSecondsPerMonth: 3_600 },
  },
  PostInvoices: { period: '2026-10' },
  PatchInvoice: { status: 'paid' },
  PostCreditNote: {
    credit_note: { name: 'outage', amountMicros: 1_250_000, reason: 'an outage of ours' },
  },
  PutDatasetVersionExports: { exports: [{ format: 'COCO' }] },
  PostDatasets: { datasets: [{ id: 'new-dataset' }] },
  PatchDatasets: { datasets: [{ id: 'things', notes: 'Ask Ada' }], action: 'merge' },
  DeleteDatasets: { dataset_ids: ['old-things'] },
  PostModelsSearches: { model_query: { name: 'read*', model_type_id: 'text-classifier' } },
  PostModels: { models: [{ id: 'new-model', model_type_id: 'text-classifier' }] },
  PatchModels: { models: [{ id: 'reader', notes: 'Ask Ada' }], action: 'merge' },
  DeleteModels: { ids: ['old-reader'] },
  PostModelVersions: { model_versions: [training] },
  PatchModelVersions: {
    model_versions: [{ id: 'version-id', description: 'the best' }],
    action: 'merge',
  },
  PostEvaluations: {
    eval_metrics: [
      {
        model: { id: 'reader', model_version: { id: 'version-id' } },
        ground_truth_dataset: { id: 'things' },
      },
    ],
  },
  PostModelVersionEvaluations: { eval_metrics: [{ ground_truth_dataset: { id: 'things' } }] },
  ChargeHold: { hold: { amountMicros: 120_000 } },
  PostModelVersionPredictions: { prediction: { dataset: { id: 'things', version: { id: 'v1' } } } },
  PostDialVersion: { dial: { weight: 0.6, shift: -1.5 } },
  PostQuotes: { model_versions: [training] },
  PostModelVersionJobEstimates: {
    job: { kind: 'evaluate', dataset: { id: 'things', version: { id: 'v1' } } },
  },
  PostNotification: {
    notification: {
      kind: 'webhook',
      url: 'https://hooks.example.com/deeptune',
      events: ['model-version.trained', 'model-version.failed'],
      description: 'the channel of the team',
    },
  },
  PatchNotification: { notification: { active: false } },
  PostModelOutputs: { inputs: [question] },
  PostSchedule: {
    schedule: { id: 'new-schedule', dataset_id: 'things', expression: 'rate(1 day)' },
  },
  PatchSchedule: { schedule: { paused: true } },
  createFineTuningJob: {
    model: 'Deeptune_Gpt_Small',
    training_file: 'file-id',
    suffix: 'mine',
    hyperparameters: { n_epochs: 2 },
  },
  createCompletion: { model: 'fine-tuned-model', prompt: 'What is a cat?', max_tokens: 20 },
  createChatCompletion: {
    model: 'fine-tuned-model',
    messages: [{ role: 'user', content: 'What is a cat?' }],
  },
};
