import type { Key } from './table.ts';

/** One app of one user: the owner of everything below it. The user comes from the key that was presented, never from a body. */
export interface Scope {
  readonly userId: string;
  readonly appId: string;
}

/** Table keys. `#` never occurs in an id (see `core/api/ids.ts`), so no key can be read as another. */
export const keys = {
  apiKey: (hash: string): Key => ({ pk: `key#${hash}`, sk: 'key' }),
  apiKeysOf: (userId: string): string => `user#${userId}#keys`,
  app: (s: Scope): Key => ({ pk: `user#${s.userId}`, sk: `app#${s.appId}` }),
  appsOf: (userId: string) => ({ pk: `user#${userId}`, prefix: 'app#' }),
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
  /** Index partition of the inputs that could not be taken in, by id. */
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
  versionsOf: (s: Scope, m: string) => ({ pk: `${scopePk(s)}#model#${m}#versions` }),
  evaluation: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#evaluations`, sk: id }),
  evaluationsOf: (s: Scope) => ({ pk: `${scopePk(s)}#evaluations` }),
  trainingJob: (name: string): Key => ({ pk: `job#${name}`, sk: 'job' }),
  /** Index partition of the versions that a workflow still owns, oldest first: what the reconciler walks. */
  openVersions: (): string => 'open-versions',
  /** Index partition of the evaluations that are not done, oldest first. */
  openEvaluations: (): string => 'open-evaluations',
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
  budget: (userId: string, period: string): Key => ({ pk: `user#${userId}#budget`, sk: period }),
  hold: (userId: string, versionId: string): Key => ({ pk: `user#${userId}#holds`, sk: versionId }),
  holdsOf: (userId: string) => ({ pk: `user#${userId}#holds` }),
  usage: (userId: string, period: string, jobName: string): Key => ({
    pk: `user#${userId}#usage`,
    sk: `${period}#${jobName}`,
  }),
  usageOf: (userId: string, period: string) => ({
    pk: `user#${userId}#usage`,
    prefix: `${period}#`,
  }),
  schedule: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#schedules`, sk: id }),
  schedulesOf: (s: Scope) => ({ pk: `${scopePk(s)}#schedules` }),
  /** Of the OpenAI-shaped surface. */
  file: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#files`, sk: id }),
  filesOf: (s: Scope) => ({ pk: `${scopePk(s)}#files` }),
  fineTuningJob: (s: Scope, id: string): Key => ({ pk: `${scopePk(s)}#fine-tuning-jobs`, sk: id }),
  fineTuningJobsOf: (s: Scope) => ({ pk: `${scopePk(s)}#fine-tuning-jobs` }),
  /** Finished trainings of a template, from which the estimator learns. */
  observation: (userId: string, cell: string, jobName: string): Key => ({
    pk: `user#${userId}#observations#${cell}`,
    sk: jobName,
  }),
  observationsOf: (userId: string, cell: string) => ({ pk: `user#${userId}#observations#${cell}` }),
};

function scopePk(scope: Scope): string {
  return `user#${scope.userId}#app#${scope.appId}`;
}

/** Object keys and prefixes. Every prefix ends with `/`: `t1/` never matches `t10/`. */
export const objectKeys = {
  /** Content-addressed input bytes of one user, so that apps of the same user can resume from each other. */
  inputsPrefix: (s: Scope) => `users/${s.userId}/objects/`,
  input: (s: Scope, sha256: string) => `users/${s.userId}/objects/${sha256}`,
  datasetManifest: (s: Scope, datasetId: string, versionId: string) =>
    `${scopePath(s)}/datasets/${datasetId}/versions/${versionId}/manifest.jsonl`,
  datasetExport: (s: Scope, datasetId: string, versionId: string, format: string) =>
    `${scopePath(s)}/datasets/${datasetId}/versions/${versionId}/${format}.zip`,
  datasetVersionPrefix: (s: Scope, datasetId: string, versionId: string) =>
    `${scopePath(s)}/datasets/${datasetId}/versions/${versionId}/`,
  appPrefix: (s: Scope) => `${scopePath(s)}/`,
  versionPrefix: (s: Scope, versionId: string) => `${scopePath(s)}/versions/${versionId}/`,
  trainPrefix: (s: Scope, versionId: string) => `${scopePath(s)}/versions/${versionId}/train/`,
  objectsManifest: (s: Scope, versionId: string) =>
    `${scopePath(s)}/versions/${versionId}/objects-manifest.json`,
  parentPrefix: (s: Scope, versionId: string) => `${scopePath(s)}/versions/${versionId}/parent/`,
  checkpointPrefix: (s: Scope, versionId: string) =>
    `${scopePath(s)}/versions/${versionId}/checkpoints/`,
  exportPrefix: (s: Scope, versionId: string) =>
    `${scopePath(s)}/versions/${versionId}/checkpoints/export/`,
  outputPrefix: (s: Scope, versionId: string) => `${scopePath(s)}/versions/${versionId}/output/`,
  trainingLog: (s: Scope, versionId: string) =>
    `${scopePath(s)}/versions/${versionId}/checkpoints/training.log`,
  archive: (s: Scope, versionId: string, jobName: string) =>
    `${scopePath(s)}/versions/${versionId}/output/${jobName}/output/model.tar.gz`,
  file: (s: Scope, fileId: string) => `${scopePath(s)}/files/${fileId}`,
  /** Predictions of an evaluation, from its row `start` on, and what was measured. Ids that callers choose are object keys too (`core/api/ids.ts`). */
  evaluationPart: (s: Scope, id: string, start: number) =>
    `${scopePath(s)}/evaluations/${id}/predictions-${start}.json`,
  evaluationFigures: (s: Scope, id: string) => `${scopePath(s)}/evaluations/${id}/figures.json`,
  /** Every upload lies below: what is here goes by itself after a day. */
  uploadsPrefix: 'uploads/',
  uploadsOf: (s: Scope) => `uploads/${s.userId}/${s.appId}/`,
  upload: (s: Scope, id: string) => `uploads/${s.userId}/${s.appId}/${id}`,
  /** Every staged base model lies below. */
  baseModelsPrefix: 'base-models/',
  baseModelPrefix: (baseModelId: string) => `base-models/${baseModelId}/`,
  /** Written last when a base model is staged: without it, the base model is not there. */
  baseModelManifest: (baseModelId: string) => `base-models/${baseModelId}/${baseModelManifestName}`,
};

const uploadPattern = /^uploads\/([^/]+)\/([^/]+)\/[^/]+$/;

/** The reverse of `objectKeys.upload`: whose upload it is; undefined for any other key. */
export function parseUpload(key: string): Scope | undefined {
  const [, userId, appId] = uploadPattern.exec(key) ?? [];
  return userId === undefined || appId === undefined ? undefined : { userId, appId };
}

const baseModelManifestName = 'deeptune-manifest.json';
const baseModelManifestPattern = /^base-models\/([^/]+(?:\/[^/]+)?)\/deeptune-manifest\.json$/;

/** The reverse of `objectKeys.baseModelManifest`: the base model's id; undefined for any other key. */
export function parseBaseModelManifest(key: string): string | undefined {
  return baseModelManifestPattern.exec(key)?.[1];
}

function scopePath(scope: Scope): string {
  return `users/${scope.userId}/apps/${scope.appId}`;
}

/**
 * Name of a schedule in EventBridge, which allows 64 characters of a small alphabet while ids are longer and freer: hence a digest.
 * @param sha256 hexadecimal digest function
 */
export function scheduleName(
  scope: Scope,
  scheduleId: string,
  sha256: (text: string) => string,
): string {
  return `ft-${sha256(JSON.stringify([scope.userId, scope.appId, scheduleId])).slice(0, 40)}`;
}

const jobNamePattern = /^(?:[a-z0-9-]+-)?ft-([0-9a-f]{32})-a([1-9][0-9]?)$/;

/**
 * `ft-<versionId>-a<attempt>`, 38 to 39 characters: SageMaker allows 63.
 * @param prefix `namePrefix` of the settings
 */
export function trainingJobName(versionId: string, attempt: number, prefix = 'ft-'): string {
  return `${prefix}${versionId}-a${attempt}`;
}

/** The reverse of `trainingJobName`; undefined for a name that is not ours. */
export function parseTrainingJobName(
  name: string,
): { versionId: string; attempt: number } | undefined {
  const match = jobNamePattern.exec(name);
  return match?.[1] && match[2] ? { versionId: match[1], attempt: Number(match[2]) } : undefined;
}

/** Billing period of an instant: the UTC month, `2026-11`. */
export function periodOf(at: string): string {
  return at.slice(0, 7);
}
