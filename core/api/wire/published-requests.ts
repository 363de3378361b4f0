/* Written by `npm run document` from Clarifai's published messages; a test compares. */

/** Operation -> the message of its request, where that is not its name with `Request`. */
export const publishedRequests: Readonly<Record<string, string>> = {
  CancelBulkOperations: 'CancelBulkOperationRequest',
  DeleteBulkOperations: 'DeleteBulkOperationRequest',
  GetModelOutputInfo: 'GetModelRequest',
};

/**
 * Message -> its fields; `name:Type` holds a message, `name:Type{}` a map of them,
 * `name:Struct` free JSON.
 */
export const publishedRequestFields: Readonly<Record<string, string>> = {
  AddConcepts: 'concepts:Concept',
  AddMetadata: 'metadata:Struct',
  AddToDataset: 'dataset_id',
  And: 'annotation:Annotation input:Input negate output:Output',
  Annotation:
    'annotation_info:Struct consensus_info:Struct created_at data:Data embed_model_version_id id input_id input_level model_version_id modified_at status:Status task_id trusted user_id worker:Worker',
  AnnotationFilter: 'app_id created_at id modified_at search:Search user_id',
  AnnotationFilterConfig: 'annotation_filter:AnnotationFilter ignore_empty_inputs',
  App: 'created_at data_tier_id default_language default_workflow:Workflow default_workflow_id description embeddings_storage extra_info:AppExtraInfo id image:Image is_starred is_template legal_consent_status metadata:Struct modified_at name notes sample_ms star_count user_id visibility:Visibility',
  AppExtraInfo: 'counts:AppResourceCounts search_revision_marker',
  AppResourceCounts: 'datasets inputs models modules workflows',
  Audio: 'allow_duplicate_url audio_info:AudioInfo base64 hosted:HostedURL url',
  AudioInfo: 'audio_format bit_rate duration_seconds sample_rate',
  BinaryMetrics:
    'area_max area_min area_name avg_precision concept:Concept f1 iou num_neg num_pos num_tot precision_recall_curve:PrecisionRecallCurve roc_auc roc_curve:ROC',
  BookmarkOrigin: 'app_id id resource_type user_id',
  BoundingBox: 'bottom_row left_col right_col top_row',
  BuildInfo: 'docker_image_digest docker_image_name docker_image_tag platform',
  BulkOperation:
    'annotation_search:Search app_id created_at created_by dataset:Dataset id input_ids:InputIDs last_modified_at operation:Operation progress:Progress search:Search status:Status',
  CancelBulkOperationRequest: 'ids user_app_id:UserAppIDSet',
  CancelInputsAddJobRequest: 'id user_app_id:UserAppIDSet',
  Cluster: 'count hits:Hit id projection score',
  Color: 'raw_hex value w3c:W3C',
  CommitmentValue: 'type value',
  ComputeInfo:
    'accelerator_memory accelerator_topology accelerator_type cpu_limit cpu_memory cpu_memory_requests cpu_requests num_accelerators',
  Concept:
    'app_id created_at definition extra_info:ConceptExtraInfo id image:Image keypoint_info:KeypointInfo language metadata:Struct name user_id value visibility:Visibility vocab_id',
  ConceptExtraInfo: 'is_rankable',
  ConceptExtraInfoRequest: 'rankable_model:Model',
  ConceptQuery:
    'ignore_app_concepts language model:Model name use_cases workflow:Workflow workflow_id',
  ConfusionMatrix: 'concept_ids matrix:ConfusionMatrixEntry',
  ConfusionMatrixEntry: 'actual actual_concept:Concept predicted predicted_concept:Concept value',
  CooccurrenceMatrix: 'concept_ids matrix:CooccurrenceMatrixEntry',
  CooccurrenceMatrixEntry: 'col count row',
  Data: 'audio:Audio bool_value bytes_value clusters:Cluster colors:Color concepts:Concept embeddings:Embedding float_value frames:Frame geo:Geo heatmaps:Image hits:Hit image:Image int_value metadata:Struct ndarray:NDArray parts:Part regions:Region string_value struct_value:Struct text:Text time_segments:TimeSegment tracks:Track video:Video',
  Dataset:
    'app_id bookmark_origin:BookmarkOrigin created_at default_annotation_filter:AnnotationFilter default_processing_info:DatasetVersionProcessingInfo description id image:Image is_starred metadata:Struct modified_at notes star_count user_id version:DatasetVersion visibility:Visibility',
  DatasetInput: 'created_at input:Input',
  DatasetSplit: 'dataset:Dataset percentage',
  DatasetVersion:
    'annotation_filter_config:AnnotationFilterConfig app_id created_at dataset_id description embed_model_version_ids export_info:DatasetVersionExportInfo id metadata:Struct metrics:DatasetVersionMetrics{} model_predict_config:ModelPredictConfig modified_at processing_info:DatasetVersionProcessingInfo request_origin status:Status user_id visibility:Visibility',
  DatasetVersionExport: 'format include_embeddings size status:Status url',
  DatasetVersionExportInfo:
    'clarifai_data_json:DatasetVersionExport clarifai_data_protobuf:DatasetVersionExport coco:DatasetVersionExport',
  DatasetVersionMetrics:
    'bounding_boxes_count embeddings_count frame_inputs_count frames_count inputs_count inputs_with_geo_count inputs_with_metadata_count masks_count points_count polygons_count positive_frame_tags_count positive_input_tags_count positive_region_tags_count region_frames_count region_inputs_count region_location_matrix:MatrixUint64 regions_count unlabeled_inputs_count',
  DatasetVersionProcessingInfo: 'frame_interpolation_info:FrameInterpolationInfo',
  DeleteAnnotationRequest: 'annotation_id input_id user_app_id:UserAppIDSet',
  DeleteAnnotations: '',
  DeleteAnnotationsRequest: 'ids input_ids user_app_id:UserAppIDSet',
  DeleteAppRequest: 'user_app_id:UserAppIDSet',
  DeleteBulkOperationRequest: 'ids user_app_id:UserAppIDSet',
  DeleteConcepts: 'concepts:Concept user_ids',
  DeleteDatasetInputsRequest: 'dataset_id input_ids user_app_id:UserAppIDSet',
  DeleteDatasetVersionsRequest: 'dataset_id dataset_version_ids user_app_id:UserAppIDSet',
  DeleteDatasetsRequest: 'dataset_ids user_app_id:UserAppIDSet',
  DeleteFromDataset: 'dataset_id',
  DeleteGeo: '',
  DeleteInputRequest: 'input_id user_app_id:UserAppIDSet',
  DeleteInputsRequest: 'ids user_app_id:UserAppIDSet',
  DeleteKeyRequest: 'key_id user_app_id:UserAppIDSet',
  DeleteMetadata: 'metadata:Struct',
  DeleteModelRequest: 'model_id user_app_id:UserAppIDSet',
  DeleteModelVersionRequest: 'model_id user_app_id:UserAppIDSet version_id',
  DeleteModelsRequest: 'delete_all ids user_app_id:UserAppIDSet',
  EmailAddress: 'email primary verified',
  Embedding: 'num_dimensions vector',
  EvalInfo: 'params:Struct',
  EvalMetrics:
    'app_id binary_metrics:BinaryMetrics confusion_matrix:ConfusionMatrix cooccurrence_matrix:CooccurrenceMatrix eval_info:EvalInfo extended_metrics:ExtendedMetrics ground_truth_dataset:Dataset id label_counts:LabelDistribution metrics_by_area:BinaryMetrics metrics_by_class:BinaryMetrics model:Model predictions_dataset:Dataset status:Status summary:MetricsSummary test_set:EvalTestSetEntry tracker_metrics:TrackerMetrics user_id',
  EvalTestSetEntry:
    'annotation:Annotation ground_truth_annotation:Annotation ground_truth_concepts:Concept input:Input predicted_annotation:Annotation predicted_concepts:Concept',
  ExtendedMetrics: 'user_metrics:Struct',
  FieldsValue:
    'binary_metrics confusion_matrix cooccurrence_matrix label_counts metrics_by_area metrics_by_class test_set',
  Filter: 'annotation:Annotation input:Input last_updated_time_range:TimeRange negate',
  Frame: 'data:Data frame_info:FrameInfo id',
  FrameInfo: 'index number time',
  FrameInterpolationInfo: 'sample_ms',
  FullTag: 'id name',
  Geo: 'geo_box:GeoBoxedPoint geo_limit:GeoLimit geo_point:GeoPoint',
  GeoBoxedPoint: 'geo_point:GeoPoint',
  GeoLimit: 'type value',
  GeoPoint: 'latitude longitude',
  GetAnnotationRequest: 'annotation_id input_id user_app_id:UserAppIDSet',
  GetAppRequest: 'additional_fields user_app_id:UserAppIDSet',
  GetBulkOperationRequest: 'id user_app_id:UserAppIDSet',
  GetConceptCountsRequest: 'page per_page user_app_id:UserAppIDSet',
  GetConceptRequest: 'concept_id user_app_id:UserAppIDSet',
  GetDatasetInputRequest: 'dataset_id input_id user_app_id:UserAppIDSet',
  GetDatasetRequest: 'additional_fields dataset_id user_app_id:UserAppIDSet',
  GetDatasetVersionRequest: 'dataset_id dataset_version_id user_app_id:UserAppIDSet',
  GetEvaluationRequest: 'evaluation_id fields:FieldsValue user_app_id:UserAppIDSet',
  GetInputCountRequest: 'user_app_id:UserAppIDSet',
  GetInputRequest: 'input_id user_app_id:UserAppIDSet',
  GetInputsAddJobRequest: 'id user_app_id:UserAppIDSet',
  GetKeyRequest: 'key_id user_app_id:UserAppIDSet',
  GetModelRequest:
    'additional_fields language model_id trained_before user_app_id:UserAppIDSet version_id',
  GetModelTypeRequest: 'model_type_id user_app_id:UserAppIDSet',
  GetModelVersionEvaluationRequest:
    'evaluation_id fields:FieldsValue model_id model_version_id user_app_id:UserAppIDSet',
  GetModelVersionExportRequest: 'model_id user_app_id:UserAppIDSet version_id',
  GetModelVersionMetricsRequest: 'fields:FieldsValue model_id user_app_id:UserAppIDSet version_id',
  GetModelVersionRequest: 'model_id user_app_id:UserAppIDSet version_id',
  GetResourceCountsRequest: 'user_app_id:UserAppIDSet',
  GetStatusCodeRequest: 'status_code_id',
  GetUserRequest: 'additional_fields user_app_id:UserAppIDSet',
  Hit: 'annotation:Annotation app_id input:Input score user_id',
  HostedURL: 'crossorigin prefix sizes suffix',
  Image:
    'allow_duplicate_url base64 decoded_bytes hosted:HostedURL hosted_image_info:ImageInfo{} image_info:ImageInfo url',
  ImageInfo: 'color_mode format height mode width',
  ImportInfo: 'params:Struct',
  Input: 'created_at data:Data dataset_ids id modified_at settings:InputSettings status:Status',
  InputIDs: 'input_ids',
  InputInfo: 'base_embed_model:Model fields_map:Struct params:Struct',
  InputSettings: 'pinned_concepts:Concept sample_rate_frame sample_rate_ms worker:Worker',
  Key: 'apps:App authorized_idp_ids created_at description endpoints expires_at id organization_id scopes type',
  KeypointEdge: 'k1 k2',
  KeypointInfo: 'keypoint_names skeleton:KeypointEdge',
  LabelCount: 'concept:Concept concept_name count',
  LabelDistribution: 'positive_label_counts:LabelCount',
  ListAnnotationsRequest:
    'ids input_ids list_all_annotations model_version_ids page per_page return_model_output statuses:Status task_id user_app_id:UserAppIDSet user_ids workflow_version_ids',
  ListAppKeysRequest: 'page per_page user_app_id:UserAppIDSet',
  ListAppsRequest:
    'additional_fields featured_only id name page per_page query search sort_ascending sort_by_created_at sort_by_id sort_by_modified_at sort_by_name sort_by_relevance sort_by_star_count starred_only template_only user_app_id:UserAppIDSet visibility:Visibility',
  ListBulkOperationsRequest: 'page per_page user_app_id:UserAppIDSet',
  ListConceptsRequest: 'id page per_page user_app_id:UserAppIDSet',
  ListDatasetInputsRequest: 'dataset_id page per_page user_app_id:UserAppIDSet',
  ListDatasetVersionMetricsGroupsRequest:
    'dataset_id dataset_version_id page parent_paths per_page types user_app_id:UserAppIDSet values:Struct',
  ListDatasetVersionsRequest: 'dataset_id page per_page request_origins user_app_id:UserAppIDSet',
  ListDatasetsRequest:
    'additional_fields bookmark id page per_page search sort_ascending sort_by_created_at sort_by_id sort_by_modified_at sort_by_relevance sort_by_star_count starred_only user_app_id:UserAppIDSet',
  ListEvaluationsRequest:
    'concept_ids eval_dataset_ids model_type_id page per_page show_failed_metrics sort_ascending sort_by_app_id sort_by_created_at sort_by_eval_dataset_id sort_by_f1 sort_by_mean_avg_precision sort_by_model_id sort_by_precision sort_by_recall sort_by_roc_auc sort_by_train_dataset_id train_dataset_ids user_app_id:UserAppIDSet',
  ListInputsAddJobsRequest: 'page per_page user_app_id:UserAppIDSet',
  ListInputsRequest: 'ids page per_page status:Status user_app_id:UserAppIDSet',
  ListKeysRequest: 'endpoints not_expired page per_page scopes type user_app_id:UserAppIDSet',
  ListLogEntriesRequest:
    'compute_cluster_id compute_cluster_user_id log_type model_id model_version_id nodepool_id page per_page pipeline_id pipeline_step_id pipeline_step_version_id pipeline_version_id pipeline_version_run_id runner_id user_app_id:UserAppIDSet workflow_id',
  ListModelConceptsRequest: 'model_id page per_page search user_app_id:UserAppIDSet version_id',
  ListModelInputsRequest: 'model_id page per_page user_app_id:UserAppIDSet version_id',
  ListModelTypesRequest: 'page per_page user_app_id:UserAppIDSet',
  ListModelVersionEvaluationsRequest:
    'model_id model_version_id page per_page user_app_id:UserAppIDSet',
  ListModelVersionsRequest:
    'concept_ids min_replicas model_id page per_page sort_ascending sort_by_created_at sort_by_description sort_by_num_inputs sort_by_status_code trained_only user_app_id:UserAppIDSet',
  ListModelsRequest:
    'additional_fields bookmark creator dont_fetch_from_main featured_only filter_by_user_id input_fields languages license license_type min_replicas model_type_id model_version_ids name output_fields page per_page query search show_replicas sort_ascending sort_by_created_at sort_by_modified_at sort_by_name sort_by_num_inputs sort_by_relevance sort_by_star_count source starred_only toolkits trained_only use_cases user_app_id:UserAppIDSet visibility:Visibility',
  ListScopesRequest: 'key_type user_app_id:UserAppIDSet',
  ListStatusCodesRequest: '',
  Mask: 'image:Image',
  MatrixUint64: 'data n_cols',
  MethodSignature:
    'description input_fields:ModelTypeField method_type name output_fields:ModelTypeField',
  MetricsSummary:
    'macro_avg_f1_score macro_avg_precision macro_avg_recall macro_avg_roc_auc macro_std_f1_score macro_std_roc_auc mean_avg_precision_iou_50 mean_avg_precision_iou_range top1_accuracy top5_accuracy',
  Model:
    'app_id billing_type bookmark_origin:BookmarkOrigin check_consents created_at creator default_eval_info:EvalInfo deploy_restriction description display_name featured_order id image:Image is_starred languages languages_full:FullTag license_type metadata:Struct model_type_id model_version:ModelVersion modified_at name notes open_router_info:OpenRouterInfo output_info:OutputInfo presets:Struct replica_count source star_count task toolkits use_cases user_id version_count visibility:Visibility workflow_recommended',
  ModelPredictConfig: 'model:Model',
  ModelQuery: 'model_type_id name',
  ModelTypeEnumOption:
    'aliases:ModelTypeEnumOptionAlias description id internal_only model_type_fields:ModelTypeField recommended',
  ModelTypeEnumOptionAlias: 'id_int wildcard_string',
  ModelTypeField:
    'default default_value:Struct description field_type internal_only is_param iterator model_type_enum_options:ModelTypeEnumOption model_type_range_info:ModelTypeRangeInfo name path placeholder required type type_args:ModelTypeField',
  ModelTypeRangeInfo: 'max min step',
  ModelVersion:
    'active_concept_count app_id build_info:BuildInfo completed_at created_at description id import_info:ImportInfo inference_compute_info:ComputeInfo input_info:InputInfo license metadata:Struct method_signatures:MethodSignature metrics:EvalMetrics modified_at num_threads output_info:OutputInfo pretrained_model_config:PretrainedModelConfig special_handling:SpecialHandling status:Status total_input_count train_info:TrainInfo train_log user_id visibility:Visibility',
  MyScopesRequest: 'user_app_id:UserAppIDSet',
  MyScopesRootRequest: '',
  MyScopesUserRequest: 'user_app_id:UserAppIDSet',
  NDArray: 'buffer dtype shape',
  NodeInput: 'node_id',
  OpenRouterInfo: 'params:Struct',
  Operation:
    'add_concepts:AddConcepts add_metadata:AddMetadata add_to_dataset:AddToDataset delete_annotations:DeleteAnnotations delete_concepts:DeleteConcepts delete_from_dataset:DeleteFromDataset delete_geo:DeleteGeo delete_metadata:DeleteMetadata overwrite_geo:OverwriteGeo split_into_datasets:SplitIntoDatasets',
  Output:
    'completion_tokens created_at data:Data id input:Input model:Model prompt_tokens status:Status',
  OutputConfig:
    'concepts_mutually_exclusive embed_model_version_id existing_model_id fail_on_missing_positive_examples hyper_parameters hyper_params:Struct language max_concepts min_value model_metadata:Struct sample_ms select_concepts:Concept training_timeout',
  OutputInfo:
    'data:Data fields_map:Struct message output_config:OutputConfig params:Struct params_specs:ModelTypeField',
  OverwriteGeo: 'geo:Geo',
  Pagination: 'page per_page',
  Part: 'data:Data id',
  PatchAction: 'merge_conflict_resolution op path',
  PatchAnnotationsRequest:
    'action annotations:Annotation delete_if_empty_data user_app_id:UserAppIDSet',
  PatchAppRequest: 'action app:App metadata_action:PatchAction reindex user_app_id:UserAppIDSet',
  PatchAppsRequest: 'action apps:App metadata_action:PatchAction reindex user_app_id:UserAppIDSet',
  PatchConceptsRequest: 'action concepts:Concept user_app_id:UserAppIDSet',
  PatchDatasetVersionsRequest:
    'action dataset_id dataset_versions:DatasetVersion user_app_id:UserAppIDSet',
  PatchDatasetsRequest: 'action datasets:Dataset user_app_id:UserAppIDSet',
  PatchInputsRequest: 'action inputs:Input user_app_id:UserAppIDSet',
  PatchKeysRequest: 'action keys:Key user_app_id:UserAppIDSet',
  PatchModelVersionsRequest: 'action model_id model_versions:ModelVersion user_app_id:UserAppIDSet',
  PatchModelsRequest: 'action models:Model user_app_id:UserAppIDSet',
  Point: 'col row visibility z',
  Polygon: 'points:Point',
  PostAnnotationsRequest: 'annotations:Annotation user_app_id:UserAppIDSet',
  PostAnnotationsSearchesRequest: 'pagination:Pagination searches:Search user_app_id:UserAppIDSet',
  PostAppsRequest: 'apps:App user_app_id:UserAppIDSet',
  PostBulkOperationsRequest: 'bulk_operations:BulkOperation user_app_id:UserAppIDSet',
  PostConceptsRequest: 'concepts:Concept user_app_id:UserAppIDSet',
  PostConceptsSearchesRequest:
    'concept_query:ConceptQuery extra_info:ConceptExtraInfoRequest pagination:Pagination user_app_id:UserAppIDSet',
  PostDatasetInputsRequest:
    'dataset_id dataset_inputs:DatasetInput search:Search user_app_id:UserAppIDSet',
  PostDatasetVersionsRequest: 'dataset_id dataset_versions:DatasetVersion user_app_id:UserAppIDSet',
  PostDatasetsRequest: 'datasets:Dataset user_app_id:UserAppIDSet',
  PostEvaluationsRequest: 'eval_metrics:EvalMetrics user_app_id:UserAppIDSet',
  PostInputsRequest:
    'input_id_conflict_resolution inputs:Input inputs_add_job_id user_app_id:UserAppIDSet',
  PostInputsSearchesRequest:
    'only_count pagination:Pagination searches:Search user_app_id:UserAppIDSet',
  PostKeysRequest: 'keys:Key user_app_id:UserAppIDSet',
  PostModelOutputsRequest:
    'enable_log_summary_on_error inputs:Input model:Model model_id runner_selector:Struct use_predict_cache user_app_id:UserAppIDSet version_id',
  PostModelVersionEvaluationsRequest:
    'eval_metrics:EvalMetrics model_id model_version_id user_app_id:UserAppIDSet',
  PostModelVersionMetricsRequest:
    'eval_info:EvalInfo model_id test_search:Search user_app_id:UserAppIDSet version_id',
  PostModelVersionsRequest:
    'description do_migration eval_info:EvalInfo model_id model_versions:ModelVersion user_app_id:UserAppIDSet',
  PostModelVersionsTrainingTimeEstimateRequest:
    'estimated_input_count model_id model_versions:ModelVersion user_app_id:UserAppIDSet',
  PostModelsRequest: 'model:Model models:Model user_app_id:UserAppIDSet',
  PostModelsSearchesRequest:
    'model_query:ModelQuery pagination:Pagination user_app_id:UserAppIDSet',
  PostSearchesRequest: 'pagination:Pagination query:Query searches:Search user_app_id:UserAppIDSet',
  PostUploadsRequest: 'uploads:Upload user_app_id:UserAppIDSet',
  PrecisionRecallCurve: 'precision recall thresholds',
  PretrainedModelConfig: 'input_fields_map:Struct local_dev model_zip_url output_fields_map:Struct',
  Progress: 'last_processed_id processed',
  PutDatasetVersionExportsRequest:
    'dataset_id dataset_version_id exports:DatasetVersionExport user_app_id:UserAppIDSet',
  PutModelVersionExportsRequest: 'model_id user_app_id:UserAppIDSet version_id',
  Query: 'ands:And filters:Filter language ranks:Rank',
  ROC: 'fpr fpr_per_image fpr_per_object thresholds tpr',
  Rank: 'annotation:Annotation negate',
  RedirectInfo: 'new_resource_id old_resource_id resource_type url',
  Region: 'data:Data id region_info:RegionInfo track_id value',
  RegionInfo:
    'bounding_box:BoundingBox keypoint_locations:Point mask:Mask point:Point polygon:Polygon span:Span token:Token',
  Search:
    'algorithm application_id as_of created_at git_hash id metric min_value modified_at name query:Query save visibility:Visibility',
  Span: 'char_end char_start raw_text',
  SpecialHandling: 'done id reason',
  SplitIntoDatasets: 'dataset_splits:DatasetSplit method',
  Status:
    'code description details developer_notes internal_details percent_completed redirect_info:RedirectInfo req_id stack_trace time_remaining',
  StreamInputsRequest: 'descending last_id order_by_id per_page user_app_id:UserAppIDSet',
  Text: 'allow_duplicate_url hosted:HostedURL raw text_info:TextInfo url',
  TextInfo: 'char_count encoding',
  TimeInfo: 'begin_time end_time num_frames',
  TimeRange: 'end_time start_time',
  TimeSegment: 'data:Data id time_info:TimeInfo',
  Token: 'char_end char_start raw_text',
  Track: 'data:Data id quality time_info:TimeInfo',
  TrackerMetrics: 'aiid avg_precision morse_frag mot_mota mot_num_switches unique_switch_rate',
  TrainInfo: 'dataset:Dataset params:Struct resume_from_model:Model',
  Upload:
    'content_length content_name content_url created_at expires_at id modified_at status:Status',
  User: 'bill_type company_name created_at date_gdpr_consent date_marketing_consent date_pii_consent date_tos_consent email_addresses:EmailAddress first_name id image:Image intention is_starred job_role job_title last_name metadata:Struct primary_email referral_source star_count teams_count two_factor_auth_enabled user_detail:UserDetail visibility:Visibility',
  UserAppIDSet: 'app_id user_id',
  UserDetail:
    'bill_type commitment_value:CommitmentValue country date_gdpr_consent date_marketing_consent date_pii_consent date_tos_consent email_addresses:EmailAddress metadata:Struct primary_email state teams_count two_factor_auth_enabled',
  Video:
    'allow_duplicate_url base64 hosted:HostedURL hosted_thumbnail:HostedURL thumbnail_url url video_info:VideoInfo',
  VideoInfo: 'bit_rate duration_seconds fps frame_count height video_format width',
  Visibility: 'gettable',
  W3C: 'hex name',
  Worker: 'model:Model user:User workflow:Workflow',
  Workflow:
    'app_id bookmark_origin:BookmarkOrigin check_consents created_at description id image:Image is_starred metadata:Struct modified_at nodes:WorkflowNode notes star_count use_cases user_id version:WorkflowVersion visibility:Visibility',
  WorkflowNode:
    'id model:Model node_inputs:NodeInput output_info_override:OutputInfo suppress_output',
  WorkflowVersion:
    'app_id created_at description id is_deprecated license metadata:Struct modified_at nodes:WorkflowNode user_id visibility:Visibility workflow_id',
};
