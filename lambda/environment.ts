/**
 * The typed contract between the constructs of `lib/` and the handlers of `lambda/handlers/`: a
 * construct must set every variable of the function it makes (checked by the compiler), and the
 * function refuses to start where one is missing.
 */
const storage = ['TABLE_NAME', 'BUCKET_NAME', 'KMS_KEY_ARN', 'BUS_NAME'] as const;
/** The account's decisions: `Settings` of the core. */
const settings = [
  'RATE_MICROS_PER_HOUR',
  'RATES_MICROS_PER_HOUR',
  'BUDGET_MICROS_PER_MONTH',
  'MAX_CONCURRENT_TRAININGS',
  'INSTANCE_TYPE',
  'ALLOWED_INSTANCE_TYPES',
  'MAX_RUNTIME_SECONDS',
  'USE_SPOT',
  'NAME_PREFIX',
] as const;
const jobs = ['TRAINING_IMAGE', 'TRAINING_ROLE_ARN', 'SOURCE_PREFIX', 'TRAINING_VPC'] as const;
const inference = [
  'INFERENCE_IMAGE',
  'INFERENCE_ROLE_ARN',
  'MAX_ENDPOINTS',
  'ENDPOINT_CONCURRENCY',
  'ENDPOINT_IDLE_HOURS',
] as const;
const schedules = [
  'SCHEDULE_GROUP',
  'SCHEDULE_TARGET_ARN',
  'SCHEDULE_ROLE_ARN',
  'SCHEDULE_DLQ_ARN',
] as const;

/** What notifications by e-mail go through. */
const notifications = ['EMAIL_TOPIC_ARN'] as const;

/** Most requests of one user in a second; `0`: not counted. */
const limits = ['REQUESTS_PER_SECOND'] as const;

/** Hosts and buckets that inputs may be fetched from by URL, separated by commas; `none`. */
const fetching = ['FETCH_HOSTS', 'FETCH_BUCKETS'] as const;

export const environments = {
  /** HTTP API: everything but the estimate, the bill, retraining and the document. */
  api: [
    ...storage,
    ...settings,
    ...jobs,
    ...inference,
    ...schedules,
    ...fetching,
    ...limits,
    ...notifications,
    'STATE_MACHINE_ARN',
  ],
  /** HTTP API: estimates, and how good they were. */
  estimator: [...storage, ...settings, ...limits],
  /** HTTP API: usage, amounts, and budgets, whose change stops jobs or has them go on. */
  billing: [...storage, ...settings, ...jobs, ...limits, 'STATE_MACHINE_ARN'],
  /** HTTP API: lineage, gate, promotions, the compatibility dial and schedules. */
  retraining: [
    ...storage,
    ...settings,
    ...jobs,
    ...inference,
    ...schedules,
    ...limits,
    'STATE_MACHINE_ARN',
  ],
  /** HTTP API: the OpenAPI document and its page only. */
  reference: [],
  /** HTTP API authorizer. */
  authorizer: ['TABLE_NAME'],
  decide: [...storage, ...settings, ...jobs, ...inference],
  prepare: [...storage, ...settings, ...jobs],
  estimate: [...storage, ...settings],
  admit: [...storage, ...settings],
  train: [...storage, ...settings, ...jobs, 'STATE_MACHINE_ARN'],
  verifyArtifact: [...storage, ...settings],
  gate: [...storage, ...settings],
  settle: [...storage, ...settings, ...jobs],
  /** EventBridge: SageMaker training job state change. */
  trainingJobEvent: [...storage, ...settings, ...jobs, 'STATE_MACHINE_ARN'],
  /** Every five minutes: covers lost events, lost tokens and failed settlements. */
  reconcile: [...storage, ...settings, ...jobs, ...inference, 'STATE_MACHINE_ARN'],
  /** EventBridge: a dataset version is to be frozen. */
  freeze: [...storage],
  /** The third of each month: issues the invoices that are due. */
  issueInvoices: ['TABLE_NAME', 'BUS_NAME', ...settings],
  /** EventBridge: something happened that users may want to be told of. */
  notify: ['TABLE_NAME', 'BUS_NAME', 'API_URL', 'CONSOLE_URL'],
  /** EventBridge: a notification is to be delivered. */
  deliver: ['TABLE_NAME', ...notifications],
  /** EventBridge Scheduler: a retraining schedule fires; its execution does the rest. */
  scheduleFired: ['STATE_MACHINE_ARN'],
} as const;

/**
 * How long functions that answer within their time may run, seconds: the construct sets it, the
 * function counts on it. API Gateway waits 30 seconds at most.
 */
export const timeLimits = {
  api: 29,
  reconcile: 240,
  freeze: 900,
  issueInvoices: 900,
  deliver: 60,
} as const;

/** `source` of tasks on the service's bus: the rule for what happened does not match it. */
export const taskSource = 'deeptune.tasks';

export type HandlerName = keyof typeof environments;
export type VariableName = (typeof environments)[HandlerName][number];
export type Environment<H extends HandlerName> = Readonly<
  Record<(typeof environments)[H][number], string>
>;

/**
 * Reads a handler's environment at cold start.
 * @throws Error that names each missing variable
 */
export function readEnvironment<H extends HandlerName>(
  handler: H,
  source: Readonly<Record<string, string | undefined>>,
): Environment<H> {
  const names: readonly VariableName[] = environments[handler];
  const missing = names.filter((name) => !source[name]);
  if (missing.length > 0) {
    throw new Error(`${handler}: environment variables missing: ${missing.join(', ')}`);
  }
  return Object.fromEntries(names.map((name) => [name, source[name]])) as Environment<H>;
}
