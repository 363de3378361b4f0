import type { Key } from '../ports/table.ts';

/**
 * One app of one user: the owner of everything below it. The user comes from the key that was
 * presented, never from a body.
 */
export interface Scope {
  readonly userId: string;
  readonly appId: string;
}

/** What names a job's graded estimate among those of its user. */
export interface EndedJob {
  readonly endedAt: string;
  readonly jobId: string;
}

/**
 * Table keys. `#` never occurs in an id (see `core/api/http/ids.ts`), so no key can be read as
 * another.
 */
export const keys = {
  apiKey: (hash: string): Key => ({ pk: `key#${hash}`, sk: 'key' }),
  apiKeysOf: (userId: string): string => `user#${userId}#keys`,
  app: (s: Scope): Key => ({ pk: `user#${s.userId}`, sk: `app#${s.appId}` }),
  appsOf: (userId: string) => ({ pk: `user#${userId}`, prefix: 'app#' }),
  /** Index partition of the apps of every user that are being deleted, the first one first. */
  appsBeingDeleted: (): string => 'deleted-apps',
  concept: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#concepts`, sk: id }),
  conceptsOf: (s: Scope) => ({ pk: `${scopePk(s)}#concepts` }),
  /** Concepts whose name was ever changed: labels may still carry an older one. */
  renamedConcept: (s: Scope, id: string): Key => ({
    pk: `${scopePk(s)}#renamed-concepts`,
    sk: id,
  }),
  renamedConceptsOf: (s: Scope) => ({ pk: `${scopePk(s)}#renamed-concepts` }),
  input: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#inputs`, sk: id }),
  inputsOf: (s: Scope) => ({ pk: `${scopePk(s)}#inputs` }),
  /** That an input of this id was deleted once: dataset versions may still have it. */
  deletedInput: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#deleted-inputs`, sk: id }),
  deletedInputsOf: (s: Scope) => ({ pk: `${scopePk(s)}#deleted-inputs` }),
  /** A purge of inputs that is not at its end. */
  purge: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#purges`, sk: id }),
  purgesOf: (s: Scope) => ({ pk: `${scopePk(s)}#purges` }),
  /** Index partition of the inputs that could not be ingested, by id. */
  invalidInputsOf: (s: Scope): string => `${scopePk(s)}#invalid-inputs`,
  inputsAddJob: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#add-jobs`, sk: id }),
  inputsAddJobsOf: (s: Scope) => ({ pk: `${scopePk(s)}#add-jobs` }),
  bulkOperation: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#bulk-operations`, sk: id }),
  bulkOperationsOf: (s: Scope) => ({ pk: `${scopePk(s)}#bulk-operations` }),
  dataset: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#datasets`, sk: id }),
  datasetsOf: (s: Scope) => ({ pk: `${scopePk(s)}#datasets` }),
  datasetVersion: (s: Scope, d: string, v: string): Key => ({
    pk: `${scopePk(s)}#dataset#${d}#versions`,
    sk: v,
  }),
  datasetVersionsOf: (s: Scope, d: string) => ({ pk: `${scopePk(s)}#dataset#${d}#versions` }),
  model: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#models`, sk: id }),
  modelsOf: (s: Scope) => ({ pk: `${scopePk(s)}#models` }),
  version: (s: Scope, m: string, v: string): Key => ({
    pk: `${scopePk(s)}#model#${m}#versions`,
    sk: v,
  }),
  /** Key order is the order of the moves: 8 digits. */
  promotion: (s: Scope, m: string, sequence: number): Key => ({
    pk: `${scopePk(s)}#model#${m}#promotions`,
    sk: String(sequence).padStart(8, '0'),
  }),
  promotionsOf: (s: Scope, m: string) => ({ pk: `${scopePk(s)}#model#${m}#promotions` }),
  versionsOf: (s: Scope, m: string) => ({ pk: `${scopePk(s)}#model#${m}#versions` }),
  evaluation: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#evaluations`, sk: id }),
  evaluationsOf: (s: Scope) => ({ pk: `${scopePk(s)}#evaluations` }),
  batchPrediction: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#predictions`, sk: id }),
  batchPredictionsOf: (s: Scope) => ({ pk: `${scopePk(s)}#predictions` }),
  trainingJob: (name: string): Key => ({ pk: `job#${name}`, sk: 'job' }),
  /**
   * Index partition of the versions that a workflow still owns, oldest first: what the reconciler
   * walks.
   */
  openVersions: (): string => 'open-versions',
  /** Index partition of the dataset versions that are not frozen yet, oldest first. */
  freezingVersions: (): string => 'freezing-dataset-versions',
  /**
   * Index partitions of the evaluations and of the batch predictions that a workflow still owns,
   * oldest first.
   */
  openEvaluations: (): string => 'open-evaluations',
  openBatchPredictions: (): string => 'open-predictions',
  /** When a version's endpoint was used last. */
  endpoint: (versionId: string): Key => ({ pk: `endpoint#${versionId}`, sk: 'endpoint' }),
  /** Index partition of all endpoints, the one unused for longest first. */
  endpoints: (): string => 'endpoints',
  requestCount: (userId: string, second: number): Key => ({
    pk: `user#${userId}#requests`,
    sk: String(second),
  }),
  idempotency: (userId: string, token: string): Key => ({
    pk: `user#${userId}#idempotency`,
    sk: token,
  }),
  /** What a tenant, an app, a model and all tenants together spent in a month. */
  budget: (userId: string, period: string): Key => ({ pk: `user#${userId}#budget`, sk: period }),
  appBudget: (s: Scope, period: string): Key => ({
    pk: `user#${s.userId}#budget#app#${s.appId}`,
    sk: period,
  }),
  modelBudget: (s: Scope, modelId: string, period: string): Key => ({
    pk: `user#${s.userId}#budget#model#${s.appId}#${modelId}`,
    sk: period,
  }),
  accountBudget: (period: string): Key => ({ pk: 'account#budget', sk: period }),
  /** Limits that were set, by the id of their budget. @param owner see `budgetOwner` */
  budgetLimit: (owner: string, budgetId: string): Key => ({
    pk: `${owner}#budget-limits`,
    sk: budgetId,
  }),
  budgetLimitsOf: (owner: string) => ({ pk: `${owner}#budget-limits` }),
  /** Index partition of the limits whose change is not carried out to its end. */
  changedBudgets: (): string => 'changed-budgets',
  /** Jobs that a budget stopped, to be resumed once it is raised. */
  budgetStop: (owner: string, budgetId: string, jobId: string): Key => ({
    pk: `${owner}#budget-stops#${budgetId}`,
    sk: jobId,
  }),
  budgetStopsOf: (owner: string, budgetId: string) => ({
    pk: `${owner}#budget-stops#${budgetId}`,
  }),
  /** What happened to a user's budgets and was not told yet; and its index partition, of all. */
  budgetEvent: (userId: string, id: string): Key => ({
    pk: `user#${userId}#budget-events`,
    sk: id,
  }),
  budgetEventsOf: (userId: string) => ({ pk: `user#${userId}#budget-events` }),
  untoldBudgetEvents: (): string => 'untold-budget-events',
  hold: (userId: string, jobId: string): Key => ({ pk: `user#${userId}#holds`, sk: jobId }),
  holdsOf: (userId: string) => ({ pk: `user#${userId}#holds` }),
  /** What the queue of a user's waiting jobs is changed under, and its entries. */
  queue: (userId: string): Key => ({ pk: `user#${userId}#queue`, sk: 'queue' }),
  queueEntry: (userId: string, jobId: string): Key => ({
    pk: `user#${userId}#queue-entries`,
    sk: jobId,
  }),
  queueEntriesOf: (userId: string) => ({ pk: `user#${userId}#queue-entries` }),
  usage: (userId: string, period: string, jobName: string): Key => ({
    pk: `user#${userId}#usage`,
    sk: `${period}#${jobName}`,
  }),
  usageOf: (userId: string, period: string) => ({
    pk: `user#${userId}#usage`,
    prefix: `${period}#`,
  }),
  /** What a user's notifications are created and deleted under, and each of them. */
  notificationGuard: (userId: string): Key => ({ pk: `user#${userId}`, sk: 'notifications' }),
  notification: (userId: string, id: string): Key => ({
    pk: `user#${userId}#notifications`,
    sk: id,
  }),
  notificationsOf: (userId: string) => ({ pk: `user#${userId}#notifications` }),
  /** Index partition of the notifications of every user that go to this address. */
  notificationsTo: (addressHash: string): string => `notified-address#${addressHash}`,
  delivery: (userId: string, notificationId: string, id: string): Key => ({
    pk: `user#${userId}#notification#${notificationId}#deliveries`,
    sk: id,
  }),
  deliveriesOf: (userId: string, notificationId: string) => ({
    pk: `user#${userId}#notification#${notificationId}#deliveries`,
  }),
  /** Index partition of the deliveries that are to be tried, the one that is due first first. */
  pendingDeliveries: (): string => 'pending-deliveries',
  /** Usage records of the months behind this one; `''`: of all. */
  usageBehind: (userId: string, period: string) => ({
    pk: `user#${userId}#usage`,
    // Behind every record of the month: `~` comes after `#`.
    ...(period === '' ? {} : { behind: `${period}~` }),
  }),
  /** What earlier months sum up to, by model. */
  usageSums: (userId: string): Key => ({ pk: `user#${userId}#usage-sums`, sk: 'models' }),
  /** A price that was promised for a job of a model. */
  quote: (s: Scope, m: string, id: string): Key => ({
    pk: `${scopePk(s)}#quotes`,
    sk: `${m}#${id}`,
  }),
  quotesOf: (s: Scope) => ({ pk: `${scopePk(s)}#quotes` }),
  quotesOfModel: (s: Scope, m: string) => ({ pk: `${scopePk(s)}#quotes`, prefix: `${m}#` }),
  /** What the jobs of quotes that share one maximum hold and were charged. */
  quoteGroup: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#quote-groups`, sk: id }),
  quoteGroupsOf: (s: Scope) => ({ pk: `${scopePk(s)}#quote-groups` }),
  /** What a user's quotes are signed with. */
  quoteSecret: (userId: string): Key => ({ pk: `user#${userId}#quote-secret`, sk: 'secret' }),
  /** Where a user's ledger ends: what it is appended under. */
  ledgerHead: (userId: string): Key => ({ pk: `user#${userId}#ledger-head`, sk: 'head' }),
  /** Index partition of the users that have a ledger, by id. */
  tenants: (): string => 'tenants',
  /** Key order is the order of the entries: 12 digits. */
  ledgerEntry: (userId: string, sequence: number): Key => ({
    pk: `user#${userId}#ledger`,
    sk: String(sequence).padStart(12, '0'),
  }),
  ledgerEntriesOf: (userId: string) => ({ pk: `user#${userId}#ledger` }),
  /** That an entry of this business id was written: see `entryIds`. */
  ledgerEntryId: (userId: string, id: string): Key => ({
    pk: `user#${userId}#ledger-ids`,
    sk: id,
  }),
  /** What of a tenant's usage is on which invoice: what issuing and voiding change. */
  invoiceBook: (userId: string): Key => ({ pk: `user#${userId}#invoice-book`, sk: 'book' }),
  invoice: (userId: string, id: string): Key => ({ pk: `user#${userId}#invoices`, sk: id }),
  invoicesOf: (userId: string) => ({ pk: `user#${userId}#invoices` }),
  /** Lines of an invoice, many to a part; found by their hash, before the invoice is there. */
  invoiceLines: (userId: string, linesHash: string, part: number): Key => ({
    pk: `user#${userId}#invoice-lines`,
    sk: `${linesHash}#${String(part).padStart(6, '0')}`,
  }),
  invoiceLinesOf: (userId: string, linesHash: string) => ({
    pk: `user#${userId}#invoice-lines`,
    prefix: `${linesHash}#`,
  }),
  /** Rate cards of a tenant; undefined: of the account. Key order is the order of their making. */
  rateCard: (
    userId: string | undefined,
    { createdAt, version }: { readonly createdAt: string; readonly version: string },
  ): Key => ({ pk: ratesPk(userId), sk: `${createdAt}#${version}` }),
  rateCardsOf: (userId: string | undefined) => ({ pk: ratesPk(userId) }),
  schedule: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#schedules`, sk: id }),
  schedulesOf: (s: Scope) => ({ pk: `${scopePk(s)}#schedules` }),
  /** Of the OpenAI-shaped surface. */
  file: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#files`, sk: id }),
  filesOf: (s: Scope) => ({ pk: `${scopePk(s)}#files` }),
  fineTuningJob: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#fine-tuning-jobs`, sk: id }),
  fineTuningJobsOf: (s: Scope) => ({ pk: `${scopePk(s)}#fine-tuning-jobs` }),
  /**
   * Of a job that has ended: what was promised beside what came. Key order is the order of ends;
   * read descending, the newest come first.
   * @param endedAt ISO 8601 UTC with milliseconds, so that texts sort as instants do
   */
  gradedEstimate: (userId: string, { endedAt, jobId }: EndedJob): Key => ({
    pk: `user#${userId}#graded-estimates`,
    sk: `${endedAt}#${jobId}`,
  }),
  gradedEstimatesOf: (userId: string) => ({ pk: `user#${userId}#graded-estimates` }),
};

function ratesPk(userId: string | undefined): string {
  return userId === undefined ? 'rate-cards' : `user#${userId}#rate-cards`;
}

function scopePk(scope: Scope): string {
  return `user#${scope.userId}#app#${scope.appId}`;
}

/** Whose budget it is: one tenant's (with those of his apps and models), or that of all. */
export function budgetOwner(userId: string | undefined): string {
  return userId === undefined ? 'account' : `user#${userId}`;
}

/** UTC day of an instant: `2026-11-25`. */
export function dayOf(at: string): string {
  return at.slice(0, 10);
}

/** Billing period of an instant: the UTC month, `2026-11`. */
export function periodOf(at: string): string {
  return at.slice(0, 7);
}
