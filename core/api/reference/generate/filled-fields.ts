import type { MessageTable } from '../message.ts';

/**
 * Message -> those of its fields that deeptune always answers. proto3 JSON may leave any field out,
 * so that every field that does not stand here may be absent; the compiler checks that the API
 * fills those that do. Of our own messages the table says itself what may be absent.
 */
export const filledFields: Readonly<Record<string, string>> = {
  Annotation:
    'annotation_info created_at data id input_id input_level modified_at status trusted user_id worker',
  App: 'created_at description id metadata modified_at name notes user_id visibility',
  BinaryMetrics: 'concept num_pos',
  BoundingBox: 'bottom_row left_col right_col top_row',
  BulkOperation: 'app_id created_at created_by id last_modified_at progress status',
  Concept: 'app_id id name',
  ConceptCount: 'concept_type_count detail_concept_count id name',
  ConceptTypeCount: 'negative positive',
  ConfusionMatrix: 'concept_ids matrix',
  ConfusionMatrixEntry: 'actual actual_concept predicted predicted_concept value',
  CooccurrenceMatrix: 'concept_ids matrix',
  CooccurrenceMatrixEntry: 'col count row',
  Dataset: 'app_id created_at description id metadata modified_at notes user_id visibility',
  DatasetInput: 'created_at input',
  DatasetVersion:
    'app_id created_at dataset_id description id metadata metrics modified_at status user_id visibility',
  DatasetVersionExport: 'format status',
  DatasetVersionMetrics: 'inputs_count',
  DatasetVersionMetricsGroup: 'metrics parent_path type value',
  DetailConceptCount: 'processed',
  Embedding: 'num_dimensions vector',
  EndpointDeps: 'depending_scopes endpoint',
  EvalMetrics: 'app_id extended_metrics id status user_id',
  EvalTestSetEntry: 'ground_truth_concepts input predicted_concepts',
  ExtendedMetrics: 'user_metrics',
  Geo: 'geo_point',
  GeoPoint: 'latitude longitude',
  GetResourceCountsResponse: 'datasets inputs models modules workflows',
  Hit: 'app_id input score user_id',
  HitCount: 'estimated_total',
  Input: 'data id',
  InputCount:
    'errors processed processing reindex_errors reindexed reindexing to_process to_reindex',
  InputsAddJob: 'created_at id modified_at progress status',
  InputsAddJobProgress: 'failed_count in_progress_count pending_count success_count',
  Key: 'apps created_at description endpoints id scopes type',
  LabelCount: 'concept count',
  LabelDistribution: 'positive_label_counts',
  LogEntry: 'log_type message',
  Mask: 'image',
  Model: 'app_id description id model_type_id model_version name user_id',
  ModelType:
    'creatable description evaluation_type id input_fields model_type_fields output_fields title trainable',
  ModelTypeEnumOption: 'id',
  ModelTypeField: 'description field_type path placeholder',
  ModelVersion: 'id status',
  ModelVersionExport: 'status',
  MultiAnnotationResponse: 'annotations',
  MultiAppResponse: 'apps',
  MultiBulkOperationsResponse: 'bulk_operation',
  MultiConceptCountResponse: 'concept_counts',
  MultiConceptResponse: 'concepts',
  MultiDatasetInputResponse: 'dataset_inputs',
  MultiDatasetResponse: 'datasets',
  MultiDatasetVersionExportResponse: 'exports',
  MultiDatasetVersionMetricsGroupResponse: 'dataset_version_metrics_groups',
  MultiDatasetVersionResponse: 'dataset_versions',
  MultiEvalMetricsResponse: 'eval_metrics',
  MultiInputResponse: 'inputs',
  MultiInputsAddJobResponse: 'inputs_add_jobs',
  MultiKeyResponse: 'keys',
  MultiLogEntryResponse: 'log_entries page per_page',
  MultiModelResponse: 'models',
  MultiModelTypeResponse: 'model_types',
  MultiModelVersionResponse: 'model_versions',
  MultiOutputResponse: 'outputs',
  MultiScopeDepsResponse: 'endpoint_deps scope_deps',
  MultiScopeResponse: 'endpoints scopes',
  MultiScopeRootResponse: 'endpoints scopes',
  MultiScopeUserResponse: 'endpoints scopes',
  MultiSearchResponse: 'hits id',
  MultiStatusCodeResponse: 'statuses',
  MultiTrainingTimeEstimateResponse: 'training_time_estimates',
  MultiUploadResponse: 'uploads',
  Output: 'created_at data id input model status',
  Point: 'col row',
  Polygon: 'points',
  Progress: 'last_processed_id processed',
  Region: 'data region_info',
  ScopeDeps: 'depending_scopes scope',
  SingleAnnotationResponse: 'annotation',
  SingleAppResponse: 'app',
  SingleBulkOperationsResponse: 'bulk_operation',
  SingleConceptResponse: 'concept',
  SingleDatasetInputResponse: 'dataset_input',
  SingleDatasetResponse: 'dataset',
  SingleDatasetVersionResponse: 'dataset_version',
  SingleEvalMetricsResponse: 'eval_metrics',
  SingleInputCountResponse: 'counts',
  SingleInputResponse: 'input',
  SingleInputsAddJobResponse: 'inputs_add_job',
  SingleKeyResponse: 'key',
  SingleModelResponse: 'model',
  SingleModelTypeResponse: 'model_type',
  SingleModelVersionExportResponse: 'export',
  SingleModelVersionResponse: 'model_version',
  SingleUserResponse: 'user',
  Status: 'code description',
  TrainInfo: 'dataset params',
  Upload: 'content_length content_name content_url created_at expires_at id status',
  User: 'id',
  Visibility: 'gettable',
  Worker: 'user',
  Workflow: 'id',
};

/**
 * Fields in which only this one of the message's own is certain: they name a thing by its id, or
 * say that it is on its way.
 */
export const references: Readonly<Record<string, 'id' | 'status'>> = {
  'EvalMetrics.ground_truth_dataset': 'id',
  'EvalMetrics.model': 'id',
  'EvalTestSetEntry.input': 'id',
  'InputInfo.base_embed_model': 'id',
  'Key.apps': 'id',
  'ModelVersion.metrics': 'status',
  'Output.input': 'id',
  'TrainInfo.dataset': 'id',
  'TrainInfo.resume_from_model': 'id',
};

/** Free JSON in which deeptune says something of its own, as `deeptune` -> the message of it. */
export const ownContents: Readonly<Record<string, string>> = {
  'DatasetVersion.metadata': 'FrozenFacts',
  'ModelVersion.metadata': 'TrainingFacts',
};

/** What stands there; the document leaves it open, as Clarifai publishes it. */
export const ownContentMessages: MessageTable = {
  FrozenFacts:
    'digest invalidCount:count concepts:FrozenConcept[] deletedCount?:count purgedCount?:count',
  FrozenConcept: 'id name positives:count',
  TrainingFacts:
    'status reservation?:ReservationFacts estimatePending? trainingJobName? settlement?:SettlementFacts bill?:JobBill failure?:FailureFacts instanceType? purchase? predictable?:bool ' +
    'notPredictable? datasetDigest? seed?:count startsFrom?:Struct startsFromText? warnings?:DataWarning[] verdict?:Verdict bestEpoch?:BestEpoch stopReason?:StopReason ' +
    'gate?:GateSummary lineage?:LineageFacts',
  LineageFacts: 'rootVersionId parentVersionId delta?:LineDelta',
  SettlementFacts:
    'completedAt:Timestamp trainingJobName? jobSeconds:float billableSeconds:count amountMicros:count phaseSeconds?:PhaseSeconds archiveBytes?:count ' +
    'notPredictable?',
  FailureFacts: 'code fault message',
  BestEpoch:
    'epoch:count of:count epochsRun:count metric:float|null validationCount:count stoppedEarly:bool metricName? note?:string|null',
};
