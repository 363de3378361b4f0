import { fail } from '../errors.ts';
import type { Identity } from './identity.ts';

/**
 * Which scopes a key needs for each operation: Clarifai's own list (`cl_depending_scopes` in its
 * published interface; a test compares them), and ours for the operations that only deeptune has.
 * Scopes -> operations.
 */
const needs: Readonly<Record<string, string>> = {
  'Apps_Get Concepts_Get': 'GetConcept ListConcepts',
  'Apps_Get Concepts_Add Concepts_Get': 'PostConcepts PatchConcepts',
  'Annotations_Get Apps_Get Concepts_Get Inputs_Get':
    'GetConceptCounts GetInputCount StreamInputs GetInput ListInputs',
  'Apps_Get Concepts_Get Models_Get':
    'ListModelConcepts GetModel GetModelOutputInfo ListModels PostModelsSearches GetModelVersion ListModelVersions ListTrainingProgress ListActivity StreamEvents ListModelSummaries GetModelVersionCard',
  'Apps_Get Concepts_Get Models_Get Workflows_Get': 'PostConceptsSearches',
  'Annotations_Get Apps_Get Concepts_Get Inputs_Get Models_Get Search Workflows_Get':
    'PostInputsSearches PostAnnotationsSearches PostSearches',
  'Annotations_Get Apps_Get Concepts_Get Inputs_Get Models_Get':
    'GetAnnotation ListAnnotations ListModelInputs',
  'Annotations_Add Annotations_Get Apps_Get Concepts_Get Inputs_Get Models_Get Workflows_Get':
    'PostAnnotations PatchAnnotations',
  'Annotations_Add Annotations_Delete Annotations_Get Apps_Get Inputs_Get Models_Get Workflows_Get':
    'DeleteAnnotation DeleteAnnotations',
  'Annotations_Add Annotations_Delete Annotations_Get Apps_Get Concepts_Get Datasets_Add Datasets_Delete Datasets_Get Inputs_Add Inputs_Delete Inputs_Get Metrics_Delete Models_Get Workflows_Get':
    'PostInputsPurge',
  'Apps_Get Inputs_Get': 'ListInputsAddJobs GetInputsAddJob',
  'Annotations_Add Annotations_Get Apps_Get Concepts_Get Inputs_Add Inputs_Get Models_Get Predict Workflows_Get':
    'PostInputs PostModelFeedback',
  'Annotations_Add Annotations_Get Apps_Get Concepts_Get Inputs_Add Inputs_Get Models_Get':
    'PatchInputs',
  'Annotations_Add Annotations_Delete Annotations_Get Apps_Get Inputs_Add Inputs_Delete Inputs_Get Models_Get Workflows_Get':
    'DeleteInput DeleteInputs',
  'Apps_Get Concepts_Get Models_Get Predict': 'PostModelOutputs GenerateModelOutputs',
  'Apps_Get Datasets_Get SavedSearch_Get':
    'ListDatasets GetDataset ListDatasetVersions GetDatasetVersion',
  'Apps_Get Datasets_Add Datasets_Get SavedSearch_Add SavedSearch_Get':
    'PostDatasets PatchDatasets',
  'Apps_Get Datasets_Add Datasets_Delete Datasets_Get': 'DeleteDatasets DeleteDatasetVersions',
  'Annotations_Get Apps_Get Concepts_Get Datasets_Get Inputs_Get':
    'ListDatasetInputs GetDatasetInput GetDatasetVersionDataReport GetDatasetVersionDifference ListDatasetVersionInputs',
  'Annotations_Get Apps_Get Concepts_Get Datasets_Get Inputs_Add Inputs_Get': 'PostDatasetInputs',
  'Apps_Get Datasets_Get Inputs_Add Inputs_Delete Inputs_Get': 'DeleteDatasetInputs',
  'Apps_Get Concepts_Get Datasets_Get': 'ListDatasetVersionMetricsGroups',
  'Apps_Get Datasets_Add Datasets_Get Models_Get Workflows_Get': 'PostDatasetVersions',
  'Apps_Get Datasets_Add Datasets_Get': 'PatchDatasetVersions PutDatasetVersionExports',
  'Apps_Get Models_Get':
    'GetModelType ListModelTypes ListBaseModels PostModelVersionsTrainingTimeEstimate PostModelVersionsTrainingEstimates PostTrainingEstimate GetEstimatorReport PostModelVersionJobEstimates PostQuotes ListQuotes GetQuote ListSchedules ListScheduleRuns GetGatePolicy ListPromotions',
  'Apps_Get Datasets_Get Models_Get Modules_Get Workflows_Get': 'GetResourceCounts',
  'Apps_Get Concepts_Get Models_Add Models_Get Models_Train Workflows_Get': 'PostModels',
  'Apps_Get Concepts_Get Models_Add Models_Get Models_Train':
    'PatchModels PatchModelVersions PutGatePolicy PostPromotion',
  'Apps_Get Models_Add Models_Get': 'PatchModelIds',
  'Apps_Get Concepts_Get Models_Add Models_Delete Models_Get Workflows_Get':
    'DeleteModel DeleteModels DeleteModelVersion DeleteSchedule',
  'Annotations_Get Apps_Get Concepts_Get Inputs_Get Metrics_Add Metrics_Get Models_Add Models_Get Models_Train Workflows_Get':
    'PostModelVersions PostSchedule PatchSchedule',
  'Apps_Get ModelExports_Add ModelExports_Get Models_Get': 'PutModelVersionExports',
  'Apps_Get ModelExports_Get Models_Get': 'GetModelVersionExport',
  'Annotations_Get Apps_Get Concepts_Get Inputs_Get Metrics_Get Models_Get':
    'GetModelVersionMetrics ListModelVersionEvaluations GetModelVersionEvaluation ListEvaluations GetEvaluation GetEvaluationPredictions ListEvaluationPredictions ListModelVersionHeldOutPredictions GetModelVersionGate',
  'Apps_Get Metrics_Add Metrics_Delete Metrics_Get Models_Get': 'DeleteEvaluation',
  'Apps_Get Concepts_Get Datasets_Get Inputs_Get Models_Get Predict':
    'PostModelVersionPredictions ListModelVersionPredictions GetModelVersionPrediction GetModelVersionPredictionContent DeleteModelVersionPrediction',
  'Annotations_Get Apps_Get Concepts_Get Inputs_Get Metrics_Add Metrics_Get Models_Add Models_Get Models_Train Predict Workflows_Get':
    'PostModelVersionMetrics PostModelVersionEvaluations PostEvaluations',
  'Apps_Get Uploads_Add Uploads_Get': 'PostUploads',
  Keys_Get: 'GetKey ListKeys',
  'Apps_Get Keys_Get': 'ListAppKeys',
  'Keys_Add Keys_Delete Keys_Get': 'DeleteKey',
  'Apps_Get Keys_Add Keys_Get': 'PostKeys',
  'Keys_Add Keys_Get': 'PatchKeys',
  'Apps_Get Workflows_Get': 'GetApp ListApps',
  'Apps_Add Apps_Delete Apps_Get Workflows_Get': 'DeleteApp',
  'Apps_Add Apps_Get Models_Get Workflows_Add Workflows_Get': 'PostApps',
  'Apps_Add Apps_Get': 'PatchApps PatchApp',
  'Annotations_Add Annotations_Delete Annotations_Get Apps_Get BulkOperation_Add BulkOperation_Get':
    'PostBulkOperations',
  'Apps_Get BulkOperation_Get': 'ListBulkOperations GetBulkOperation',
  'Apps_Get BulkOperation_Add BulkOperation_Get': 'CancelBulkOperations',
  'Annotations_Add Annotations_Delete Annotations_Get Apps_Get BulkOperation_Add BulkOperation_Delete BulkOperation_Get':
    'DeleteBulkOperations',
  'Apps_Get Inputs_Add Inputs_Get': 'CancelInputsAddJob',
  LogEntries_Get: 'ListLogEntries',
  UserMetrics_Get:
    'ListUsageRecords ListLedgerEntries ListLedgerRecords GetAmount GetBillingAccess ListBudgets GetUsageSummary ListInvoices GetInvoice GetInvoiceContent ListRateCards ListHolds VoidHold ChargeHold',
  // No published scope is for billing others.
  All: 'PostInvoices PatchInvoice PostCreditNote PutRateCard DeleteRateCard',
  // What it lowers is stopped, and what it raises trains on.
  'Apps_Get Models_Get Models_Train UserMetrics_Get': 'PutBudget DeleteBudget',
  'Apps_Get Metrics_Get Models_Get UserMetrics_Get':
    'GetNotification ListNotifications ListNotificationEvents GetNotificationDelivery ListNotificationDeliveries',
  // Like a key, what it sets goes on telling when the key that set it is gone.
  'Apps_Get Keys_Add Keys_Get Metrics_Get Models_Get UserMetrics_Get':
    'PostNotification PatchNotification DeleteNotification PostNotificationSecret PostNotificationTest PostNotificationRedelivery',
};

/** Answered to anybody who has a key (or, the status codes, to anybody). */
const needNothing =
  'MyScopes MyScopesUser MyScopesRoot ListScopes GetUser ListStatusCodes GetStatusCode';

/** Operations on what lies above an app: not for a key that opens one app only. */
const personal = new Set(
  [
    'PostApps PatchApps PatchApp DeleteApp PostKeys PatchKeys GetKey ListKeys ListAppKeys DeleteKey',
    'PostNotification PatchNotification DeleteNotification PostNotificationSecret PostNotificationTest',
    'PostNotificationRedelivery GetNotification ListNotifications ListNotificationEvents',
    'GetNotificationDelivery ListNotificationDeliveries',
    'ListLedgerEntries ListLedgerRecords',
    // An invoice is of all apps.
    'ListInvoices GetInvoice GetInvoiceContent',
  ].flatMap((operations) => operations.split(' ')),
);

/**
 * Operations on what everybody is charged: for the keys of whoever runs the deployment, whatever
 * scopes another one has.
 */
const operatorOnly = new Set(
  'PostInvoices PatchInvoice PostCreditNote PutRateCard DeleteRateCard VoidHold ChargeHold'.split(
    ' ',
  ),
);

/** Operation -> the scopes it needs. */
export const scopesOfOperations: ReadonlyMap<string, readonly string[]> = new Map<
  string,
  readonly string[]
>([
  ...Object.entries(needs).flatMap(([scopes, operations]) =>
    operations.split(' ').map((operation): [string, string[]] => [operation, scopes.split(' ')]),
  ),
  ...needNothing.split(' ').map((operation): [string, string[]] => [operation, []]),
]);

/** Fully qualified name of an operation, as the `endpoints` of a key name it. */
export const endpointOf = (operation: string): string => `/clarifai.api.V2/${operation}`;

/** True where `held` opens everything that `scope` does. */
export function holds(held: readonly string[], scope: string): boolean {
  return held.includes('All') || held.includes(scope);
}

/** True where `assertAllowed` lets this key do it. */
export function isAllowed(operation: string, identity: Identity): boolean {
  return refusalOf(operation, identity) === undefined;
}

/**
 * Lets a key do what it was made for. An operation that is in no list asks for every scope.
 * @throws DeeptuneError insufficient-scopes that names the first missing one
 */
export function assertAllowed(operation: string, identity: Identity): void {
  const refusal = refusalOf(operation, identity);
  if (refusal !== undefined) throw fail('insufficientScopes', refusal);
}

function refusalOf(operation: string, identity: Identity): string | undefined {
  const missing = (scopesOfOperations.get(operation) ?? ['All']).find(
    (scope) => !holds(identity.scopes, scope),
  );
  if (missing !== undefined)
    return `This key lacks the scope '${missing}', which ${operation} needs`;
  const { endpoints = [] } = identity;
  if (endpoints.length > 0 && !endpoints.includes(endpointOf(operation)))
    return `This key is for ${endpoints.join(', ')} and not for '${endpointOf(operation)}'`;
  if (identity.appId !== undefined && personal.has(operation))
    return `An app key cannot ${operation}; use a personal access token`;
  if (operatorOnly.has(operation)) return refusalOfOthers(operation, identity);
  return undefined;
}

/**
 * For what only an operator may ask: an operation of `operatorOnly`, or a part of another one.
 * @param what the end of the sentence "Only an operator may …"
 * @throws DeeptuneError insufficient-scopes
 */
export function assertOperator(identity: Identity, what: string): void {
  const refusal = refusalOfOthers(what, identity);
  if (refusal !== undefined) throw fail('insufficientScopes', refusal);
}

function refusalOfOthers(what: string, { isOperator }: Identity): string | undefined {
  if (isOperator) return undefined;
  return `Only an operator may ${what}, and this key is not an operator's: on a laptop its own key is, on AWS one made by "npm run create-key -- --user <id> --operator"`;
}
