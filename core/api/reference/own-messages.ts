import type { MessageTable } from './message.ts';

/** Answers of the operations that only deeptune has. */
export const ownMessages: MessageTable = {
  ActivityResponse:
    'jobs:ActiveJob[] dataset_versions:ActiveFreezing[] running:count maxRunning:count',
  ActiveJob:
    'kind id app_id model_id model_version_id evaluation_id? prediction_id? template_id dataset:ActiveDataset status created_at:Timestamp ' +
    'progress?:JobProgress remaining?:RemainingTime wait?:JobWait estimatePending? reservation?:ReservationFacts amountSoFarMicros:count',
  ActiveDataset: 'id version_id',
  ActiveFreezing:
    'app_id dataset_id id state created_at:Timestamp parts:count tries:count lastError?',
  JobProgress:
    'stage step:count totalSteps:count percent:count seconds:float secondsLeft?:float loss?:float metric?:float epoch?:float',
  JobWait: 'reason position?:count since:Timestamp message',
  AmountResponse: 'amount:Amount asIfOn?',
  Amount:
    'appId? period recordCount:count billableSeconds:count amountMicros:count heldMicros:count postedMicros:count budgetMicros?:count',
  InvoicesResponse: 'invoices:InvoiceSummary[]',
  InvoiceResponse: 'invoice:Invoice',
  InvoiceSummary:
    'id userId period status lineCount:count totalMicros:count freeTierMicros:count dueMicros:count creditNotes:CreditNote[] rateCardVersion asIfOn? ' +
    'issuedAt?:Timestamp paidAt?:Timestamp voidedAt?:Timestamp linesHash',
  Invoice:
    'id userId period status lineCount:count totalMicros:count freeTierMicros:count dueMicros:count creditNotes:CreditNote[] rateCardVersion asIfOn? ' +
    'issuedAt?:Timestamp paidAt?:Timestamp voidedAt?:Timestamp linesHash lines:InvoiceLine[]',
  InvoiceLine:
    'kind description trainingJobName? appId? modelId? versionId? jobKind? at?:Timestamp instanceType? period seconds:count microsPerHour:count amountMicros:count',
  CreditNote: 'id amountMicros:count reason createdAt:Timestamp',
  InvoiceContentResponse: 'content:InvoiceContent',
  InvoiceContent: 'format filename text',
  RateCardsResponse: 'rate_cards:RateCard[] current:RateCard',
  RateCardResponse: 'rate_card:RateCard current:RateCard',
  DeleteRateCardResponse: 'current:RateCard',
  RateCard:
    'version level userId? microsPerHour:count ratesMicrosPerHour:Struct freeSecondsPerMonth:count minimumMicrosPerJob:count createdAt?:Timestamp',
  UsageSummaryResponse: 'usage_summary:UsageSummary',
  UsageSummary: 'from to groups:UsageGroup[] total:UsageTotal asIfOn?',
  UsageGroup:
    'userId? appId? modelId? day? kind? jobs:count seconds:count amountMicros:count quotedMicros:count listMicros:count discountMicros:count ' +
    'costMicros:count marginMicros:count asIfCostMicros:count jobsWithoutCost:count',
  UsageTotal:
    'jobs:count seconds:count amountMicros:count quotedMicros:count listMicros:count discountMicros:count costMicros:count marginMicros:count ' +
    'asIfCostMicros:count jobsWithoutCost:count',
  BillingAccessResponse: 'access:BillingAccess',
  BillingAccess: 'isOperator:bool',
  /** `asIfOn`: on a laptop, the instance type that amounts are as if of. */
  BudgetsResponse: 'budgets:Budget[] asIfOn?',
  BudgetResponse: 'budget:Budget stopped:string[] resumed:string[] isPending:bool',
  Budget:
    'id level appId? modelId? monthMicros?:count dayMicros?:count atLimit isDefault:bool month:BudgetPeriod day?:BudgetPeriod set_at?:Timestamp isPending:bool',
  BudgetPeriod: 'period heldMicros:count postedMicros:count toldPercent:count',
  /** `level` of the budget that refuses; no sums where that is the account's. */
  BudgetRefusal:
    'code budgetId level per period askedMicros:count limitMicros?:count postedMicros?:count heldMicros?:count leftMicros?:count message',
  StopReason: 'code message budgetId at:Timestamp',
  BaseModelsResponse: 'base_models:BaseModel[]',
  LedgerEntriesResponse: 'user_id entries:LedgerEntry[] head:LedgerHead asIfOn?',
  LedgerEntry:
    'sequence:count kind id at:Timestamp period postings:LedgerPosting[] appId? modelId? jobId? trainingJobName? recordHash? quoteId? invoiceId? corrects? ' +
    'opens?:Struct memo? previousHash hash',
  LedgerPosting: 'account micros:int32',
  LedgerHead: 'sequence:count hash',
  LedgerRecordsResponse: 'user_id records:Struct[] head:LedgerHead',
  BaseModel: 'id isStaged:bool templates:string[] stageCommand',
  BatchPrediction:
    'id app_id user_id model_id model_version_id created_at:Timestamp dataset:BatchPredictionDataset rows:AnsweredRows job:InferenceJob',
  BatchPredictionDataset: 'id version:BatchPredictionDatasetVersion',
  BatchPredictionDatasetVersion: 'id',
  AnsweredRows: 'total:count answered:count failed:count firstFailure?',
  AnswersLink: 'format size:count url expires_in_seconds:count',
  AnswersLinkResponse: 'content:AnswersLink',
  DataReportResponse: 'data_report:DataReport',
  DataReport:
    'dataset_id dataset_version_id counts:DataCounts concepts:DataConcept[] imageBytes?:DataSpread imageWidths?:DataSpread imageHeights?:DataSpread ' +
    'textLengths?:DataSpread scripts:DataNamedCount[] languages:DataNamedCount[] findings:DataFinding[] notLookedAt:string[]',
  DataCounts:
    'inputs:count images:count texts:count invalid:count unlabelled:count regions:count train:count test:count concepts:count',
  DataConcept: 'id name train:count test:count',
  DataSpread: 'min:float median:float p95:float max:float',
  DataNamedCount: 'name inputs:count',
  DataFinding: 'code value:float message advice examples:DataExample[]',
  DataExample: 'ids:string[]',
  DatasetVersionDifferenceResponse: 'difference:DatasetVersionDifference',
  DatasetVersionDifference:
    'dataset_id dataset_version_id from_version_id inputsBefore:count inputsAfter:count unchanged:count added:DifferencePart removed:DifferencePart ' +
    'relabelled:DifferencePart replaced:DifferencePart moved:DifferencePart concepts:ConceptDifference[]',
  DatasetVersionInputsResponse: 'inputs:FrozenInput[] total:count notListed?',
  FrozenInput: 'id concepts:string[] split with?:string[]',
  DifferencePart: 'count:count inputs:DifferingInput[]',
  DifferingInput: 'id before?:string[] after?:string[]',
  ConceptDifference: 'id name added:count removed:count gained:count lost:count',
  DeleteEvaluationResponse: '',
  DeletePredictionResponse: '',
  AnsweredRowsResponse:
    'predictions:RowPrediction[] total:count scoreName? rows?:HeldOutRows notKept?',
  RowPrediction:
    'input_id filename? label?:Struct answer?:Struct score?:float isCorrect?:bool error?:RowError',
  RowError: 'code message',
  HeldOutRows: 'heldOut:count chosen:count notMeasured:count answered:count failed:count',
  InferenceJob:
    'id status instanceType estimatedSeconds:count estimatedAmountMicros:count maxRuntimeSeconds:count maxAmountMicros:count microsPerHour:count ' +
    'explanation:string[] promised?:PromisedForecast startedAt?:Timestamp remaining?:RemainingTime settlement?:InferenceSettlement bill?:JobBill stopReason?:StopReason failure?:InferenceFailure',
  InferenceSettlement:
    'completedAt:Timestamp trainingJobName? jobSeconds:float billableSeconds:count amountMicros:count phaseSeconds?:PhaseSeconds',
  PhaseSeconds:
    'wait?:float pull?:float download?:float setup?:float steps?:float validation?:float evaluation?:float saving?:float',
  InferenceFailure: 'code fault message',
  JobEstimateResponse: 'estimate:JobEstimate',
  JobEstimate:
    'kind seconds:count p10Seconds:count p50Seconds:count p90Seconds:count displaySeconds:count maxRuntimeSeconds:count exceedsMaxRuntime:bool ' +
    'amountMicros:count p10AmountMicros:count p90AmountMicros:count maxAmountMicros:count maxChargedSeconds:count microsPerHour:count inputEpochs:float transferSeconds?:float ' +
    'phases:PhaseForecast[] evidence jobCount:count isCalibrated:bool assumptions:string[] drivers:EstimateDriver[] formula:EstimateFormula ' +
    'explanation:string[] source wouldBeRefused?:BudgetRefusal asIfOn?',
  EstimatorReportResponse: 'report:EstimatorReport',
  EstimatorReport:
    'summary:string[] overall:EstimatorGrade price?:ForecastAccuracy priceInterval?:ForecastCoverage byTemplate:NamedEstimatorGrade[] byKind:NamedEstimatorGrade[] ' +
    'byEvidence:NamedEstimatorGrade[] overTime:EstimatorBlock[] phases:EstimatorPhase[] baselines:EstimatorBaseline[] jobs:EstimatedJob[] leftOut:EstimatorLeftOut',
  EstimatorGrade: 'jobCount:count isFew:bool time?:ForecastAccuracy interval?:ForecastCoverage',
  NamedEstimatorGrade:
    'name jobCount:count isFew:bool time?:ForecastAccuracy interval?:ForecastCoverage',
  EstimatorBlock:
    'first_ended_at:Timestamp last_ended_at:Timestamp jobCount:count isFew:bool time?:ForecastAccuracy interval?:ForecastCoverage',
  ForecastAccuracy: 'count:count mape:float medianApe:float p90Ape:float bias:float offByTwo:float',
  ForecastCoverage:
    'count:count covered:count below:count above:count share:float shareLow:float shareHigh:float width:float',
  EstimatorPhase:
    'name jobCount:count predictedSeconds:float actualSeconds:float meanErrorSeconds:float errorShare:float',
  EstimatorBaseline:
    'name jobCount:count notForecast:count baseline?:ForecastAccuracy forecast?:ForecastAccuracy',
  EstimatorLeftOut:
    'stopped:count failed:count withoutForecast:count notMeasured:count unreadable:count older:count',
  EstimatedJob:
    'id kind app_id model_id model_version_id model_type_id template_id instanceType device promised_at:Timestamp ended_at:Timestamp evidence jobCount:count ' +
    'inputCount:count epochs:float promisedSeconds:ForecastRange seconds:float promisedAmountMicros:ForecastRange amountMicros:count ' +
    'formulaSeconds?:float formulaRefittedSeconds?:float linearSeconds?:float',
  ForecastRange: 'p10:float p50:float p90:float',
  DeleteNotificationResponse: '',
  NotificationResponse: 'notification:Notification',
  NewNotificationResponse: 'notification:Notification secret?',
  NotificationSecretResponse: 'notification:Notification secret',
  NotificationsResponse: 'notifications:Notification[]',
  Notification:
    'id kind url? address? description events:string[] app_ids:string[] active:bool state note? created_at:Timestamp updated_at:Timestamp ' +
    'previous_secret_until?:Timestamp last_delivery?:LastDelivery',
  LastDelivery: 'at:Timestamp status',
  NotificationEventsResponse: 'events:NotificationEvent[] kinds:NotificationKind[]',
  NotificationEvent: 'type description',
  NotificationKind: 'kind refusal?',
  NotificationDeliveryResponse: 'delivery:NotificationDelivery',
  NotificationDeliveriesResponse: 'deliveries:NotificationDelivery[]',
  NotificationDelivery:
    'id notification_id type created_at:Timestamp status attempts:DeliveryAttempt[] next_attempt_at?:Timestamp note? body?',
  DeliveryAttempt: 'at:Timestamp status_code?:count answer? problem? milliseconds?:count',
  ModelCardResponse: 'card:ModelCard',
  ModelCard: 'format text',
  ModelSummariesResponse: 'models:ModelSummary[] total:count',
  ModelSummary:
    'app_id id name model_type_id created_at:Timestamp modified_at:Timestamp versions:count newest?:NewestVersion serving?:ServingVersion amountMicros:count jobs:count',
  NewestVersion:
    'id status created_at:Timestamp completed_at?:Timestamp failure?:InferenceFailure percent?:count secondsLeft?:float',
  ServingVersion: 'id status completed_at:Timestamp verdict?:Verdict',
  PredictionResponse: 'prediction:BatchPrediction',
  PredictionsResponse: 'predictions:BatchPrediction[]',
  DeleteScheduleResponse: '',
  /** One event of the stream: its name, and its data. */
  EventStream: 'event data:Struct',
  FeedbackResponse: '',
  PurgeResponse: 'purge:InputsPurge',
  InputsPurge:
    'isDone:bool inputs:string[] notFound:string[] dataset_versions:PurgedDatasetVersion[] model_versions:PurgedModelVersion[] ' +
    'evaluations:PurgedAnswers[] predictions:PurgedAnswers[] files:string[] copies:string[] kept:string[]',
  PurgedDatasetVersion: 'dataset_id id rows:count',
  PurgedModelVersion: 'app_id model_id id status',
  PurgedAnswers: 'app_id model_id model_version_id id',
  QuotesResponse: 'quotes:Quote[]',
  QuoteResponse: 'quote:Quote',
  Quote:
    'id userId appId modelId kind status statusText isImplicit?:bool jobId? p50Seconds:count p90Seconds:count chargedP50Seconds:count maxChargedSeconds:count ' +
    'priceMicros:count maxPriceMicros:count instanceType microsPerHour:count minimumMicrosPerJob?:count priceListVersion dataHash settingsHash ' +
    'createdAt:Timestamp expiresAt:Timestamp usedAt?:Timestamp endedAt?:Timestamp billedMicros?:count group?:QuoteGroup settings:Struct data:QuotedData ' +
    'explanation:string[] asIfOn? signature',
  QuoteGroup: 'id maxPriceMicros:count',
  QuotedData: 'datasetId datasetVersionId? datasetDigest inputCount:count modelVersionId?',
  ReservationFacts:
    'quoteId? estimatedSeconds:count estimatedAmountMicros:count maxRuntimeSeconds:count maxAmountMicros:count microsPerHour:count inputEpochs:float ' +
    'fixedSeconds?:float transferSeconds?:float explanation:string[] promised?:PromisedForecast',
  PromisedForecast:
    'madeAt:Timestamp seconds:Quantiles amountMicros:Quantiles phases:PhaseForecast[] evidence jobCount:count formulaSeconds:float',
  Quantiles: 'p10:float p50:float p90:float',
  PhaseForecast: 'name p10:float p50:float p90:float isCharged:bool',
  RemainingTime:
    'p10Seconds:float p50Seconds:float p90Seconds:float source measuredSteps?:count overSeconds?:float',
  /** Where a version comes from, and what was trained again from it. */
  VersionLineageResponse: 'lineage:VersionLineage',
  VersionLineage: 'root:VersionNode path:VersionNode[] children:VersionNode[] line:LineFacts',
  VersionNode:
    'versionId modelId sequence?:count createdAt:Timestamp status isPromoted:bool datasetId? datasetVersionId? inputs?:count settingsChanged:Struct ' +
    'delta?:LineDelta gate?:GateSummary dial?:DialPoint scheduleId? metric?:NamedFigure isDeleted?:bool',
  NamedFigure: 'name value:float',
  LineDelta:
    'added:count removed:count relabelled:count replayed:count evaluationInputs:count evaluationAdded:count examples:LineExamples',
  LineFacts:
    'inputs:count added:count removed:count relabelled:count replayed:count evaluationInputs:count evaluationAdded:count examples:LineExamples',
  LineExamples: 'added:string[] removed:string[] relabelled:string[]',
  GateResultResponse: 'gate:GateResult',
  GateResult:
    'verdict reasons:GateReason[] at:Timestamp policy:GatePolicy parentVersionId? score? evaluationSet:EvaluationSetCounts concepts:ConceptGate[] ' +
    'negativeFlips:NegativeFlip[] negativeFlipPercent:float|null positiveFlipCount:count negativeFlipCount:count',
  EvaluationSetCounts: 'inputs:count compared:count',
  GateReason: 'code conceptId? message',
  ConceptGate:
    'conceptId:string|null isNew:bool count:count parent:float|null candidate:float|null floor:float|null pValue:float|null verdict',
  NegativeFlip: 'id conceptId:string|null parentAnswer? candidateAnswer?',
  GateSummary:
    'verdict reasons:GateReason[] at:Timestamp parentVersionId? compared:count negativeFlipCount:count negativeFlipPercent:float|null positiveFlipCount:count promotion?:GatePromotion ' +
    'brokenConcepts:string[]',
  GatePromotion: 'sequence:count cause fromVersionId?',
  GatePolicyResponse: 'gate_policy:GatePolicy',
  GatePolicy:
    'allowedLossPoints:float maxNegativeFlipPercent:float maxFlipsOfErrorsPercent?:float newConceptFloor:float requiresApproval:bool',
  PromotionsResponse: 'promoted_version_id? promotions:PromotionMove[]',
  PromotionResponse: 'promotion:PromotionMove',
  PromotionMove: 'versionId sequence:count at:Timestamp fromVersionId? cause by? reason',
  DialResponse: 'dial:Dial',
  Dial: 'parentVersionId score points:MeasuredDialPoint[] price?:DialPrice',
  DialPrice: 'amountMicros:count maxAmountMicros:count p50Seconds:count p90Seconds:count',
  MeasuredDialPoint:
    'weight:float shift:float oldAccuracy:float newAccuracy:float|null accuracy:float negativeFlipPercent:float brokenConcepts:string[] passes:bool ' +
    'isOnFrontier:bool isNaive?:bool',
  DialFlipsResponse: 'flips:NegativeFlip[]',
  DialVersionResponse: 'model_version:ModelVersion',
  DialPoint: 'candidateVersionId weight:float shift:float',
  SchedulesResponse: 'schedules:Schedule[]',
  ScheduleResponse: 'schedule:Schedule',
  Schedule:
    'id model_id dataset_id expression timezone min_new_inputs:count drift_threshold?:float worth_per_point_micros?:count max_price_micros?:count done_by? ' +
    'params:Struct created_at:Timestamp paused:bool active_since:Timestamp next_run_at?:Timestamp ' +
    'last_firing?:ScheduleFiring firings:ScheduleFiring[]',
  ScheduleRunsResponse: 'runs:Timestamp[] problem?',
  ScheduleFiring:
    'scheduled_at:Timestamp result reason? detail new_inputs?:count model_version_id? execution_name? numbers?:DecisionNumbers',
  ScheduleFiredResponse: 'firing:ScheduleFiring',
  ScheduleDecisionResponse: 'decision:ScheduleDecision',
  ScheduleDecision: 'result reason? detail numbers?:DecisionNumbers',
  DecisionNumbers:
    'newInputs?:count relabelledInputs?:count minNewInputs?:count drift?:MeasuredDrift expectedGain?:ExpectedGain quote?:DecisionQuote worthPerPointMicros?:count ' +
    'maxPriceMicros?:count budgetLeftMicros?:count purchase? doneBy? notes?:string[]',
  MeasuredDrift: 'sample:count reference?:count score:float threshold:float',
  ExpectedGain: 'points:float low:float high:float versions:count',
  DecisionQuote: 'priceMicros:count maxPriceMicros:count p50Seconds:count p90Seconds:count',
  TrainingEstimatesResponse: 'training_estimates:TrainingEstimate[]',
  TrainingEstimateResponse: 'training_estimate:TrainingEstimate',
  TrainingEstimate:
    'kind seconds:count fixedSeconds:float p10Seconds:count p50Seconds:count p90Seconds:count maxRuntimeSeconds:count exceedsMaxRuntime:bool displaySeconds:count ' +
    'amountMicros:count p10AmountMicros:count p90AmountMicros:count maxAmountMicros:count maxChargedSeconds:count microsPerHour:count ' +
    'phases:PhaseForecast[] evidence jobCount:count isCalibrated:bool assumptions:string[] drivers:EstimateDriver[] formula:EstimateFormula epochs:count expectedEpochs:count inputEpochs:float ' +
    'explanation:string[] predictable:bool notPredictable?:string source warnings:DataWarning[] wouldBeRefused?:BudgetRefusal asIfOn?',
  EstimateDriver: 'setting change seconds:float',
  EstimateFormula:
    'secondsPerInput:float fixedSeconds:float inputCount:count epochs:count seconds:count',
  DataWarning: 'code value:float message advice',
  TrainingProgressResponse:
    'progress:TrainingProgress[] phases:TrainingPhase[] estimate?:EstimatedPhases remaining?:RemainingTime',
  TrainingPhase: 'name seconds?:float isRunning:bool',
  EstimatedPhases:
    'seconds:count fixedSeconds?:float stepsSeconds?:float p10Seconds:float p90Seconds:float phases?:PhaseForecast[]',
  TrainingProgress:
    'step:count totalSteps:count epoch?:float loss?:float learningRate?:float metric?:float metricName? best?:bool seconds:float secondsLeft?:float ' +
    'elapsed?:float memoryMiB?:float gpuMemoryMiB?:float gpuUtilization?:float stage',
  UsageRecordsResponse: 'usage_records:UsageRecord[]',
  UsageRecord:
    'trainingJobName userId appId modelId versionId kind jobId? templateId instanceType instanceCount:count period recordedAt:Timestamp endReason ' +
    'jobSeconds:float durableSeconds:float servedSeconds?:PhaseSeconds consumedSeconds?:float billableSeconds:count microsPerHour:count minimumMicrosPerJob?:count ' +
    'amountMicros:count maxAmountMicros?:count quotedMicros?:count quoteId? cost?:JobCost',
  /** A job's price, quoted and charged, and its cost; on a laptop as if on `asIfOn`. */
  JobBill:
    'quoteId? priceMicros:count maxPriceMicros:count chargedSeconds:count amountMicros:count cost?:JobCost asIfOn?',
  JobCost:
    'instanceType listPriceMicrosPerHour:count attempts:AttemptCost[] listMicros:count discountMicros:count costMicros:count basis unreportedAttempts?:count',
  AttemptCost: 'trainingJobName isSpot:bool trainingSeconds:count billableSeconds:count',
  HoldsResponse: 'holds:Hold[]',
  HoldResponse: 'hold:Hold',
  Hold:
    'jobId userId appId? modelId? amountMicros:count createdAt:Timestamp quoteId? review:bool reviewReason? chargeMicros?:count chargedMicros?:count ' +
    'kind? versionId? trainingJobName?',
  Verdict:
    'metric heldOut:float|null interval:Value count:count trivial:float|null untrained:float|null isBetterThanTrivial:bool text',
};

/** Message -> the operations that answer it. */
export const ownAnswers: Readonly<Record<string, string>> = {
  ActivityResponse: 'ListActivity',
  AmountResponse: 'GetAmount',
  BillingAccessResponse: 'GetBillingAccess',
  InvoicesResponse: 'ListInvoices',
  InvoiceResponse: 'GetInvoice PostInvoices PatchInvoice PostCreditNote',
  InvoiceContentResponse: 'GetInvoiceContent',
  RateCardsResponse: 'ListRateCards',
  RateCardResponse: 'PutRateCard',
  DeleteRateCardResponse: 'DeleteRateCard',
  UsageSummaryResponse: 'GetUsageSummary',
  BudgetsResponse: 'ListBudgets',
  BudgetResponse: 'PutBudget DeleteBudget',
  BaseModelsResponse: 'ListBaseModels',
  LedgerEntriesResponse: 'ListLedgerEntries',
  LedgerRecordsResponse: 'ListLedgerRecords',
  AnswersLinkResponse: 'GetModelVersionPredictionContent GetEvaluationPredictions',
  AnsweredRowsResponse: 'ListModelVersionHeldOutPredictions ListEvaluationPredictions',
  DataReportResponse: 'GetDatasetVersionDataReport',
  DatasetVersionDifferenceResponse: 'GetDatasetVersionDifference',
  DatasetVersionInputsResponse: 'ListDatasetVersionInputs',
  DeleteEvaluationResponse: 'DeleteEvaluation',
  PurgeResponse: 'PostInputsPurge',
  DeletePredictionResponse: 'DeleteModelVersionPrediction',
  JobEstimateResponse: 'PostModelVersionJobEstimates',
  EstimatorReportResponse: 'GetEstimatorReport',
  DeleteNotificationResponse: 'DeleteNotification',
  NotificationResponse: 'GetNotification PatchNotification',
  NewNotificationResponse: 'PostNotification',
  NotificationSecretResponse: 'PostNotificationSecret',
  NotificationsResponse: 'ListNotifications',
  NotificationEventsResponse: 'ListNotificationEvents',
  NotificationDeliveryResponse:
    'PostNotificationTest GetNotificationDelivery PostNotificationRedelivery',
  NotificationDeliveriesResponse: 'ListNotificationDeliveries',
  ModelCardResponse: 'GetModelVersionCard',
  ModelSummariesResponse: 'ListModelSummaries',
  PredictionResponse: 'PostModelVersionPredictions GetModelVersionPrediction',
  PredictionsResponse: 'ListModelVersionPredictions',
  DeleteScheduleResponse: 'DeleteSchedule',
  EventStream: 'StreamEvents',
  FeedbackResponse: 'PostModelFeedback',
  QuotesResponse: 'PostQuotes ListQuotes',
  QuoteResponse: 'GetQuote',
  VersionLineageResponse: 'GetModelVersionLineage',
  GateResultResponse: 'GetModelVersionGate',
  GatePolicyResponse: 'GetGatePolicy PutGatePolicy',
  PromotionsResponse: 'ListPromotions',
  PromotionResponse: 'PostPromotion',
  DialResponse: 'GetModelVersionDial',
  DialFlipsResponse: 'ListDialFlips',
  DialVersionResponse: 'PostDialVersion',
  ScheduleFiredResponse: 'FireSchedule',
  ScheduleDecisionResponse: 'GetScheduleDecision',
  SchedulesResponse: 'ListSchedules',
  ScheduleResponse: 'PostSchedule PatchSchedule',
  ScheduleRunsResponse: 'ListScheduleRuns',
  TrainingEstimatesResponse: 'PostModelVersionsTrainingEstimates',
  TrainingEstimateResponse: 'PostTrainingEstimate',
  TrainingProgressResponse: 'ListTrainingProgress',
  UsageRecordsResponse: 'ListUsageRecords',
  HoldsResponse: 'ListHolds',
  HoldResponse: 'VoidHold ChargeHold',
};
