import type { MessageTable } from './message.ts';

/**
 * Of Clarifai's published messages, what deeptune answers. Written by `npm run document --
 * Message.field …`; a test compares it with what is published.
 */
export const publishedMessages: MessageTable = {
  Annotation:
    'annotation_info:Struct created_at:Timestamp data:Data id input_id input_level:bool modified_at:Timestamp status:Status task_id trusted:bool user_id worker:Worker',
  App: 'created_at:Timestamp default_language default_workflow:Workflow default_workflow_id description id metadata:Struct modified_at:Timestamp name notes user_id visibility:Visibility',
  BaseResponse: '',
  BinaryMetrics:
    'avg_precision:float concept:Concept f1:float iou:float num_neg:uint32 num_pos:uint32 num_tot:uint32 precision_recall_curve:PrecisionRecallCurve roc_auc:float roc_curve:ROC',
  BoundingBox: 'bottom_row:float left_col:float right_col:float top_row:float',
  BulkOperation:
    'app_id created_at:Timestamp created_by dataset:Sent id input_ids:Sent last_modified_at:Timestamp operation:Sent progress:Progress search:Sent status:Status',
  Concept: 'app_id created_at:Timestamp id name value:float',
  ConceptCount:
    'concept_type_count:ConceptTypeCount detail_concept_count:DetailConceptCount id name',
  ConceptTypeCount: 'negative:uint32 positive:uint32',
  ConfusionMatrix: 'concept_ids:string[] matrix:ConfusionMatrixEntry[]',
  ConfusionMatrixEntry:
    'actual actual_concept:Concept predicted predicted_concept:Concept value:float',
  CooccurrenceMatrix: 'concept_ids:string[] matrix:CooccurrenceMatrixEntry[]',
  CooccurrenceMatrixEntry: 'col count:uint32 row',
  Data: 'concepts:Concept[] embeddings:Embedding[] geo:Geo heatmaps:Image[] image:Image metadata:Struct regions:Region[] text:Text',
  Dataset:
    'app_id created_at:Timestamp default_annotation_filter:Sent description id metadata:Struct modified_at:Timestamp notes user_id version:DatasetVersion visibility:Visibility',
  DatasetInput: 'created_at:Timestamp input:Input',
  DatasetVersion:
    'annotation_filter_config:Sent app_id created_at:Timestamp dataset_id description export_info:DatasetVersionExportInfo id metadata:Struct metrics:DatasetVersionMetrics{} modified_at:Timestamp status:Status user_id visibility:Visibility',
  DatasetVersionExport: 'format:DatasetVersionExportFormat size:uint64 status:Status url',
  DatasetVersionExportInfo:
    'clarifai_data_json:DatasetVersionExport clarifai_data_protobuf:DatasetVersionExport coco:DatasetVersionExport',
  DatasetVersionMetrics:
    'bounding_boxes_count:uint64 inputs_count:uint64 masks_count:uint64 polygons_count:uint64 positive_input_tags_count:uint64 positive_region_tags_count:uint64 region_inputs_count:uint64 regions_count:uint64 unlabeled_inputs_count:uint64',
  DatasetVersionMetricsGroup:
    'metrics:DatasetVersionMetrics parent_path type:DatasetVersionMetricsGroupType value:Value',
  DetailConceptCount: 'processed:ConceptTypeCount',
  Embedding: 'num_dimensions:uint32 vector:float[]',
  EndpointDeps: 'depending_scopes:string[] endpoint',
  EvalInfo: 'params:Struct',
  EvalMetrics:
    'app_id binary_metrics:BinaryMetrics[] confusion_matrix:ConfusionMatrix cooccurrence_matrix:CooccurrenceMatrix eval_info:EvalInfo extended_metrics:ExtendedMetrics ground_truth_dataset:Dataset id label_counts:LabelDistribution metrics_by_class:BinaryMetrics[] model:Model status:Status summary:MetricsSummary test_set:EvalTestSetEntry[] user_id',
  EvalTestSetEntry: 'ground_truth_concepts:Concept[] input:Input predicted_concepts:Concept[]',
  ExtendedMetrics: 'user_metrics:Struct',
  Geo: 'geo_point:GeoPoint',
  GeoPoint: 'latitude:float longitude:float',
  GetResourceCountsResponse:
    'datasets:int64 inputs:int64 models:int64 modules:int64 workflows:int64',
  Hit: 'annotation:Annotation app_id input:Input score:float user_id',
  HitCount: 'estimated_total:uint64',
  HostedURL: 'crossorigin prefix sizes:string[] suffix',
  Image: 'base64:bytes hosted:HostedURL image_info:ImageInfo url',
  ImageInfo: 'format height:int32 width:int32',
  Input:
    'created_at:Timestamp data:Data dataset_ids:string[] id modified_at:Timestamp status:Status',
  InputCount:
    'errors:uint32 processed:uint32 processing:uint32 reindex_errors:uint32 reindexed:uint32 reindexing:uint32 to_process:uint32 to_reindex:uint32',
  InputInfo: 'base_embed_model:Model params:Struct',
  InputsAddJob:
    'created_at:Timestamp id modified_at:Timestamp progress:InputsAddJobProgress status:Status',
  InputsAddJobProgress:
    'failed_count:uint64 in_progress_count:uint64 pending_count:uint64 success_count:uint64',
  Key: 'apps:App[] created_at:Timestamp description endpoints:string[] expires_at:Timestamp id scopes:string[] type',
  LabelCount: 'concept:Concept count:uint32',
  LabelDistribution: 'positive_label_counts:LabelCount[]',
  LogEntry: 'log_type message',
  Mask: 'image:Image',
  MetricsSummary:
    'macro_avg_f1_score:float macro_avg_precision:float macro_avg_recall:float macro_avg_roc_auc:float macro_std_f1_score:float macro_std_roc_auc:float mean_avg_precision_iou_50:float mean_avg_precision_iou_range:float top1_accuracy:float',
  Model:
    'app_id created_at:Timestamp default_eval_info:EvalInfo description id image:Image languages:string[] metadata:Struct model_type_id model_version:ModelVersion modified_at:Timestamp name notes output_info:OutputInfo presets:Struct task toolkits:string[] use_cases:string[] user_id visibility:Visibility',
  ModelType:
    'creatable:bool description evaluation_type:EvaluationType id input_fields:string[] model_type_fields:ModelTypeField[] output_fields:string[] title trainable:bool',
  ModelTypeEnumOption:
    'description id internal_only:bool model_type_fields:ModelTypeField[] recommended:bool',
  ModelTypeField:
    'default_value:Value description field_type:ModelTypeFieldType internal_only:bool model_type_enum_options:ModelTypeEnumOption[] model_type_range_info:ModelTypeRangeInfo path placeholder required:bool',
  ModelTypeRangeInfo: 'max:float min:float step:float',
  ModelVersion:
    'active_concept_count:uint32 app_id completed_at:Timestamp created_at:Timestamp description id input_info:InputInfo license metadata:Struct metrics:EvalMetrics modified_at:Timestamp output_info:OutputInfo status:Status total_input_count:uint32 train_info:TrainInfo train_log user_id visibility:Visibility',
  ModelVersionExport: 'size:int64 status:Status url',
  MultiAnnotationResponse: 'annotations:Annotation[]',
  MultiAppResponse: 'apps:App[]',
  MultiBulkOperationsResponse: 'bulk_operation:BulkOperation[]',
  MultiConceptCountResponse: 'concept_counts:ConceptCount[]',
  MultiConceptResponse: 'concepts:Concept[]',
  MultiDatasetInputResponse: 'bulk_operation:BulkOperation dataset_inputs:DatasetInput[]',
  MultiDatasetResponse: 'datasets:Dataset[]',
  MultiDatasetVersionExportResponse: 'exports:DatasetVersionExport[]',
  MultiDatasetVersionMetricsGroupResponse:
    'dataset_version_metrics_groups:DatasetVersionMetricsGroup[]',
  MultiDatasetVersionResponse: 'dataset_versions:DatasetVersion[]',
  MultiEvalMetricsResponse: 'eval_metrics:EvalMetrics[]',
  MultiInputResponse: 'inputs:Input[] inputs_add_job:InputsAddJob',
  MultiInputsAddJobResponse: 'inputs_add_jobs:InputsAddJob[]',
  MultiKeyResponse: 'keys:Key[]',
  MultiLogEntryResponse: 'log_entries:LogEntry[] page:uint32 per_page:uint32',
  MultiModelResponse: 'models:Model[]',
  MultiModelTypeResponse: 'model_types:ModelType[]',
  MultiModelVersionResponse: 'model_versions:ModelVersion[]',
  MultiOutputResponse: 'outputs:Output[]',
  MultiScopeDepsResponse: 'endpoint_deps:EndpointDeps[] scope_deps:ScopeDeps[]',
  MultiScopeResponse: 'app:App endpoints:string[] scopes:string[]',
  MultiScopeRootResponse: 'endpoints:string[] scopes:string[]',
  MultiScopeUserResponse: 'endpoints:string[] scopes:string[]',
  MultiSearchResponse: 'hit_counts:HitCount[] hits:Hit[] id query:Sent searches:Sent[]',
  MultiStatusCodeResponse: 'statuses:Status[]',
  MultiTrainingTimeEstimateResponse: 'training_time_estimates:Duration[]',
  MultiUploadResponse: 'uploads:Upload[]',
  Output: 'created_at:Timestamp data:Data id input:Input model:Model status:Status',
  OutputConfig:
    'concepts_mutually_exclusive:bool embed_model_version_id existing_model_id fail_on_missing_positive_examples:bool hyper_parameters hyper_params:Struct language max_concepts:uint32 min_value:float model_metadata:Struct sample_ms:uint32 select_concepts:Concept[] training_timeout:uint32',
  OutputInfo: 'data:Data message output_config:OutputConfig params:Struct',
  Point: 'col:float row:float',
  Polygon: 'points:Point[]',
  PrecisionRecallCurve: 'precision:float[] recall:float[] thresholds:float[]',
  Progress: 'last_processed_id processed:uint32',
  ROC: 'fpr:float[] thresholds:float[] tpr:float[]',
  Region: 'data:Data id region_info:RegionInfo value:float',
  RegionInfo: 'bounding_box:BoundingBox mask:Mask polygon:Polygon',
  ScopeDeps: 'depending_scopes:string[] scope',
  SingleAnnotationResponse: 'annotation:Annotation',
  SingleAppResponse: 'app:App',
  SingleBulkOperationsResponse: 'bulk_operation:BulkOperation',
  SingleConceptResponse: 'concept:Concept',
  SingleDatasetInputResponse: 'dataset_input:DatasetInput',
  SingleDatasetResponse: 'dataset:Dataset',
  SingleDatasetVersionResponse: 'dataset_version:DatasetVersion',
  SingleEvalMetricsResponse: 'eval_metrics:EvalMetrics',
  SingleInputCountResponse: 'counts:InputCount',
  SingleInputResponse: 'input:Input',
  SingleInputsAddJobResponse: 'inputs_add_job:InputsAddJob',
  SingleKeyResponse: 'key:Key',
  SingleModelResponse: 'model:Model',
  SingleModelTypeResponse: 'model_type:ModelType',
  SingleModelVersionExportResponse: 'export:ModelVersionExport',
  SingleModelVersionResponse: 'model_version:ModelVersion',
  SingleStatusCodeResponse: '',
  SingleUserResponse: 'user:User',
  Status:
    'code:int32 description details developer_notes percent_completed:uint32 req_id time_remaining:uint32',
  Text: 'hosted:HostedURL raw text_info:TextInfo url',
  TextInfo: 'encoding',
  TrainInfo: 'dataset:Dataset params:Struct resume_from_model:Model',
  Upload:
    'content_length:uint64 content_name content_url created_at:Timestamp expires_at:Timestamp id status:Status',
  User: 'id',
  Visibility: 'gettable:Gettable',
  Worker: 'user:User',
  Workflow: 'id',
};

/** Enum -> its names. */
export const publishedEnums: Readonly<Record<string, string>> = {
  DatasetVersionExportFormat:
    'DATASET_VERSION_EXPORT_FORMAT_NOT_SET CLARIFAI_DATA_PROTOBUF CLARIFAI_DATA_JSON COCO',
  DatasetVersionMetricsGroupType:
    'DATASET_VERSION_METRICS_GROUP_TYPE_NOT_SET INPUT_TYPE CONCEPT_ID CONCEPTS_COUNT BOUNDING_BOXES_COUNT POLYGONS_COUNT POINTS_COUNT MASKS_COUNT PIXELS_COUNT ASPECT_RATIO',
  EvaluationType: 'Undefined Classification Detection Segmentation Clustering Tracker 6',
  Gettable: 'UNKNOWN_VISIBILITY PRIVATE ORG PUBLIC',
  ModelTypeFieldType:
    'INVALID_MODEL_TYPE_FIELD_TYPE BOOLEAN STRING NUMBER ARRAY_OF_CONCEPTS ARRAY_OF_CONCEPTS_WITH_THRESHOLD RANGE ENUM COLLABORATORS JSON ARRAY_OF_NUMBERS WORKFLOW_EMBED_MODELS ARRAY_OF_STRINGS RECURSIVE_ENUM PYTHON_CODE DATASET_ID DATASET_VERSION_ID ARRAY_OF_MODEL_CONCEPTS DATASET DATASET_VERSION ENCRYPTED_STRING CHECKPOINT_MODEL ARRAY_OF_SECRETS',
};

/** Message -> the operations that answer it. */
export const publishedAnswers: Readonly<Record<string, string>> = {
  BaseResponse:
    'DeleteAnnotation DeleteAnnotations DeleteApp DeleteBulkOperations DeleteDatasetInputs DeleteDatasetVersions DeleteDatasets DeleteInput DeleteInputs DeleteKey DeleteModel DeleteModelVersion DeleteModels',
  GetResourceCountsResponse: 'GetResourceCounts',
  MultiAnnotationResponse: 'ListAnnotations PatchAnnotations PostAnnotations',
  MultiAppResponse: 'ListApps PatchApps PostApps',
  MultiBulkOperationsResponse: 'CancelBulkOperations ListBulkOperations PostBulkOperations',
  MultiConceptCountResponse: 'GetConceptCounts',
  MultiConceptResponse:
    'ListConcepts ListModelConcepts PatchConcepts PostConcepts PostConceptsSearches',
  MultiDatasetInputResponse: 'ListDatasetInputs PostDatasetInputs',
  MultiDatasetResponse: 'ListDatasets PatchDatasets PostDatasets',
  MultiDatasetVersionExportResponse: 'PutDatasetVersionExports',
  MultiDatasetVersionMetricsGroupResponse: 'ListDatasetVersionMetricsGroups',
  MultiDatasetVersionResponse: 'ListDatasetVersions PatchDatasetVersions PostDatasetVersions',
  MultiEvalMetricsResponse:
    'ListEvaluations ListModelVersionEvaluations PostEvaluations PostModelVersionEvaluations',
  MultiInputResponse: 'ListInputs ListModelInputs PatchInputs PostInputs StreamInputs',
  MultiInputsAddJobResponse: 'ListInputsAddJobs',
  MultiKeyResponse: 'ListAppKeys ListKeys PatchKeys PostKeys',
  MultiLogEntryResponse: 'ListLogEntries',
  MultiModelResponse: 'ListModels PatchModels PostModelsSearches',
  MultiModelTypeResponse: 'ListModelTypes',
  MultiModelVersionResponse: 'ListModelVersions PatchModelVersions',
  MultiOutputResponse: 'PostModelOutputs',
  MultiScopeDepsResponse: 'ListScopes',
  MultiScopeResponse: 'MyScopes',
  MultiScopeRootResponse: 'MyScopesRoot',
  MultiScopeUserResponse: 'MyScopesUser',
  MultiSearchResponse: 'PostAnnotationsSearches PostInputsSearches PostSearches',
  MultiStatusCodeResponse: 'ListStatusCodes',
  MultiTrainingTimeEstimateResponse: 'PostModelVersionsTrainingTimeEstimate',
  MultiUploadResponse: 'PostUploads',
  SingleAnnotationResponse: 'GetAnnotation',
  SingleAppResponse: 'GetApp PatchApp',
  SingleBulkOperationsResponse: 'GetBulkOperation',
  SingleConceptResponse: 'GetConcept',
  SingleDatasetInputResponse: 'GetDatasetInput',
  SingleDatasetResponse: 'GetDataset',
  SingleDatasetVersionResponse: 'GetDatasetVersion',
  SingleEvalMetricsResponse: 'GetEvaluation GetModelVersionEvaluation',
  SingleInputCountResponse: 'GetInputCount',
  SingleInputResponse: 'GetInput',
  SingleInputsAddJobResponse: 'CancelInputsAddJob GetInputsAddJob',
  SingleKeyResponse: 'GetKey',
  SingleModelResponse: 'GetModel GetModelOutputInfo PostModelVersions PostModels',
  SingleModelTypeResponse: 'GetModelType',
  SingleModelVersionExportResponse: 'GetModelVersionExport PutModelVersionExports',
  SingleModelVersionResponse: 'GetModelVersion GetModelVersionMetrics PostModelVersionMetrics',
  SingleStatusCodeResponse: 'GetStatusCode',
  SingleUserResponse: 'GetUser',
};
