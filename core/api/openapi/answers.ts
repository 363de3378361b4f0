/** What an operation answers beside `status`: the name of the message, and its fields with their JSON types (`string[]`: a list of them). */
export interface AnswerMessage {
  readonly name: string;
  readonly fields: Readonly<Record<string, string>>;
}

type Row = readonly [name: string, fields: string, operations: string];

/** Clarifai's published messages (a test compares them); 64-bit integers and durations are strings, as proto3 JSON has them. */
const published: readonly Row[] = [
  [
    'BaseResponse',
    '',
    'DeleteApp DeleteKey DeleteAnnotations DeleteAnnotation DeleteInputs DeleteInput DeleteBulkOperations DeleteDatasetInputs DeleteDatasetVersions DeleteDatasets DeleteModels DeleteModel DeleteModelVersion',
  ],
  [
    'GetResourceCountsResponse',
    'datasets:string models:string workflows:string modules:string inputs:string',
    'GetResourceCounts',
  ],
  [
    'MultiAnnotationResponse',
    'annotations:object[]',
    'PostAnnotations ListAnnotations PatchAnnotations',
  ],
  ['MultiAppResponse', 'apps:object[]', 'PostApps ListApps PatchApps'],
  [
    'MultiBulkOperationsResponse',
    'bulk_operation:object[]',
    'PostBulkOperations ListBulkOperations CancelBulkOperations',
  ],
  ['MultiConceptCountResponse', 'concept_counts:object[]', 'GetConceptCounts'],
  [
    'MultiConceptResponse',
    'concepts:object[]',
    'PostConcepts ListConcepts PatchConcepts PostConceptsSearches ListModelConcepts',
  ],
  [
    'MultiDatasetInputResponse',
    'dataset_inputs:object[] bulk_operation:object',
    'PostDatasetInputs ListDatasetInputs',
  ],
  ['MultiDatasetResponse', 'datasets:object[]', 'PostDatasets ListDatasets PatchDatasets'],
  ['MultiDatasetVersionExportResponse', 'exports:object[]', 'PutDatasetVersionExports'],
  [
    'MultiDatasetVersionMetricsGroupResponse',
    'dataset_version_metrics_groups:object[]',
    'ListDatasetVersionMetricsGroups',
  ],
  [
    'MultiDatasetVersionResponse',
    'dataset_versions:object[]',
    'PostDatasetVersions ListDatasetVersions PatchDatasetVersions',
  ],
  [
    'MultiEvalMetricsResponse',
    'eval_metrics:object[]',
    'PostEvaluations ListEvaluations PostModelVersionEvaluations ListModelVersionEvaluations',
  ],
  [
    'MultiInputResponse',
    'inputs:object[] inputs_add_job:object',
    'PostInputs ListInputs PatchInputs StreamInputs ListModelInputs',
  ],
  ['MultiInputsAddJobResponse', 'inputs_add_jobs:object[]', 'ListInputsAddJobs'],
  ['MultiKeyResponse', 'keys:object[]', 'PostKeys ListKeys PatchKeys ListAppKeys'],
  ['MultiLogEntryResponse', 'log_entries:object[] page:integer per_page:integer', 'ListLogEntries'],
  ['MultiModelResponse', 'models:object[]', 'ListModels PostModelsSearches PatchModels'],
  [
    'MultiModelTypeResponse',
    'model_types:object[] model_importers:object triton_conda_envs_info:object[]',
    'ListModelTypes',
  ],
  ['MultiModelVersionResponse', 'model_versions:object[]', 'ListModelVersions PatchModelVersions'],
  ['MultiOutputResponse', 'outputs:object[] runner_selector:object', 'PostModelOutputs'],
  [
    'MultiSearchResponse',
    'id:string hits:object[] query:object searches:object[] hit_counts:object[]',
    'PostInputsSearches PostAnnotationsSearches PostSearches',
  ],
  ['MultiScopeDepsResponse', 'scope_deps:object[] endpoint_deps:object[]', 'ListScopes'],
  [
    'MultiScopeResponse',
    'scopes:string[] app:object endpoints:string[] user_feature_flags:string',
    'MyScopes',
  ],
  [
    'MultiScopeRootResponse',
    'scopes:string[] endpoints:string[] user_feature_flags:string',
    'MyScopesRoot',
  ],
  [
    'MultiScopeUserResponse',
    'scopes:string[] endpoints:string[] user_feature_flags:string',
    'MyScopesUser',
  ],
  ['MultiStatusCodeResponse', 'statuses:object[]', 'ListStatusCodes'],
  [
    'MultiTrainingTimeEstimateResponse',
    'training_time_estimates:string[]',
    'PostModelVersionsTrainingTimeEstimate',
  ],
  ['MultiUploadResponse', 'uploads:object[]', 'PostUploads'],
  ['SingleAnnotationResponse', 'annotation:object', 'GetAnnotation'],
  ['SingleAppResponse', 'app:object', 'GetApp PatchApp'],
  ['SingleBulkOperationsResponse', 'bulk_operation:object', 'GetBulkOperation'],
  ['SingleConceptResponse', 'concept:object', 'GetConcept'],
  ['SingleDatasetInputResponse', 'dataset_input:object', 'GetDatasetInput'],
  ['SingleDatasetResponse', 'dataset:object', 'GetDataset'],
  ['SingleDatasetVersionResponse', 'dataset_version:object', 'GetDatasetVersion'],
  ['SingleEvalMetricsResponse', 'eval_metrics:object', 'GetEvaluation GetModelVersionEvaluation'],
  ['SingleInputCountResponse', 'counts:object', 'GetInputCount'],
  ['SingleInputResponse', 'input:object', 'GetInput'],
  ['SingleInputsAddJobResponse', 'inputs_add_job:object', 'GetInputsAddJob CancelInputsAddJob'],
  ['SingleKeyResponse', 'key:object', 'GetKey'],
  [
    'SingleModelResponse',
    'model:object workflow_count:integer',
    'PostModels GetModel GetModelOutputInfo PostModelVersions',
  ],
  ['SingleModelTypeResponse', 'model_type:object', 'GetModelType'],
  [
    'SingleModelVersionExportResponse',
    'export:object',
    'PutModelVersionExports GetModelVersionExport',
  ],
  [
    'SingleModelVersionResponse',
    'model_version:object',
    'GetModelVersion PostModelVersionMetrics GetModelVersionMetrics',
  ],
  ['SingleStatusCodeResponse', '', 'GetStatusCode'],
  ['SingleUserResponse', 'user:object', 'GetUser'],
];

/** Of the operations that only deeptune has. */
const own: readonly Row[] = [
  ['AmountResponse', 'amount:object', 'GetAmount'],
  ['DeleteScheduleResponse', '', 'DeleteSchedule'],
  ['ModelFeedbackResponse', '', 'PostModelFeedback'],
  ['SchedulesResponse', 'schedules:object[]', 'ListSchedules'],
  ['ScheduleResponse', 'schedule:object', 'PostSchedule'],
  [
    'TrainingEstimatesResponse',
    'training_estimates:object[]',
    'PostModelVersionsTrainingEstimates',
  ],
  ['TrainingProgressResponse', 'progress:object[]', 'ListTrainingProgress'],
  ['UsageRecordsResponse', 'usage_records:object[]', 'ListUsageRecords'],
];

const words = (text: string) => text.split(' ').filter(Boolean);

/** Operation -> what it answers. A test asks for an entry for every route. */
export const answersOfOperations: ReadonlyMap<string, AnswerMessage> = new Map(
  [...published, ...own].flatMap(([name, fields, operations]) => {
    const pairs = words(fields).map((field) => field.split(':') as [string, string]);
    const message = { name, fields: Object.fromEntries(pairs) };
    return words(operations).map((operation): [string, AnswerMessage] => [operation, message]);
  }),
);
