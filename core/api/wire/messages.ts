import type { Json, JsonObject } from '../../json.ts';

/* Written by `npm run document` from the tables of messages; a test compares. Types only: what the API answers, and what its clients read. */

/** Nothing of a message is certain to be there. Free JSON is left as it is. */
export type DeepPartial<T> = JsonObject extends T
  ? T
  : T extends readonly (infer Each)[]
    ? readonly DeepPartial<Each>[]
    : T extends object
      ? { readonly [Name in keyof T]?: DeepPartial<T[Name]> }
      : T;

/** A message of which one field is certain. */
export type Reference<T, Certain extends keyof T> = Pick<T, Certain> &
  DeepPartial<Omit<T, Certain>>;

export type DatasetVersionExportFormat =
  | 'DATASET_VERSION_EXPORT_FORMAT_NOT_SET'
  | 'CLARIFAI_DATA_PROTOBUF'
  | 'CLARIFAI_DATA_JSON'
  | 'COCO';

export type DatasetVersionMetricsGroupType =
  | 'DATASET_VERSION_METRICS_GROUP_TYPE_NOT_SET'
  | 'INPUT_TYPE'
  | 'CONCEPT_ID'
  | 'CONCEPTS_COUNT'
  | 'BOUNDING_BOXES_COUNT'
  | 'POLYGONS_COUNT'
  | 'POINTS_COUNT'
  | 'MASKS_COUNT'
  | 'PIXELS_COUNT'
  | 'ASPECT_RATIO';

export type EvaluationType =
  'Undefined' | 'Classification' | 'Detection' | 'Segmentation' | 'Clustering' | 'Tracker' | 6;

export type Gettable = 'UNKNOWN_VISIBILITY' | 'PRIVATE' | 'ORG' | 'PUBLIC';

export type ModelTypeFieldType =
  | 'INVALID_MODEL_TYPE_FIELD_TYPE'
  | 'BOOLEAN'
  | 'STRING'
  | 'NUMBER'
  | 'ARRAY_OF_CONCEPTS'
  | 'ARRAY_OF_CONCEPTS_WITH_THRESHOLD'
  | 'RANGE'
  | 'ENUM'
  | 'COLLABORATORS'
  | 'JSON'
  | 'ARRAY_OF_NUMBERS'
  | 'WORKFLOW_EMBED_MODELS'
  | 'ARRAY_OF_STRINGS'
  | 'RECURSIVE_ENUM'
  | 'PYTHON_CODE'
  | 'DATASET_ID'
  | 'DATASET_VERSION_ID'
  | 'ARRAY_OF_MODEL_CONCEPTS'
  | 'DATASET'
  | 'DATASET_VERSION'
  | 'ENCRYPTED_STRING'
  | 'CHECKPOINT_MODEL'
  | 'ARRAY_OF_SECRETS';

export type Annotation = {
  readonly annotation_info: JsonObject;
  readonly created_at: string;
  readonly data: Data;
  readonly id: string;
  readonly input_id: string;
  readonly input_level: boolean;
  readonly modified_at: string;
  readonly status: Status;
  readonly task_id?: string;
  readonly trusted: boolean;
  readonly user_id: string;
  readonly worker: Worker;
};

export type App = {
  readonly created_at: string;
  readonly default_language?: string;
  readonly default_workflow?: Workflow;
  readonly default_workflow_id?: string;
  readonly description: string;
  readonly id: string;
  readonly metadata: JsonObject;
  readonly modified_at: string;
  readonly name: string;
  readonly notes: string;
  readonly user_id: string;
  readonly visibility: Visibility;
};

export type BaseResponse = {
  readonly status: AnswerStatus;
};

export type BinaryMetrics = {
  readonly avg_precision?: number;
  readonly concept: Concept;
  readonly f1?: number;
  readonly iou?: number;
  readonly num_neg?: number;
  readonly num_pos: number;
  readonly num_tot?: number;
  readonly precision_recall_curve?: PrecisionRecallCurve;
  readonly roc_auc?: number;
  readonly roc_curve?: ROC;
};

export type BoundingBox = {
  readonly bottom_row: number;
  readonly left_col: number;
  readonly right_col: number;
  readonly top_row: number;
};

export type BulkOperation = {
  readonly app_id: string;
  readonly created_at: string;
  readonly created_by: string;
  readonly dataset?: JsonObject;
  readonly id: string;
  readonly input_ids?: JsonObject;
  readonly last_modified_at: string;
  readonly operation?: JsonObject;
  readonly progress: Progress;
  readonly search?: JsonObject;
  readonly status: Status;
};

export type Concept = {
  readonly app_id: string;
  readonly created_at?: string;
  readonly id: string;
  readonly name: string;
  readonly value?: number;
};

export type ConceptCount = {
  readonly concept_type_count: ConceptTypeCount;
  readonly detail_concept_count: DetailConceptCount;
  readonly id: string;
  readonly name: string;
};

export type ConceptTypeCount = {
  readonly negative: number;
  readonly positive: number;
};

export type ConfusionMatrix = {
  readonly concept_ids: readonly string[];
  readonly matrix: readonly ConfusionMatrixEntry[];
};

export type ConfusionMatrixEntry = {
  readonly actual: string;
  readonly actual_concept: Concept;
  readonly predicted: string;
  readonly predicted_concept: Concept;
  readonly value: number;
};

export type CooccurrenceMatrix = {
  readonly concept_ids: readonly string[];
  readonly matrix: readonly CooccurrenceMatrixEntry[];
};

export type CooccurrenceMatrixEntry = {
  readonly col: string;
  readonly count: number;
  readonly row: string;
};

export type Data = {
  readonly concepts?: readonly Concept[];
  readonly embeddings?: readonly Embedding[];
  readonly geo?: Geo;
  readonly heatmaps?: readonly Image[];
  readonly image?: Image;
  readonly metadata?: JsonObject;
  readonly regions?: readonly Region[];
  readonly text?: Text;
};

export type Dataset = {
  readonly app_id: string;
  readonly created_at: string;
  readonly default_annotation_filter?: JsonObject;
  readonly description: string;
  readonly id: string;
  readonly metadata: JsonObject;
  readonly modified_at: string;
  readonly notes: string;
  readonly user_id: string;
  readonly version?: DatasetVersion;
  readonly visibility: Visibility;
};

export type DatasetInput = {
  readonly created_at: string;
  readonly input: Input;
};

export type DatasetVersion = {
  readonly annotation_filter_config?: JsonObject;
  readonly app_id: string;
  readonly created_at: string;
  readonly dataset_id: string;
  readonly description: string;
  readonly export_info?: DatasetVersionExportInfo;
  readonly id: string;
  readonly metadata: JsonObject & { readonly deeptune: FrozenFacts };
  readonly metrics: { readonly [key: string]: DatasetVersionMetrics };
  readonly modified_at: string;
  readonly status: Status;
  readonly user_id: string;
  readonly visibility: Visibility;
};

export type DatasetVersionExport = {
  readonly format: DatasetVersionExportFormat;
  readonly size?: string;
  readonly status: Status;
  readonly url?: string;
};

export type DatasetVersionExportInfo = {
  readonly clarifai_data_json?: DatasetVersionExport;
  readonly clarifai_data_protobuf?: DatasetVersionExport;
  readonly coco?: DatasetVersionExport;
};

export type DatasetVersionMetrics = {
  readonly bounding_boxes_count?: string;
  readonly inputs_count: string;
  readonly masks_count?: string;
  readonly polygons_count?: string;
  readonly positive_input_tags_count?: string;
  readonly positive_region_tags_count?: string;
  readonly region_inputs_count?: string;
  readonly regions_count?: string;
  readonly unlabeled_inputs_count?: string;
};

export type DatasetVersionMetricsGroup = {
  readonly metrics: DatasetVersionMetrics;
  readonly parent_path: string;
  readonly type: DatasetVersionMetricsGroupType;
  readonly value: Json;
};

export type DetailConceptCount = {
  readonly processed: ConceptTypeCount;
};

export type Embedding = {
  readonly num_dimensions: number;
  readonly vector: readonly number[];
};

export type EndpointDeps = {
  readonly depending_scopes: readonly string[];
  readonly endpoint: string;
};

export type EvalInfo = {
  readonly params?: JsonObject;
};

export type EvalMetrics = {
  readonly app_id: string;
  readonly binary_metrics?: readonly BinaryMetrics[];
  readonly confusion_matrix?: ConfusionMatrix;
  readonly cooccurrence_matrix?: CooccurrenceMatrix;
  readonly eval_info?: EvalInfo;
  readonly extended_metrics: ExtendedMetrics;
  readonly ground_truth_dataset?: Reference<Dataset, 'id'>;
  readonly id: string;
  readonly label_counts?: LabelDistribution;
  readonly metrics_by_class?: readonly BinaryMetrics[];
  readonly model?: Reference<Model, 'id'>;
  readonly status: Status;
  readonly summary?: MetricsSummary;
  readonly test_set?: readonly EvalTestSetEntry[];
  readonly user_id: string;
};

export type EvalTestSetEntry = {
  readonly ground_truth_concepts: readonly Concept[];
  readonly input: Reference<Input, 'id'>;
  readonly predicted_concepts: readonly Concept[];
};

export type ExtendedMetrics = {
  readonly user_metrics: JsonObject;
};

export type Geo = {
  readonly geo_point: GeoPoint;
};

export type GeoPoint = {
  readonly latitude: number;
  readonly longitude: number;
};

export type GetResourceCountsResponse = {
  readonly status: AnswerStatus;
  readonly datasets: string;
  readonly inputs: string;
  readonly models: string;
  readonly modules: string;
  readonly workflows: string;
};

export type Hit = {
  readonly annotation?: Annotation;
  readonly app_id: string;
  readonly input: Input;
  readonly score: number;
  readonly user_id: string;
};

export type HitCount = {
  readonly estimated_total: string;
};

export type HostedURL = {
  readonly crossorigin?: string;
  readonly prefix?: string;
  readonly sizes?: readonly string[];
  readonly suffix?: string;
};

export type Image = {
  readonly base64?: string;
  readonly hosted?: HostedURL;
  readonly image_info?: ImageInfo;
  readonly url?: string;
};

export type ImageInfo = {
  readonly format?: string;
  readonly height?: number;
  readonly width?: number;
};

export type Input = {
  readonly created_at?: string;
  readonly data: Data;
  readonly dataset_ids?: readonly string[];
  readonly id: string;
  readonly modified_at?: string;
  readonly status?: Status;
};

export type InputCount = {
  readonly errors: number;
  readonly processed: number;
  readonly processing: number;
  readonly reindex_errors: number;
  readonly reindexed: number;
  readonly reindexing: number;
  readonly to_process: number;
  readonly to_reindex: number;
};

export type InputInfo = {
  readonly base_embed_model?: Reference<Model, 'id'>;
  readonly params?: JsonObject;
};

export type InputsAddJob = {
  readonly created_at: string;
  readonly id: string;
  readonly modified_at: string;
  readonly progress: InputsAddJobProgress;
  readonly status: Status;
};

export type InputsAddJobProgress = {
  readonly failed_count: string;
  readonly in_progress_count: string;
  readonly pending_count: string;
  readonly success_count: string;
};

export type Key = {
  readonly apps: readonly Reference<App, 'id'>[];
  readonly created_at: string;
  readonly description: string;
  readonly endpoints: readonly string[];
  readonly expires_at?: string;
  readonly id: string;
  readonly scopes: readonly string[];
  readonly type: string;
};

export type LabelCount = {
  readonly concept: Concept;
  readonly count: number;
};

export type LabelDistribution = {
  readonly positive_label_counts: readonly LabelCount[];
};

export type LogEntry = {
  readonly log_type: string;
  readonly message: string;
};

export type Mask = {
  readonly image: Image;
};

export type MetricsSummary = {
  readonly macro_avg_f1_score?: number;
  readonly macro_avg_precision?: number;
  readonly macro_avg_recall?: number;
  readonly macro_avg_roc_auc?: number;
  readonly macro_std_f1_score?: number;
  readonly macro_std_roc_auc?: number;
  readonly mean_avg_precision_iou_50?: number;
  readonly mean_avg_precision_iou_range?: number;
  readonly top1_accuracy?: number;
};

export type Model = {
  readonly app_id: string;
  readonly created_at?: string;
  readonly default_eval_info?: EvalInfo;
  readonly description: string;
  readonly id: string;
  readonly image?: Image;
  readonly languages?: readonly string[];
  readonly metadata?: JsonObject;
  readonly model_type_id: string;
  readonly model_version: ModelVersion;
  readonly modified_at?: string;
  readonly name: string;
  readonly notes?: string;
  readonly output_info?: OutputInfo;
  readonly presets?: JsonObject;
  readonly task?: string;
  readonly toolkits?: readonly string[];
  readonly use_cases?: readonly string[];
  readonly user_id: string;
  readonly visibility?: Visibility;
};

export type ModelType = {
  readonly creatable: boolean;
  readonly description: string;
  readonly evaluation_type: EvaluationType;
  readonly id: string;
  readonly input_fields: readonly string[];
  readonly model_type_fields: readonly ModelTypeField[];
  readonly output_fields: readonly string[];
  readonly title: string;
  readonly trainable: boolean;
};

export type ModelTypeEnumOption = {
  readonly description?: string;
  readonly id: string;
  readonly internal_only?: boolean;
  readonly model_type_fields?: readonly ModelTypeField[];
  readonly recommended?: boolean;
};

export type ModelTypeField = {
  readonly default_value?: Json;
  readonly description: string;
  readonly field_type: ModelTypeFieldType;
  readonly internal_only?: boolean;
  readonly model_type_enum_options?: readonly ModelTypeEnumOption[];
  readonly model_type_range_info?: ModelTypeRangeInfo;
  readonly path: string;
  readonly placeholder: string;
  readonly required?: boolean;
};

export type ModelTypeRangeInfo = {
  readonly max?: number;
  readonly min?: number;
  readonly step?: number;
};

export type ModelVersion = {
  readonly active_concept_count?: number;
  readonly app_id?: string;
  readonly completed_at?: string;
  readonly created_at?: string;
  readonly description?: string;
  readonly id: string;
  readonly input_info?: InputInfo;
  readonly license?: string;
  readonly metadata?: JsonObject & { readonly deeptune: TrainingFacts };
  readonly metrics?: Reference<EvalMetrics, 'status'>;
  readonly modified_at?: string;
  readonly output_info?: OutputInfo;
  readonly status: Status;
  readonly total_input_count?: number;
  readonly train_info?: TrainInfo;
  readonly train_log?: string;
  readonly user_id?: string;
  readonly visibility?: Visibility;
};

export type ModelVersionExport = {
  readonly size?: string;
  readonly status: Status;
  readonly url?: string;
};

export type MultiAnnotationResponse = {
  readonly status: AnswerStatus;
  readonly annotations: readonly Annotation[];
};

export type MultiAppResponse = {
  readonly status: AnswerStatus;
  readonly apps: readonly App[];
};

export type MultiBulkOperationsResponse = {
  readonly status: AnswerStatus;
  readonly bulk_operation: readonly BulkOperation[];
};

export type MultiConceptCountResponse = {
  readonly status: AnswerStatus;
  readonly concept_counts: readonly ConceptCount[];
};

export type MultiConceptResponse = {
  readonly status: AnswerStatus;
  readonly concepts: readonly Concept[];
};

export type MultiDatasetInputResponse = {
  readonly status: AnswerStatus;
  readonly bulk_operation?: BulkOperation;
  readonly dataset_inputs: readonly DatasetInput[];
};

export type MultiDatasetResponse = {
  readonly status: AnswerStatus;
  readonly datasets: readonly Dataset[];
};

export type MultiDatasetVersionExportResponse = {
  readonly status: AnswerStatus;
  readonly exports: readonly DatasetVersionExport[];
};

export type MultiDatasetVersionMetricsGroupResponse = {
  readonly status: AnswerStatus;
  readonly dataset_version_metrics_groups: readonly DatasetVersionMetricsGroup[];
};

export type MultiDatasetVersionResponse = {
  readonly status: AnswerStatus;
  readonly dataset_versions: readonly DatasetVersion[];
};

export type MultiEvalMetricsResponse = {
  readonly status: AnswerStatus;
  readonly eval_metrics: readonly EvalMetrics[];
};

export type MultiInputResponse = {
  readonly status: AnswerStatus;
  readonly inputs: readonly Input[];
  readonly inputs_add_job?: InputsAddJob;
};

export type MultiInputsAddJobResponse = {
  readonly status: AnswerStatus;
  readonly inputs_add_jobs: readonly InputsAddJob[];
};

export type MultiKeyResponse = {
  readonly status: AnswerStatus;
  readonly keys: readonly Key[];
};

export type MultiLogEntryResponse = {
  readonly status: AnswerStatus;
  readonly log_entries: readonly LogEntry[];
  readonly page: number;
  readonly per_page: number;
};

export type MultiModelResponse = {
  readonly status: AnswerStatus;
  readonly models: readonly Model[];
};

export type MultiModelTypeResponse = {
  readonly status: AnswerStatus;
  readonly model_types: readonly ModelType[];
};

export type MultiModelVersionResponse = {
  readonly status: AnswerStatus;
  readonly model_versions: readonly ModelVersion[];
};

export type MultiOutputResponse = {
  readonly status: AnswerStatus;
  readonly outputs: readonly Output[];
};

export type MultiScopeDepsResponse = {
  readonly status: AnswerStatus;
  readonly endpoint_deps: readonly EndpointDeps[];
  readonly scope_deps: readonly ScopeDeps[];
};

export type MultiScopeResponse = {
  readonly status: AnswerStatus;
  readonly app?: App;
  readonly endpoints: readonly string[];
  readonly scopes: readonly string[];
};

export type MultiScopeRootResponse = {
  readonly status: AnswerStatus;
  readonly endpoints: readonly string[];
  readonly scopes: readonly string[];
};

export type MultiScopeUserResponse = {
  readonly status: AnswerStatus;
  readonly endpoints: readonly string[];
  readonly scopes: readonly string[];
};

export type MultiSearchResponse = {
  readonly status: AnswerStatus;
  readonly hit_counts?: readonly HitCount[];
  readonly hits: readonly Hit[];
  readonly id: string;
  readonly query?: JsonObject;
  readonly searches?: readonly JsonObject[];
};

export type MultiStatusCodeResponse = {
  readonly status: AnswerStatus;
  readonly statuses: readonly Status[];
};

export type MultiTrainingTimeEstimateResponse = {
  readonly status: AnswerStatus;
  readonly training_time_estimates: readonly string[];
};

export type MultiUploadResponse = {
  readonly status: AnswerStatus;
  readonly uploads: readonly Upload[];
};

export type Output = {
  readonly created_at: string;
  readonly data: Data;
  readonly id: string;
  readonly input: Reference<Input, 'id'>;
  readonly model: Model;
  readonly status: Status;
};

export type OutputConfig = {
  readonly concepts_mutually_exclusive?: boolean;
  readonly embed_model_version_id?: string;
  readonly existing_model_id?: string;
  readonly fail_on_missing_positive_examples?: boolean;
  readonly hyper_parameters?: string;
  readonly hyper_params?: JsonObject;
  readonly language?: string;
  readonly max_concepts?: number;
  readonly min_value?: number;
  readonly model_metadata?: JsonObject;
  readonly sample_ms?: number;
  readonly select_concepts?: readonly Concept[];
  readonly training_timeout?: number;
};

export type OutputInfo = {
  readonly data?: Data;
  readonly message?: string;
  readonly output_config?: OutputConfig;
  readonly params?: JsonObject;
};

export type Point = {
  readonly col: number;
  readonly row: number;
};

export type Polygon = {
  readonly points: readonly Point[];
};

export type PrecisionRecallCurve = {
  readonly precision?: readonly number[];
  readonly recall?: readonly number[];
  readonly thresholds?: readonly number[];
};

export type Progress = {
  readonly last_processed_id: string;
  readonly processed: number;
};

export type ROC = {
  readonly fpr?: readonly number[];
  readonly thresholds?: readonly number[];
  readonly tpr?: readonly number[];
};

export type Region = {
  readonly data: Data;
  readonly id?: string;
  readonly region_info: RegionInfo;
  readonly value?: number;
};

export type RegionInfo = {
  readonly bounding_box?: BoundingBox;
  readonly mask?: Mask;
  readonly polygon?: Polygon;
};

export type ScopeDeps = {
  readonly depending_scopes: readonly string[];
  readonly scope: string;
};

export type SingleAnnotationResponse = {
  readonly status: AnswerStatus;
  readonly annotation: Annotation;
};

export type SingleAppResponse = {
  readonly status: AnswerStatus;
  readonly app: App;
};

export type SingleBulkOperationsResponse = {
  readonly status: AnswerStatus;
  readonly bulk_operation: BulkOperation;
};

export type SingleConceptResponse = {
  readonly status: AnswerStatus;
  readonly concept: Concept;
};

export type SingleDatasetInputResponse = {
  readonly status: AnswerStatus;
  readonly dataset_input: DatasetInput;
};

export type SingleDatasetResponse = {
  readonly status: AnswerStatus;
  readonly dataset: Dataset;
};

export type SingleDatasetVersionResponse = {
  readonly status: AnswerStatus;
  readonly dataset_version: DatasetVersion;
};

export type SingleEvalMetricsResponse = {
  readonly status: AnswerStatus;
  readonly eval_metrics: EvalMetrics;
};

export type SingleInputCountResponse = {
  readonly status: AnswerStatus;
  readonly counts: InputCount;
};

export type SingleInputResponse = {
  readonly status: AnswerStatus;
  readonly input: Input;
};

export type SingleInputsAddJobResponse = {
  readonly status: AnswerStatus;
  readonly inputs_add_job: InputsAddJob;
};

export type SingleKeyResponse = {
  readonly status: AnswerStatus;
  readonly key: Key;
};

export type SingleModelResponse = {
  readonly status: AnswerStatus;
  readonly model: Model;
};

export type SingleModelTypeResponse = {
  readonly status: AnswerStatus;
  readonly model_type: ModelType;
};

export type SingleModelVersionExportResponse = {
  readonly status: AnswerStatus;
  readonly export: ModelVersionExport;
};

export type SingleModelVersionResponse = {
  readonly status: AnswerStatus;
  readonly model_version: ModelVersion;
};

export type SingleStatusCodeResponse = {
  readonly status: AnswerStatus;
};

export type SingleUserResponse = {
  readonly status: AnswerStatus;
  readonly user: User;
};

export type Status = {
  readonly code: number;
  readonly description: string;
  readonly details?: string;
  readonly developer_notes?: string;
  readonly percent_completed?: number;
  readonly req_id?: string;
  readonly time_remaining?: number;
};

export type Text = {
  readonly hosted?: HostedURL;
  readonly raw?: string;
  readonly text_info?: TextInfo;
  readonly url?: string;
};

export type TextInfo = {
  readonly encoding?: string;
};

export type TrainInfo = {
  readonly dataset: Reference<Dataset, 'id'>;
  readonly params: JsonObject;
  readonly resume_from_model?: Reference<Model, 'id'>;
};

export type Upload = {
  readonly content_length: string;
  readonly content_name: string;
  readonly content_url: string;
  readonly created_at: string;
  readonly expires_at: string;
  readonly id: string;
  readonly status: Status;
};

export type User = {
  readonly id: string;
};

export type Visibility = {
  readonly gettable: Gettable;
};

export type Worker = {
  readonly user: User;
};

export type Workflow = {
  readonly id: string;
};

export type ActivityResponse = {
  readonly status: AnswerStatus;
  readonly jobs: readonly ActiveJob[];
  readonly dataset_versions: readonly ActiveFreezing[];
  readonly running: number;
  readonly maxRunning: number;
};

export type ActiveJob = {
  readonly kind: string;
  readonly id: string;
  readonly app_id: string;
  readonly model_id: string;
  readonly model_version_id: string;
  readonly evaluation_id?: string;
  readonly prediction_id?: string;
  readonly template_id: string;
  readonly dataset: ActiveDataset;
  readonly status: string;
  readonly created_at: string;
  readonly progress?: JobProgress;
  readonly remaining?: RemainingTime;
  readonly wait?: JobWait;
  readonly estimatePending?: string;
  readonly reservation?: ReservationFacts;
  readonly amountSoFarMicros: number;
};

export type ActiveDataset = {
  readonly id: string;
  readonly version_id: string;
};

export type ActiveFreezing = {
  readonly app_id: string;
  readonly dataset_id: string;
  readonly id: string;
  readonly state: string;
  readonly created_at: string;
  readonly parts: number;
  readonly tries: number;
  readonly lastError?: string;
};

export type JobProgress = {
  readonly stage: string;
  readonly step: number;
  readonly totalSteps: number;
  readonly percent: number;
  readonly seconds: number;
  readonly secondsLeft?: number;
  readonly loss?: number;
  readonly metric?: number;
  readonly epoch?: number;
};

export type JobWait = {
  readonly reason: string;
  readonly position?: number;
  readonly since: string;
  readonly message: string;
};

export type AmountResponse = {
  readonly status: AnswerStatus;
  readonly amount: Amount;
  readonly asIfOn?: string;
};

export type Amount = {
  readonly appId?: string;
  readonly period: string;
  readonly recordCount: number;
  readonly billableSeconds: number;
  readonly amountMicros: number;
  readonly heldMicros: number;
  readonly postedMicros: number;
  readonly budgetMicros?: number;
};

export type InvoicesResponse = {
  readonly status: AnswerStatus;
  readonly invoices: readonly InvoiceSummary[];
};

export type InvoiceResponse = {
  readonly status: AnswerStatus;
  readonly invoice: Invoice;
};

export type InvoiceSummary = {
  readonly id: string;
  readonly userId: string;
  readonly period: string;
  readonly status: string;
  readonly lineCount: number;
  readonly totalMicros: number;
  readonly freeTierMicros: number;
  readonly dueMicros: number;
  readonly creditNotes: readonly CreditNote[];
  readonly rateCardVersion: string;
  readonly asIfOn?: string;
  readonly issuedAt?: string;
  readonly paidAt?: string;
  readonly voidedAt?: string;
  readonly linesHash: string;
};

export type Invoice = {
  readonly id: string;
  readonly userId: string;
  readonly period: string;
  readonly status: string;
  readonly lineCount: number;
  readonly totalMicros: number;
  readonly freeTierMicros: number;
  readonly dueMicros: number;
  readonly creditNotes: readonly CreditNote[];
  readonly rateCardVersion: string;
  readonly asIfOn?: string;
  readonly issuedAt?: string;
  readonly paidAt?: string;
  readonly voidedAt?: string;
  readonly linesHash: string;
  readonly lines: readonly InvoiceLine[];
};

export type InvoiceLine = {
  readonly kind: string;
  readonly description: string;
  readonly trainingJobName?: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly versionId?: string;
  readonly jobKind?: string;
  readonly at?: string;
  readonly instanceType?: string;
  readonly period: string;
  readonly seconds: number;
  readonly microsPerHour: number;
  readonly amountMicros: number;
};

export type CreditNote = {
  readonly id: string;
  readonly amountMicros: number;
  readonly reason: string;
  readonly createdAt: string;
};

export type InvoiceContentResponse = {
  readonly status: AnswerStatus;
  readonly content: InvoiceContent;
};

export type InvoiceContent = {
  readonly format: string;
  readonly filename: string;
  readonly text: string;
};

export type RateCardsResponse = {
  readonly status: AnswerStatus;
  readonly rate_cards: readonly RateCard[];
  readonly current: RateCard;
};

export type RateCardResponse = {
  readonly status: AnswerStatus;
  readonly rate_card: RateCard;
  readonly current: RateCard;
};

export type DeleteRateCardResponse = {
  readonly status: AnswerStatus;
  readonly current: RateCard;
};

export type RateCard = {
  readonly version: string;
  readonly level: string;
  readonly userId?: string;
  readonly microsPerHour: number;
  readonly ratesMicrosPerHour: JsonObject;
  readonly freeSecondsPerMonth: number;
  readonly minimumMicrosPerJob: number;
  readonly createdAt?: string;
};

export type UsageSummaryResponse = {
  readonly status: AnswerStatus;
  readonly usage_summary: UsageSummary;
};

export type UsageSummary = {
  readonly from: string;
  readonly to: string;
  readonly groups: readonly UsageGroup[];
  readonly total: UsageTotal;
  readonly asIfOn?: string;
};

export type UsageGroup = {
  readonly userId?: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly day?: string;
  readonly kind?: string;
  readonly jobs: number;
  readonly seconds: number;
  readonly amountMicros: number;
  readonly quotedMicros: number;
  readonly listMicros: number;
  readonly discountMicros: number;
  readonly costMicros: number;
  readonly marginMicros: number;
  readonly asIfCostMicros: number;
  readonly jobsWithoutCost: number;
};

export type UsageTotal = {
  readonly jobs: number;
  readonly seconds: number;
  readonly amountMicros: number;
  readonly quotedMicros: number;
  readonly listMicros: number;
  readonly discountMicros: number;
  readonly costMicros: number;
  readonly marginMicros: number;
  readonly asIfCostMicros: number;
  readonly jobsWithoutCost: number;
};

export type BillingAccessResponse = {
  readonly status: AnswerStatus;
  readonly access: BillingAccess;
};

export type BillingAccess = {
  readonly isOperator: boolean;
};

export type BudgetsResponse = {
  readonly status: AnswerStatus;
  readonly budgets: readonly Budget[];
  readonly asIfOn?: string;
};

export type BudgetResponse = {
  readonly status: AnswerStatus;
  readonly budget: Budget;
  readonly stopped: readonly string[];
  readonly resumed: readonly string[];
  readonly isPending: boolean;
};

export type Budget = {
  readonly id: string;
  readonly level: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly monthMicros?: number;
  readonly dayMicros?: number;
  readonly atLimit: string;
  readonly isDefault: boolean;
  readonly month: BudgetPeriod;
  readonly day?: BudgetPeriod;
  readonly set_at?: string;
  readonly isPending: boolean;
};

export type BudgetPeriod = {
  readonly period: string;
  readonly heldMicros: number;
  readonly postedMicros: number;
  readonly toldPercent: number;
};

export type BudgetRefusal = {
  readonly code: string;
  readonly budgetId: string;
  readonly level: string;
  readonly per: string;
  readonly period: string;
  readonly askedMicros: number;
  readonly limitMicros?: number;
  readonly postedMicros?: number;
  readonly heldMicros?: number;
  readonly leftMicros?: number;
  readonly message: string;
};

export type StopReason = {
  readonly code: string;
  readonly message: string;
  readonly budgetId: string;
  readonly at: string;
};

export type BaseModelsResponse = {
  readonly status: AnswerStatus;
  readonly base_models: readonly BaseModel[];
};

export type LedgerEntriesResponse = {
  readonly status: AnswerStatus;
  readonly user_id: string;
  readonly entries: readonly LedgerEntry[];
  readonly head: LedgerHead;
  readonly asIfOn?: string;
};

export type LedgerEntry = {
  readonly sequence: number;
  readonly kind: string;
  readonly id: string;
  readonly at: string;
  readonly period: string;
  readonly postings: readonly LedgerPosting[];
  readonly appId?: string;
  readonly modelId?: string;
  readonly jobId?: string;
  readonly trainingJobName?: string;
  readonly recordHash?: string;
  readonly quoteId?: string;
  readonly invoiceId?: string;
  readonly corrects?: string;
  readonly opens?: JsonObject;
  readonly memo?: string;
  readonly previousHash: string;
  readonly hash: string;
};

export type LedgerPosting = {
  readonly account: string;
  readonly micros: number;
};

export type LedgerHead = {
  readonly sequence: number;
  readonly hash: string;
};

export type LedgerRecordsResponse = {
  readonly status: AnswerStatus;
  readonly user_id: string;
  readonly records: readonly JsonObject[];
  readonly head: LedgerHead;
};

export type BaseModel = {
  readonly id: string;
  readonly isStaged: boolean;
  readonly templates: readonly string[];
  readonly stageCommand: string;
};

export type BatchPrediction = {
  readonly id: string;
  readonly app_id: string;
  readonly user_id: string;
  readonly model_id: string;
  readonly model_version_id: string;
  readonly created_at: string;
  readonly dataset: BatchPredictionDataset;
  readonly rows: AnsweredRows;
  readonly job: InferenceJob;
};

export type BatchPredictionDataset = {
  readonly id: string;
  readonly version: BatchPredictionDatasetVersion;
};

export type BatchPredictionDatasetVersion = {
  readonly id: string;
};

export type AnsweredRows = {
  readonly total: number;
  readonly answered: number;
  readonly failed: number;
  readonly firstFailure?: string;
};

export type AnswersLink = {
  readonly format: string;
  readonly size: number;
  readonly url: string;
  readonly expires_in_seconds: number;
};

export type AnswersLinkResponse = {
  readonly status: AnswerStatus;
  readonly content: AnswersLink;
};

export type DataReportResponse = {
  readonly status: AnswerStatus;
  readonly data_report: DataReport;
};

export type DataReport = {
  readonly dataset_id: string;
  readonly dataset_version_id: string;
  readonly counts: DataCounts;
  readonly concepts: readonly DataConcept[];
  readonly imageBytes?: DataSpread;
  readonly imageWidths?: DataSpread;
  readonly imageHeights?: DataSpread;
  readonly textLengths?: DataSpread;
  readonly scripts: readonly DataNamedCount[];
  readonly languages: readonly DataNamedCount[];
  readonly findings: readonly DataFinding[];
  readonly notLookedAt: readonly string[];
};

export type DataCounts = {
  readonly inputs: number;
  readonly images: number;
  readonly texts: number;
  readonly invalid: number;
  readonly unlabelled: number;
  readonly regions: number;
  readonly train: number;
  readonly test: number;
  readonly concepts: number;
};

export type DataConcept = {
  readonly id: string;
  readonly name: string;
  readonly train: number;
  readonly test: number;
};

export type DataSpread = {
  readonly min: number;
  readonly median: number;
  readonly p95: number;
  readonly max: number;
};

export type DataNamedCount = {
  readonly name: string;
  readonly inputs: number;
};

export type DataFinding = {
  readonly code: string;
  readonly value: number;
  readonly message: string;
  readonly advice: string;
  readonly examples: readonly DataExample[];
};

export type DataExample = {
  readonly ids: readonly string[];
};

export type DatasetVersionDifferenceResponse = {
  readonly status: AnswerStatus;
  readonly difference: DatasetVersionDifference;
};

export type DatasetVersionDifference = {
  readonly dataset_id: string;
  readonly dataset_version_id: string;
  readonly from_version_id: string;
  readonly inputsBefore: number;
  readonly inputsAfter: number;
  readonly unchanged: number;
  readonly added: DifferencePart;
  readonly removed: DifferencePart;
  readonly relabelled: DifferencePart;
  readonly replaced: DifferencePart;
  readonly moved: DifferencePart;
  readonly concepts: readonly ConceptDifference[];
};

export type DatasetVersionInputsResponse = {
  readonly status: AnswerStatus;
  readonly inputs: readonly FrozenInput[];
  readonly total: number;
  readonly notListed?: string;
};

export type FrozenInput = {
  readonly id: string;
  readonly concepts: readonly string[];
  readonly split: string;
  readonly with?: readonly string[];
};

export type DifferencePart = {
  readonly count: number;
  readonly inputs: readonly DifferingInput[];
};

export type DifferingInput = {
  readonly id: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
};

export type ConceptDifference = {
  readonly id: string;
  readonly name: string;
  readonly added: number;
  readonly removed: number;
  readonly gained: number;
  readonly lost: number;
};

export type DeleteEvaluationResponse = {
  readonly status: AnswerStatus;
};

export type DeletePredictionResponse = {
  readonly status: AnswerStatus;
};

export type AnsweredRowsResponse = {
  readonly status: AnswerStatus;
  readonly predictions: readonly RowPrediction[];
  readonly total: number;
  readonly scoreName?: string;
  readonly rows?: HeldOutRows;
  readonly notKept?: string;
};

export type RowPrediction = {
  readonly input_id: string;
  readonly filename?: string;
  readonly label?: JsonObject;
  readonly answer?: JsonObject;
  readonly score?: number;
  readonly isCorrect?: boolean;
  readonly error?: RowError;
};

export type RowError = {
  readonly code: string;
  readonly message: string;
};

export type HeldOutRows = {
  readonly heldOut: number;
  readonly chosen: number;
  readonly notMeasured: number;
  readonly answered: number;
  readonly failed: number;
};

export type InferenceJob = {
  readonly id: string;
  readonly status: string;
  readonly instanceType: string;
  readonly estimatedSeconds: number;
  readonly estimatedAmountMicros: number;
  readonly maxRuntimeSeconds: number;
  readonly maxAmountMicros: number;
  readonly microsPerHour: number;
  readonly explanation: readonly string[];
  readonly promised?: PromisedForecast;
  readonly startedAt?: string;
  readonly remaining?: RemainingTime;
  readonly settlement?: InferenceSettlement;
  readonly bill?: JobBill;
  readonly stopReason?: StopReason;
  readonly failure?: InferenceFailure;
};

export type InferenceSettlement = {
  readonly completedAt: string;
  readonly trainingJobName?: string;
  readonly jobSeconds: number;
  readonly billableSeconds: number;
  readonly amountMicros: number;
  readonly phaseSeconds?: PhaseSeconds;
};

export type PhaseSeconds = {
  readonly wait?: number;
  readonly pull?: number;
  readonly download?: number;
  readonly setup?: number;
  readonly steps?: number;
  readonly validation?: number;
  readonly evaluation?: number;
  readonly saving?: number;
};

export type InferenceFailure = {
  readonly code: string;
  readonly fault: string;
  readonly message: string;
};

export type JobEstimateResponse = {
  readonly status: AnswerStatus;
  readonly estimate: JobEstimate;
};

export type JobEstimate = {
  readonly kind: string;
  readonly seconds: number;
  readonly p10Seconds: number;
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  readonly displaySeconds: number;
  readonly maxRuntimeSeconds: number;
  readonly exceedsMaxRuntime: boolean;
  readonly amountMicros: number;
  readonly p10AmountMicros: number;
  readonly p90AmountMicros: number;
  readonly maxAmountMicros: number;
  readonly maxChargedSeconds: number;
  readonly microsPerHour: number;
  readonly inputEpochs: number;
  readonly transferSeconds?: number;
  readonly phases: readonly PhaseForecast[];
  readonly evidence: string;
  readonly jobCount: number;
  readonly isCalibrated: boolean;
  readonly assumptions: readonly string[];
  readonly drivers: readonly EstimateDriver[];
  readonly formula: EstimateFormula;
  readonly explanation: readonly string[];
  readonly source: string;
  readonly wouldBeRefused?: BudgetRefusal;
  readonly asIfOn?: string;
};

export type EstimatorReportResponse = {
  readonly status: AnswerStatus;
  readonly report: EstimatorReport;
};

export type EstimatorReport = {
  readonly summary: readonly string[];
  readonly overall: EstimatorGrade;
  readonly price?: ForecastAccuracy;
  readonly priceInterval?: ForecastCoverage;
  readonly byTemplate: readonly NamedEstimatorGrade[];
  readonly byKind: readonly NamedEstimatorGrade[];
  readonly byEvidence: readonly NamedEstimatorGrade[];
  readonly overTime: readonly EstimatorBlock[];
  readonly phases: readonly EstimatorPhase[];
  readonly baselines: readonly EstimatorBaseline[];
  readonly jobs: readonly EstimatedJob[];
  readonly leftOut: EstimatorLeftOut;
};

export type EstimatorGrade = {
  readonly jobCount: number;
  readonly isFew: boolean;
  readonly time?: ForecastAccuracy;
  readonly interval?: ForecastCoverage;
};

export type NamedEstimatorGrade = {
  readonly name: string;
  readonly jobCount: number;
  readonly isFew: boolean;
  readonly time?: ForecastAccuracy;
  readonly interval?: ForecastCoverage;
};

export type EstimatorBlock = {
  readonly first_ended_at: string;
  readonly last_ended_at: string;
  readonly jobCount: number;
  readonly isFew: boolean;
  readonly time?: ForecastAccuracy;
  readonly interval?: ForecastCoverage;
};

export type ForecastAccuracy = {
  readonly count: number;
  readonly mape: number;
  readonly medianApe: number;
  readonly p90Ape: number;
  readonly bias: number;
  readonly offByTwo: number;
};

export type ForecastCoverage = {
  readonly count: number;
  readonly covered: number;
  readonly below: number;
  readonly above: number;
  readonly share: number;
  readonly shareLow: number;
  readonly shareHigh: number;
  readonly width: number;
};

export type EstimatorPhase = {
  readonly name: string;
  readonly jobCount: number;
  readonly predictedSeconds: number;
  readonly actualSeconds: number;
  readonly meanErrorSeconds: number;
  readonly errorShare: number;
};

export type EstimatorBaseline = {
  readonly name: string;
  readonly jobCount: number;
  readonly notForecast: number;
  readonly baseline?: ForecastAccuracy;
  readonly forecast?: ForecastAccuracy;
};

export type EstimatorLeftOut = {
  readonly stopped: number;
  readonly failed: number;
  readonly withoutForecast: number;
  readonly notMeasured: number;
  readonly unreadable: number;
  readonly older: number;
};

export type EstimatedJob = {
  readonly id: string;
  readonly kind: string;
  readonly app_id: string;
  readonly model_id: string;
  readonly model_version_id: string;
  readonly model_type_id: string;
  readonly template_id: string;
  readonly instanceType: string;
  readonly device: string;
  readonly promised_at: string;
  readonly ended_at: string;
  readonly evidence: string;
  readonly jobCount: number;
  readonly inputCount: number;
  readonly epochs: number;
  readonly promisedSeconds: ForecastRange;
  readonly seconds: number;
  readonly promisedAmountMicros: ForecastRange;
  readonly amountMicros: number;
  readonly formulaSeconds?: number;
  readonly formulaRefittedSeconds?: number;
  readonly linearSeconds?: number;
};

export type ForecastRange = {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
};

export type DeleteNotificationResponse = {
  readonly status: AnswerStatus;
};

export type NotificationResponse = {
  readonly status: AnswerStatus;
  readonly notification: Notification;
};

export type NewNotificationResponse = {
  readonly status: AnswerStatus;
  readonly notification: Notification;
  readonly secret?: string;
};

export type NotificationSecretResponse = {
  readonly status: AnswerStatus;
  readonly notification: Notification;
  readonly secret: string;
};

export type NotificationsResponse = {
  readonly status: AnswerStatus;
  readonly notifications: readonly Notification[];
};

export type Notification = {
  readonly id: string;
  readonly kind: string;
  readonly url?: string;
  readonly address?: string;
  readonly description: string;
  readonly events: readonly string[];
  readonly app_ids: readonly string[];
  readonly active: boolean;
  readonly state: string;
  readonly note?: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly previous_secret_until?: string;
  readonly last_delivery?: LastDelivery;
};

export type LastDelivery = {
  readonly at: string;
  readonly status: string;
};

export type NotificationEventsResponse = {
  readonly status: AnswerStatus;
  readonly events: readonly NotificationEvent[];
  readonly kinds: readonly NotificationKind[];
};

export type NotificationEvent = {
  readonly type: string;
  readonly description: string;
};

export type NotificationKind = {
  readonly kind: string;
  readonly refusal?: string;
};

export type NotificationDeliveryResponse = {
  readonly status: AnswerStatus;
  readonly delivery: NotificationDelivery;
};

export type NotificationDeliveriesResponse = {
  readonly status: AnswerStatus;
  readonly deliveries: readonly NotificationDelivery[];
};

export type NotificationDelivery = {
  readonly id: string;
  readonly notification_id: string;
  readonly type: string;
  readonly created_at: string;
  readonly status: string;
  readonly attempts: readonly DeliveryAttempt[];
  readonly next_attempt_at?: string;
  readonly note?: string;
  readonly body?: string;
};

export type DeliveryAttempt = {
  readonly at: string;
  readonly status_code?: number;
  readonly answer?: string;
  readonly problem?: string;
  readonly milliseconds?: number;
};

export type ModelCardResponse = {
  readonly status: AnswerStatus;
  readonly card: ModelCard;
};

export type ModelCard = {
  readonly format: string;
  readonly text: string;
};

export type ModelSummariesResponse = {
  readonly status: AnswerStatus;
  readonly models: readonly ModelSummary[];
  readonly total: number;
};

export type ModelSummary = {
  readonly app_id: string;
  readonly id: string;
  readonly name: string;
  readonly model_type_id: string;
  readonly created_at: string;
  readonly modified_at: string;
  readonly versions: number;
  readonly newest?: NewestVersion;
  readonly serving?: ServingVersion;
  readonly amountMicros: number;
  readonly jobs: number;
};

export type NewestVersion = {
  readonly id: string;
  readonly status: string;
  readonly created_at: string;
  readonly completed_at?: string;
  readonly failure?: InferenceFailure;
  readonly percent?: number;
  readonly secondsLeft?: number;
};

export type ServingVersion = {
  readonly id: string;
  readonly status: string;
  readonly completed_at: string;
  readonly verdict?: Verdict;
};

export type PredictionResponse = {
  readonly status: AnswerStatus;
  readonly prediction: BatchPrediction;
};

export type PredictionsResponse = {
  readonly status: AnswerStatus;
  readonly predictions: readonly BatchPrediction[];
};

export type DeleteScheduleResponse = {
  readonly status: AnswerStatus;
};

export type EventStream = {
  readonly status: AnswerStatus;
  readonly event: string;
  readonly data: JsonObject;
};

export type FeedbackResponse = {
  readonly status: AnswerStatus;
};

export type PurgeResponse = {
  readonly status: AnswerStatus;
  readonly purge: InputsPurge;
};

export type InputsPurge = {
  readonly isDone: boolean;
  readonly inputs: readonly string[];
  readonly notFound: readonly string[];
  readonly dataset_versions: readonly PurgedDatasetVersion[];
  readonly model_versions: readonly PurgedModelVersion[];
  readonly evaluations: readonly PurgedAnswers[];
  readonly predictions: readonly PurgedAnswers[];
  readonly files: readonly string[];
  readonly copies: readonly string[];
  readonly kept: readonly string[];
};

export type PurgedDatasetVersion = {
  readonly dataset_id: string;
  readonly id: string;
  readonly rows: number;
};

export type PurgedModelVersion = {
  readonly app_id: string;
  readonly model_id: string;
  readonly id: string;
  readonly status: string;
};

export type PurgedAnswers = {
  readonly app_id: string;
  readonly model_id: string;
  readonly model_version_id: string;
  readonly id: string;
};

export type QuotesResponse = {
  readonly status: AnswerStatus;
  readonly quotes: readonly Quote[];
};

export type QuoteResponse = {
  readonly status: AnswerStatus;
  readonly quote: Quote;
};

export type Quote = {
  readonly id: string;
  readonly userId: string;
  readonly appId: string;
  readonly modelId: string;
  readonly kind: string;
  readonly status: string;
  readonly statusText: string;
  readonly isImplicit?: boolean;
  readonly jobId?: string;
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  readonly chargedP50Seconds: number;
  readonly maxChargedSeconds: number;
  readonly priceMicros: number;
  readonly maxPriceMicros: number;
  readonly instanceType: string;
  readonly microsPerHour: number;
  readonly minimumMicrosPerJob?: number;
  readonly priceListVersion: string;
  readonly dataHash: string;
  readonly settingsHash: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt?: string;
  readonly endedAt?: string;
  readonly billedMicros?: number;
  readonly group?: QuoteGroup;
  readonly settings: JsonObject;
  readonly data: QuotedData;
  readonly explanation: readonly string[];
  readonly asIfOn?: string;
  readonly signature: string;
};

export type QuoteGroup = {
  readonly id: string;
  readonly maxPriceMicros: number;
};

export type QuotedData = {
  readonly datasetId: string;
  readonly datasetVersionId?: string;
  readonly datasetDigest: string;
  readonly inputCount: number;
  readonly modelVersionId?: string;
};

export type ReservationFacts = {
  readonly quoteId?: string;
  readonly estimatedSeconds: number;
  readonly estimatedAmountMicros: number;
  readonly maxRuntimeSeconds: number;
  readonly maxAmountMicros: number;
  readonly microsPerHour: number;
  readonly inputEpochs: number;
  readonly fixedSeconds?: number;
  readonly transferSeconds?: number;
  readonly explanation: readonly string[];
  readonly promised?: PromisedForecast;
};

export type PromisedForecast = {
  readonly madeAt: string;
  readonly seconds: Quantiles;
  readonly amountMicros: Quantiles;
  readonly phases: readonly PhaseForecast[];
  readonly evidence: string;
  readonly jobCount: number;
  readonly formulaSeconds: number;
};

export type Quantiles = {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
};

export type PhaseForecast = {
  readonly name: string;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly isCharged: boolean;
};

export type RemainingTime = {
  readonly p10Seconds: number;
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  readonly source: string;
  readonly measuredSteps?: number;
  readonly overSeconds?: number;
};

export type VersionLineageResponse = {
  readonly status: AnswerStatus;
  readonly lineage: VersionLineage;
};

export type VersionLineage = {
  readonly root: VersionNode;
  readonly path: readonly VersionNode[];
  readonly children: readonly VersionNode[];
  readonly line: LineFacts;
};

export type VersionNode = {
  readonly versionId: string;
  readonly modelId: string;
  readonly sequence?: number;
  readonly createdAt: string;
  readonly status: string;
  readonly isPromoted: boolean;
  readonly datasetId?: string;
  readonly datasetVersionId?: string;
  readonly inputs?: number;
  readonly settingsChanged: JsonObject;
  readonly delta?: LineDelta;
  readonly gate?: GateSummary;
  readonly dial?: DialPoint;
  readonly scheduleId?: string;
  readonly metric?: NamedFigure;
  readonly isDeleted?: boolean;
};

export type NamedFigure = {
  readonly name: string;
  readonly value: number;
};

export type LineDelta = {
  readonly added: number;
  readonly removed: number;
  readonly relabelled: number;
  readonly replayed: number;
  readonly evaluationInputs: number;
  readonly evaluationAdded: number;
  readonly examples: LineExamples;
};

export type LineFacts = {
  readonly inputs: number;
  readonly added: number;
  readonly removed: number;
  readonly relabelled: number;
  readonly replayed: number;
  readonly evaluationInputs: number;
  readonly evaluationAdded: number;
  readonly examples: LineExamples;
};

export type LineExamples = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly relabelled: readonly string[];
};

export type GateResultResponse = {
  readonly status: AnswerStatus;
  readonly gate: GateResult;
};

export type GateResult = {
  readonly verdict: string;
  readonly reasons: readonly GateReason[];
  readonly at: string;
  readonly policy: GatePolicy;
  readonly parentVersionId?: string;
  readonly score?: string;
  readonly evaluationSet: EvaluationSetCounts;
  readonly concepts: readonly ConceptGate[];
  readonly negativeFlips: readonly NegativeFlip[];
  readonly negativeFlipPercent: number | null;
  readonly positiveFlipCount: number;
  readonly negativeFlipCount: number;
};

export type EvaluationSetCounts = {
  readonly inputs: number;
  readonly compared: number;
};

export type GateReason = {
  readonly code: string;
  readonly conceptId?: string;
  readonly message: string;
};

export type ConceptGate = {
  readonly conceptId: string | null;
  readonly isNew: boolean;
  readonly count: number;
  readonly parent: number | null;
  readonly candidate: number | null;
  readonly floor: number | null;
  readonly pValue: number | null;
  readonly verdict: string;
};

export type NegativeFlip = {
  readonly id: string;
  readonly conceptId: string | null;
  readonly parentAnswer?: string;
  readonly candidateAnswer?: string;
};

export type GateSummary = {
  readonly verdict: string;
  readonly reasons: readonly GateReason[];
  readonly at: string;
  readonly parentVersionId?: string;
  readonly compared: number;
  readonly negativeFlipCount: number;
  readonly negativeFlipPercent: number | null;
  readonly positiveFlipCount: number;
  readonly promotion?: GatePromotion;
  readonly brokenConcepts: readonly string[];
};

export type GatePromotion = {
  readonly sequence: number;
  readonly cause: string;
  readonly fromVersionId?: string;
};

export type GatePolicyResponse = {
  readonly status: AnswerStatus;
  readonly gate_policy: GatePolicy;
};

export type GatePolicy = {
  readonly allowedLossPoints: number;
  readonly maxNegativeFlipPercent: number;
  readonly maxFlipsOfErrorsPercent?: number;
  readonly newConceptFloor: number;
  readonly requiresApproval: boolean;
};

export type PromotionsResponse = {
  readonly status: AnswerStatus;
  readonly promoted_version_id?: string;
  readonly promotions: readonly PromotionMove[];
};

export type PromotionResponse = {
  readonly status: AnswerStatus;
  readonly promotion: PromotionMove;
};

export type PromotionMove = {
  readonly versionId: string;
  readonly sequence: number;
  readonly at: string;
  readonly fromVersionId?: string;
  readonly cause: string;
  readonly by?: string;
  readonly reason: string;
};

export type DialResponse = {
  readonly status: AnswerStatus;
  readonly dial: Dial;
};

export type Dial = {
  readonly parentVersionId: string;
  readonly score: string;
  readonly points: readonly MeasuredDialPoint[];
  readonly price?: DialPrice;
};

export type DialPrice = {
  readonly amountMicros: number;
  readonly maxAmountMicros: number;
  readonly p50Seconds: number;
  readonly p90Seconds: number;
};

export type MeasuredDialPoint = {
  readonly weight: number;
  readonly shift: number;
  readonly oldAccuracy: number;
  readonly newAccuracy: number | null;
  readonly accuracy: number;
  readonly negativeFlipPercent: number;
  readonly brokenConcepts: readonly string[];
  readonly passes: boolean;
  readonly isOnFrontier: boolean;
  readonly isNaive?: boolean;
};

export type DialFlipsResponse = {
  readonly status: AnswerStatus;
  readonly flips: readonly NegativeFlip[];
};

export type DialVersionResponse = {
  readonly status: AnswerStatus;
  readonly model_version: ModelVersion;
};

export type DialPoint = {
  readonly candidateVersionId: string;
  readonly weight: number;
  readonly shift: number;
};

export type SchedulesResponse = {
  readonly status: AnswerStatus;
  readonly schedules: readonly Schedule[];
};

export type ScheduleResponse = {
  readonly status: AnswerStatus;
  readonly schedule: Schedule;
};

export type Schedule = {
  readonly id: string;
  readonly model_id: string;
  readonly dataset_id: string;
  readonly expression: string;
  readonly timezone: string;
  readonly min_new_inputs: number;
  readonly drift_threshold?: number;
  readonly worth_per_point_micros?: number;
  readonly max_price_micros?: number;
  readonly done_by?: string;
  readonly params: JsonObject;
  readonly created_at: string;
  readonly paused: boolean;
  readonly active_since: string;
  readonly next_run_at?: string;
  readonly last_firing?: ScheduleFiring;
  readonly firings: readonly ScheduleFiring[];
};

export type ScheduleRunsResponse = {
  readonly status: AnswerStatus;
  readonly runs: readonly string[];
  readonly problem?: string;
};

export type ScheduleFiring = {
  readonly scheduled_at: string;
  readonly result: string;
  readonly reason?: string;
  readonly detail: string;
  readonly new_inputs?: number;
  readonly model_version_id?: string;
  readonly execution_name?: string;
  readonly numbers?: DecisionNumbers;
};

export type ScheduleFiredResponse = {
  readonly status: AnswerStatus;
  readonly firing: ScheduleFiring;
};

export type ScheduleDecisionResponse = {
  readonly status: AnswerStatus;
  readonly decision: ScheduleDecision;
};

export type ScheduleDecision = {
  readonly result: string;
  readonly reason?: string;
  readonly detail: string;
  readonly numbers?: DecisionNumbers;
};

export type DecisionNumbers = {
  readonly newInputs?: number;
  readonly relabelledInputs?: number;
  readonly minNewInputs?: number;
  readonly drift?: MeasuredDrift;
  readonly expectedGain?: ExpectedGain;
  readonly quote?: DecisionQuote;
  readonly worthPerPointMicros?: number;
  readonly maxPriceMicros?: number;
  readonly budgetLeftMicros?: number;
  readonly purchase?: string;
  readonly doneBy?: string;
  readonly notes?: readonly string[];
};

export type MeasuredDrift = {
  readonly sample: number;
  readonly reference?: number;
  readonly score: number;
  readonly threshold: number;
};

export type ExpectedGain = {
  readonly points: number;
  readonly low: number;
  readonly high: number;
  readonly versions: number;
};

export type DecisionQuote = {
  readonly priceMicros: number;
  readonly maxPriceMicros: number;
  readonly p50Seconds: number;
  readonly p90Seconds: number;
};

export type TrainingEstimatesResponse = {
  readonly status: AnswerStatus;
  readonly training_estimates: readonly TrainingEstimate[];
};

export type TrainingEstimateResponse = {
  readonly status: AnswerStatus;
  readonly training_estimate: TrainingEstimate;
};

export type TrainingEstimate = {
  readonly kind: string;
  readonly seconds: number;
  readonly fixedSeconds: number;
  readonly p10Seconds: number;
  readonly p50Seconds: number;
  readonly p90Seconds: number;
  readonly maxRuntimeSeconds: number;
  readonly exceedsMaxRuntime: boolean;
  readonly displaySeconds: number;
  readonly amountMicros: number;
  readonly p10AmountMicros: number;
  readonly p90AmountMicros: number;
  readonly maxAmountMicros: number;
  readonly maxChargedSeconds: number;
  readonly microsPerHour: number;
  readonly phases: readonly PhaseForecast[];
  readonly evidence: string;
  readonly jobCount: number;
  readonly isCalibrated: boolean;
  readonly assumptions: readonly string[];
  readonly drivers: readonly EstimateDriver[];
  readonly formula: EstimateFormula;
  readonly epochs: number;
  readonly expectedEpochs: number;
  readonly inputEpochs: number;
  readonly explanation: readonly string[];
  readonly predictable: boolean;
  readonly notPredictable?: string;
  readonly source: string;
  readonly warnings: readonly DataWarning[];
  readonly wouldBeRefused?: BudgetRefusal;
  readonly asIfOn?: string;
};

export type EstimateDriver = {
  readonly setting: string;
  readonly change: string;
  readonly seconds: number;
};

export type EstimateFormula = {
  readonly secondsPerInput: number;
  readonly fixedSeconds: number;
  readonly inputCount: number;
  readonly epochs: number;
  readonly seconds: number;
};

export type DataWarning = {
  readonly code: string;
  readonly value: number;
  readonly message: string;
  readonly advice: string;
};

export type TrainingProgressResponse = {
  readonly status: AnswerStatus;
  readonly progress: readonly TrainingProgress[];
  readonly phases: readonly TrainingPhase[];
  readonly estimate?: EstimatedPhases;
  readonly remaining?: RemainingTime;
};

export type TrainingPhase = {
  readonly name: string;
  readonly seconds?: number;
  readonly isRunning: boolean;
};

export type EstimatedPhases = {
  readonly seconds: number;
  readonly fixedSeconds?: number;
  readonly stepsSeconds?: number;
  readonly p10Seconds: number;
  readonly p90Seconds: number;
  readonly phases?: readonly PhaseForecast[];
};

export type TrainingProgress = {
  readonly step: number;
  readonly totalSteps: number;
  readonly epoch?: number;
  readonly loss?: number;
  readonly learningRate?: number;
  readonly metric?: number;
  readonly metricName?: string;
  readonly best?: boolean;
  readonly seconds: number;
  readonly secondsLeft?: number;
  readonly elapsed?: number;
  readonly memoryMiB?: number;
  readonly gpuMemoryMiB?: number;
  readonly gpuUtilization?: number;
  readonly stage: string;
};

export type UsageRecordsResponse = {
  readonly status: AnswerStatus;
  readonly usage_records: readonly UsageRecord[];
};

export type UsageRecord = {
  readonly trainingJobName: string;
  readonly userId: string;
  readonly appId: string;
  readonly modelId: string;
  readonly versionId: string;
  readonly kind: string;
  readonly jobId?: string;
  readonly templateId: string;
  readonly instanceType: string;
  readonly instanceCount: number;
  readonly period: string;
  readonly recordedAt: string;
  readonly endReason: string;
  readonly jobSeconds: number;
  readonly durableSeconds: number;
  readonly servedSeconds?: PhaseSeconds;
  readonly consumedSeconds?: number;
  readonly billableSeconds: number;
  readonly microsPerHour: number;
  readonly minimumMicrosPerJob?: number;
  readonly amountMicros: number;
  readonly maxAmountMicros?: number;
  readonly quotedMicros?: number;
  readonly quoteId?: string;
  readonly cost?: JobCost;
};

export type JobBill = {
  readonly quoteId?: string;
  readonly priceMicros: number;
  readonly maxPriceMicros: number;
  readonly chargedSeconds: number;
  readonly amountMicros: number;
  readonly cost?: JobCost;
  readonly asIfOn?: string;
};

export type JobCost = {
  readonly instanceType: string;
  readonly listPriceMicrosPerHour: number;
  readonly attempts: readonly AttemptCost[];
  readonly listMicros: number;
  readonly discountMicros: number;
  readonly costMicros: number;
  readonly basis: string;
  readonly unreportedAttempts?: number;
};

export type AttemptCost = {
  readonly trainingJobName: string;
  readonly isSpot: boolean;
  readonly trainingSeconds: number;
  readonly billableSeconds: number;
};

export type HoldsResponse = {
  readonly status: AnswerStatus;
  readonly holds: readonly Hold[];
};

export type HoldResponse = {
  readonly status: AnswerStatus;
  readonly hold: Hold;
};

export type Hold = {
  readonly jobId: string;
  readonly userId: string;
  readonly appId?: string;
  readonly modelId?: string;
  readonly amountMicros: number;
  readonly createdAt: string;
  readonly quoteId?: string;
  readonly review: boolean;
  readonly reviewReason?: string;
  readonly chargeMicros?: number;
  readonly chargedMicros?: number;
  readonly kind?: string;
  readonly versionId?: string;
  readonly trainingJobName?: string;
};

export type Verdict = {
  readonly metric: string;
  readonly heldOut: number | null;
  readonly interval: Json;
  readonly count: number;
  readonly trivial: number | null;
  readonly untrained: number | null;
  readonly isBetterThanTrivial: boolean;
  readonly text: string;
};

export type FrozenFacts = {
  readonly digest: string;
  readonly invalidCount: number;
  readonly concepts: readonly FrozenConcept[];
  readonly deletedCount?: number;
  readonly purgedCount?: number;
};

export type FrozenConcept = {
  readonly id: string;
  readonly name: string;
  readonly positives: number;
};

export type TrainingFacts = {
  readonly status: string;
  readonly reservation?: ReservationFacts;
  readonly estimatePending?: string;
  readonly trainingJobName?: string;
  readonly settlement?: SettlementFacts;
  readonly bill?: JobBill;
  readonly failure?: FailureFacts;
  readonly instanceType?: string;
  readonly purchase?: string;
  readonly predictable?: boolean;
  readonly notPredictable?: string;
  readonly datasetDigest?: string;
  readonly seed?: number;
  readonly startsFrom?: JsonObject;
  readonly startsFromText?: string;
  readonly warnings?: readonly DataWarning[];
  readonly verdict?: Verdict;
  readonly bestEpoch?: BestEpoch;
  readonly stopReason?: StopReason;
  readonly gate?: GateSummary;
  readonly lineage?: LineageFacts;
};

export type LineageFacts = {
  readonly rootVersionId: string;
  readonly parentVersionId: string;
  readonly delta?: LineDelta;
};

export type SettlementFacts = {
  readonly completedAt: string;
  readonly trainingJobName?: string;
  readonly jobSeconds: number;
  readonly billableSeconds: number;
  readonly amountMicros: number;
  readonly phaseSeconds?: PhaseSeconds;
  readonly archiveBytes?: number;
  readonly notPredictable?: string;
};

export type FailureFacts = {
  readonly code: string;
  readonly fault: string;
  readonly message: string;
};

export type BestEpoch = {
  readonly epoch: number;
  readonly of: number;
  readonly epochsRun: number;
  readonly metric: number | null;
  readonly validationCount: number;
  readonly stoppedEarly: boolean;
  readonly metricName?: string;
  readonly note?: string | null;
};

export type OpenAiFile = {
  readonly id: string;
  readonly object: string;
  readonly bytes: number;
  readonly created_at: number;
  readonly filename: string;
  readonly purpose: string;
  readonly status: string;
  readonly status_details: string | null;
};

export type OpenAiFileList = {
  readonly object: string;
  readonly data: readonly OpenAiFile[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
};

export type OpenAiDeleted = {
  readonly id: string;
  readonly object: string;
  readonly deleted: boolean;
};

export type FineTuningJob = {
  readonly id: string;
  readonly object: string;
  readonly model: string;
  readonly created_at: number;
  readonly finished_at: number | null;
  readonly fine_tuned_model: string | null;
  readonly organization_id: string;
  readonly result_files: readonly string[];
  readonly status: string;
  readonly training_file: string;
  readonly validation_file: string | null;
  readonly hyperparameters: FineTuningHyperparameters;
  readonly method: FineTuningMethod;
  readonly trained_tokens: number | null;
  readonly error: FineTuningError | null;
  readonly seed: number;
  readonly estimated_finish: number | null;
  readonly integrations: readonly Json[];
  readonly metadata: { readonly [key: string]: string };
};

export type FineTuningHyperparameters = {
  readonly n_epochs?: number;
  readonly batch_size?: number;
  readonly learning_rate_multiplier?: number | string;
};

export type FineTuningMethod = {
  readonly type: string;
  readonly supervised: FineTuningSupervised;
};

export type FineTuningSupervised = {
  readonly hyperparameters: FineTuningHyperparameters;
};

export type FineTuningError = {
  readonly code: string;
  readonly message: string;
  readonly param: string | null;
};

export type FineTuningJobList = {
  readonly object: string;
  readonly data: readonly FineTuningJob[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
};

export type FineTuningEvent = {
  readonly id: string;
  readonly object: string;
  readonly created_at: number;
  readonly level: string;
  readonly message: string;
  readonly type: string;
  readonly data?: FineTuningFigures;
};

export type FineTuningFigures = {
  readonly step: number;
  readonly total_steps?: number;
  readonly train_loss?: number;
  readonly full_valid_mean_token_accuracy?: number;
};

export type FineTuningEventList = {
  readonly object: string;
  readonly data: readonly FineTuningEvent[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
};

export type FineTuningCheckpoint = {
  readonly id: string;
  readonly object: string;
  readonly created_at: number;
  readonly fine_tuned_model_checkpoint: string;
  readonly fine_tuning_job_id: string;
  readonly step_number: number;
  readonly metrics: FineTuningFigures;
};

export type FineTuningCheckpointList = {
  readonly object: string;
  readonly data: readonly FineTuningCheckpoint[];
  readonly first_id: string | null;
  readonly last_id: string | null;
  readonly has_more: boolean;
};

export type OpenAiModel = {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly owned_by: string;
};

export type OpenAiModelList = {
  readonly object: string;
  readonly data: readonly OpenAiModel[];
};

export type ChatCompletion = {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly model: string;
  readonly choices: readonly ChatChoice[];
  readonly usage?: CompletionUsage;
};

export type ChatChoice = {
  readonly index: number;
  readonly message: ChatMessage;
  readonly finish_reason: string;
  readonly logprobs: Json;
};

export type ChatMessage = {
  readonly role: string;
  readonly content: string;
  readonly refusal: string | null;
};

export type TextCompletion = {
  readonly id: string;
  readonly object: string;
  readonly created: number;
  readonly model: string;
  readonly choices: readonly TextChoice[];
  readonly usage?: CompletionUsage;
};

export type TextChoice = {
  readonly index: number;
  readonly text: string;
  readonly finish_reason: string;
  readonly logprobs: Json;
};

export type CompletionUsage = {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
};

export type OpenAiRefusal = {
  readonly error: OpenAiError;
};

export type OpenAiError = {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: string;
};

/** Status of a whole answer, with the id of its request. */
export type AnswerStatus = Status & { readonly req_id: string };

/** Operation -> what it answers. */
export interface Answers {
  readonly CancelBulkOperations: MultiBulkOperationsResponse;
  readonly CancelInputsAddJob: SingleInputsAddJobResponse;
  readonly ChargeHold: HoldResponse;
  readonly DeleteAnnotation: BaseResponse;
  readonly DeleteAnnotations: BaseResponse;
  readonly DeleteApp: BaseResponse;
  readonly DeleteBudget: BudgetResponse;
  readonly DeleteBulkOperations: BaseResponse;
  readonly DeleteDatasetInputs: BaseResponse;
  readonly DeleteDatasetVersions: BaseResponse;
  readonly DeleteDatasets: BaseResponse;
  readonly DeleteEvaluation: DeleteEvaluationResponse;
  readonly DeleteInput: BaseResponse;
  readonly DeleteInputs: BaseResponse;
  readonly DeleteKey: BaseResponse;
  readonly DeleteModel: BaseResponse;
  readonly DeleteModelVersion: BaseResponse;
  readonly DeleteModelVersionPrediction: DeletePredictionResponse;
  readonly DeleteModels: BaseResponse;
  readonly DeleteNotification: DeleteNotificationResponse;
  readonly DeleteRateCard: DeleteRateCardResponse;
  readonly DeleteSchedule: DeleteScheduleResponse;
  readonly FireSchedule: ScheduleFiredResponse;
  readonly GetAmount: AmountResponse;
  readonly GetAnnotation: SingleAnnotationResponse;
  readonly GetApp: SingleAppResponse;
  readonly GetBillingAccess: BillingAccessResponse;
  readonly GetBulkOperation: SingleBulkOperationsResponse;
  readonly GetConcept: SingleConceptResponse;
  readonly GetConceptCounts: MultiConceptCountResponse;
  readonly GetDataset: SingleDatasetResponse;
  readonly GetDatasetInput: SingleDatasetInputResponse;
  readonly GetDatasetVersion: SingleDatasetVersionResponse;
  readonly GetDatasetVersionDataReport: DataReportResponse;
  readonly GetDatasetVersionDifference: DatasetVersionDifferenceResponse;
  readonly GetEstimatorReport: EstimatorReportResponse;
  readonly GetEvaluation: SingleEvalMetricsResponse;
  readonly GetEvaluationPredictions: AnswersLinkResponse;
  readonly GetGatePolicy: GatePolicyResponse;
  readonly GetInput: SingleInputResponse;
  readonly GetInputCount: SingleInputCountResponse;
  readonly GetInputsAddJob: SingleInputsAddJobResponse;
  readonly GetInvoice: InvoiceResponse;
  readonly GetInvoiceContent: InvoiceContentResponse;
  readonly GetKey: SingleKeyResponse;
  readonly GetModel: SingleModelResponse;
  readonly GetModelOutputInfo: SingleModelResponse;
  readonly GetModelType: SingleModelTypeResponse;
  readonly GetModelVersion: SingleModelVersionResponse;
  readonly GetModelVersionCard: ModelCardResponse;
  readonly GetModelVersionDial: DialResponse;
  readonly GetModelVersionEvaluation: SingleEvalMetricsResponse;
  readonly GetModelVersionExport: SingleModelVersionExportResponse;
  readonly GetModelVersionGate: GateResultResponse;
  readonly GetModelVersionLineage: VersionLineageResponse;
  readonly GetModelVersionMetrics: SingleModelVersionResponse;
  readonly GetModelVersionPrediction: PredictionResponse;
  readonly GetModelVersionPredictionContent: AnswersLinkResponse;
  readonly GetNotification: NotificationResponse;
  readonly GetNotificationDelivery: NotificationDeliveryResponse;
  readonly GetQuote: QuoteResponse;
  readonly GetResourceCounts: GetResourceCountsResponse;
  readonly GetScheduleDecision: ScheduleDecisionResponse;
  readonly GetStatusCode: SingleStatusCodeResponse;
  readonly GetUsageSummary: UsageSummaryResponse;
  readonly GetUser: SingleUserResponse;
  readonly ListActivity: ActivityResponse;
  readonly ListAnnotations: MultiAnnotationResponse;
  readonly ListAppKeys: MultiKeyResponse;
  readonly ListApps: MultiAppResponse;
  readonly ListBaseModels: BaseModelsResponse;
  readonly ListBudgets: BudgetsResponse;
  readonly ListBulkOperations: MultiBulkOperationsResponse;
  readonly ListConcepts: MultiConceptResponse;
  readonly ListDatasetInputs: MultiDatasetInputResponse;
  readonly ListDatasetVersionInputs: DatasetVersionInputsResponse;
  readonly ListDatasetVersionMetricsGroups: MultiDatasetVersionMetricsGroupResponse;
  readonly ListDatasetVersions: MultiDatasetVersionResponse;
  readonly ListDatasets: MultiDatasetResponse;
  readonly ListDialFlips: DialFlipsResponse;
  readonly ListEvaluationPredictions: AnsweredRowsResponse;
  readonly ListEvaluations: MultiEvalMetricsResponse;
  readonly ListHolds: HoldsResponse;
  readonly ListInputs: MultiInputResponse;
  readonly ListInputsAddJobs: MultiInputsAddJobResponse;
  readonly ListInvoices: InvoicesResponse;
  readonly ListKeys: MultiKeyResponse;
  readonly ListLedgerEntries: LedgerEntriesResponse;
  readonly ListLedgerRecords: LedgerRecordsResponse;
  readonly ListLogEntries: MultiLogEntryResponse;
  readonly ListModelConcepts: MultiConceptResponse;
  readonly ListModelInputs: MultiInputResponse;
  readonly ListModelSummaries: ModelSummariesResponse;
  readonly ListModelTypes: MultiModelTypeResponse;
  readonly ListModelVersionEvaluations: MultiEvalMetricsResponse;
  readonly ListModelVersionHeldOutPredictions: AnsweredRowsResponse;
  readonly ListModelVersionPredictions: PredictionsResponse;
  readonly ListModelVersions: MultiModelVersionResponse;
  readonly ListModels: MultiModelResponse;
  readonly ListNotificationDeliveries: NotificationDeliveriesResponse;
  readonly ListNotificationEvents: NotificationEventsResponse;
  readonly ListNotifications: NotificationsResponse;
  readonly ListPromotions: PromotionsResponse;
  readonly ListQuotes: QuotesResponse;
  readonly ListRateCards: RateCardsResponse;
  readonly ListScheduleRuns: ScheduleRunsResponse;
  readonly ListSchedules: SchedulesResponse;
  readonly ListScopes: MultiScopeDepsResponse;
  readonly ListStatusCodes: MultiStatusCodeResponse;
  readonly ListTrainingProgress: TrainingProgressResponse;
  readonly ListUsageRecords: UsageRecordsResponse;
  readonly MyScopes: MultiScopeResponse;
  readonly MyScopesRoot: MultiScopeRootResponse;
  readonly MyScopesUser: MultiScopeUserResponse;
  readonly PatchAnnotations: MultiAnnotationResponse;
  readonly PatchApp: SingleAppResponse;
  readonly PatchApps: MultiAppResponse;
  readonly PatchConcepts: MultiConceptResponse;
  readonly PatchDatasetVersions: MultiDatasetVersionResponse;
  readonly PatchDatasets: MultiDatasetResponse;
  readonly PatchInputs: MultiInputResponse;
  readonly PatchInvoice: InvoiceResponse;
  readonly PatchKeys: MultiKeyResponse;
  readonly PatchModelVersions: MultiModelVersionResponse;
  readonly PatchModels: MultiModelResponse;
  readonly PatchNotification: NotificationResponse;
  readonly PatchSchedule: ScheduleResponse;
  readonly PostAnnotations: MultiAnnotationResponse;
  readonly PostAnnotationsSearches: MultiSearchResponse;
  readonly PostApps: MultiAppResponse;
  readonly PostBulkOperations: MultiBulkOperationsResponse;
  readonly PostConcepts: MultiConceptResponse;
  readonly PostConceptsSearches: MultiConceptResponse;
  readonly PostCreditNote: InvoiceResponse;
  readonly PostDatasetInputs: MultiDatasetInputResponse;
  readonly PostDatasetVersions: MultiDatasetVersionResponse;
  readonly PostDatasets: MultiDatasetResponse;
  readonly PostDialVersion: DialVersionResponse;
  readonly PostEvaluations: MultiEvalMetricsResponse;
  readonly PostInputs: MultiInputResponse;
  readonly PostInputsPurge: PurgeResponse;
  readonly PostInputsSearches: MultiSearchResponse;
  readonly PostInvoices: InvoiceResponse;
  readonly PostKeys: MultiKeyResponse;
  readonly PostModelFeedback: FeedbackResponse;
  readonly PostModelOutputs: MultiOutputResponse;
  readonly PostModelVersionEvaluations: MultiEvalMetricsResponse;
  readonly PostModelVersionJobEstimates: JobEstimateResponse;
  readonly PostModelVersionMetrics: SingleModelVersionResponse;
  readonly PostModelVersionPredictions: PredictionResponse;
  readonly PostModelVersions: SingleModelResponse;
  readonly PostModelVersionsTrainingEstimates: TrainingEstimatesResponse;
  readonly PostModelVersionsTrainingTimeEstimate: MultiTrainingTimeEstimateResponse;
  readonly PostModels: SingleModelResponse;
  readonly PostModelsSearches: MultiModelResponse;
  readonly PostNotification: NewNotificationResponse;
  readonly PostNotificationRedelivery: NotificationDeliveryResponse;
  readonly PostNotificationSecret: NotificationSecretResponse;
  readonly PostNotificationTest: NotificationDeliveryResponse;
  readonly PostPromotion: PromotionResponse;
  readonly PostQuotes: QuotesResponse;
  readonly PostSchedule: ScheduleResponse;
  readonly PostSearches: MultiSearchResponse;
  readonly PostTrainingEstimate: TrainingEstimateResponse;
  readonly PostUploads: MultiUploadResponse;
  readonly PutBudget: BudgetResponse;
  readonly PutDatasetVersionExports: MultiDatasetVersionExportResponse;
  readonly PutGatePolicy: GatePolicyResponse;
  readonly PutModelVersionExports: SingleModelVersionExportResponse;
  readonly PutRateCard: RateCardResponse;
  readonly StreamEvents: EventStream;
  readonly StreamInputs: MultiInputResponse;
  readonly VoidHold: HoldResponse;
}

/** What is answered below `/v1`, by the message's name. */
export interface OpenAiMessages {
  readonly OpenAiFile: OpenAiFile;
  readonly OpenAiFileList: OpenAiFileList;
  readonly OpenAiDeleted: OpenAiDeleted;
  readonly FineTuningJob: FineTuningJob;
  readonly FineTuningHyperparameters: FineTuningHyperparameters;
  readonly FineTuningMethod: FineTuningMethod;
  readonly FineTuningSupervised: FineTuningSupervised;
  readonly FineTuningError: FineTuningError;
  readonly FineTuningJobList: FineTuningJobList;
  readonly FineTuningEvent: FineTuningEvent;
  readonly FineTuningFigures: FineTuningFigures;
  readonly FineTuningEventList: FineTuningEventList;
  readonly FineTuningCheckpoint: FineTuningCheckpoint;
  readonly FineTuningCheckpointList: FineTuningCheckpointList;
  readonly OpenAiModel: OpenAiModel;
  readonly OpenAiModelList: OpenAiModelList;
  readonly ChatCompletion: ChatCompletion;
  readonly ChatChoice: ChatChoice;
  readonly ChatMessage: ChatMessage;
  readonly TextCompletion: TextCompletion;
  readonly TextChoice: TextChoice;
  readonly CompletionUsage: CompletionUsage;
  readonly OpenAiRefusal: OpenAiRefusal;
  readonly OpenAiError: OpenAiError;
}
