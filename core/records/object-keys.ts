import type { Scope } from './keys.ts';

/** Object keys and prefixes. Every prefix ends with `/`: `t1/` never matches `t10/`. */
export const objectKeys = {
  /** Content-addressed input bytes of one user: apps of the same user share them. */
  inputsPrefix: (s: Scope) => `users/${s.userId}/objects/`,
  input: (s: Scope, sha256: string) => `users/${s.userId}/objects/${sha256}`,
  /** @param name of its manifest; those of earlier releases have this one */
  datasetManifest: (s: Scope, datasetId: string, versionId: string, name = 'manifest.jsonl') =>
    `${scopePath(s)}/datasets/${datasetId}/versions/${versionId}/${name}`,
  datasetReport: (s: Scope, datasetId: string, versionId: string, name: string) =>
    `${scopePath(s)}/datasets/${datasetId}/versions/${versionId}/${name}`,
  /** Rows as a task reads them, before they are the manifest. */
  frozenPart: (s: Scope, datasetId: string, versionId: string, name: string) =>
    `${scopePath(s)}/datasets/${datasetId}/versions/${versionId}/parts/${name}`,
  frozenPartsPrefix: (s: Scope, datasetId: string, versionId: string) =>
    `${scopePath(s)}/datasets/${datasetId}/versions/${versionId}/parts/`,
  datasetExport: (s: Scope, datasetId: string, versionId: string, format: string) =>
    `${scopePath(s)}/datasets/${datasetId}/versions/${versionId}/${format}.zip`,
  datasetVersionPrefix: (s: Scope, datasetId: string, versionId: string) =>
    `${scopePath(s)}/datasets/${datasetId}/versions/${versionId}/`,
  appPrefix: (s: Scope) => `${scopePath(s)}/`,
  /**
   * Folder of a job that evaluates or predicts; that of a training is its version's
   * (`versionPrefix`). What lies in it: `jobKeys`.
   */
  jobPrefix: (s: Scope, jobId: string) => `${scopePath(s)}/jobs/${jobId}/`,
  versionPrefix: (s: Scope, versionId: string) => `${scopePath(s)}/versions/${versionId}/`,
  trainPrefix: (s: Scope, versionId: string) => `${scopePath(s)}/versions/${versionId}/train/`,
  objectsManifest: (s: Scope, versionId: string) =>
    `${scopePath(s)}/versions/${versionId}/objects-manifest.json`,
  parentPrefix: (s: Scope, versionId: string) => `${scopePath(s)}/versions/${versionId}/parent/`,
  candidatePrefix: (s: Scope, versionId: string) =>
    `${scopePath(s)}/versions/${versionId}/candidate/`,
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
  /**
   * What an evaluation measured. Ids that callers choose are object keys too
   * (`core/api/http/ids.ts`).
   */
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

/** What lies in the folder of a job. @param folder ends with `/` */
export const jobKeys = {
  trainPrefix: (folder: string) => `${folder}train/`,
  /** The rows that the job reads, as Prepare laid them out. */
  manifest: (folder: string) => `${folder}train/manifest.jsonl`,
  objectsManifest: (folder: string) => `${folder}objects-manifest.json`,
  checkpointPrefix: (folder: string) => `${folder}checkpoints/`,
  exportPrefix: (folder: string) => `${folder}checkpoints/export/`,
  outputPrefix: (folder: string) => `${folder}output/`,
  log: (folder: string) => `${folder}checkpoints/training.log`,
  /** What Prepare counted in the rows that it laid out: what the job is forecast from. */
  laidOut: (folder: string) => `${folder}laid-out.json`,
  /** What the trainer measured of its own time, over all attempts. */
  times: (folder: string) => `${folder}checkpoints/times.json`,
  /** A training's answers to the rows that it held out, beside its export. */
  heldOut: (folder: string) => `${folder}checkpoints/held-out.jsonl`,
  /** What the line of versions knows with this one, see `LineRow`. */
  line: (folder: string) => `${folder}line.jsonl`,
  /** Which of its rows stand for each concept best, by the trainer, beside its export. */
  exemplars: (folder: string) => `${folder}checkpoints/exemplars.json`,
  /** What parent and candidate answer to the evaluation set, see `PairedAnswer`. */
  gateAnswers: (folder: string) => `${folder}checkpoints/gate-answers.jsonl`,
  /** What Gate decided, see `GateResult`. */
  gate: (folder: string) => `${folder}gate.json`,
  /** Points between parent and candidate, measured by the trainer beside its export. */
  dial: (folder: string) => `${folder}checkpoints/dial.json`,
  /** How many rows the job has, and how many of them its model was trained on. */
  rowCounts: (folder: string) => `${folder}row-counts.json`,
};

const uploadPattern = /^uploads\/([^/]+)\/([^/]+)\/[^/]+$/;

/** The reverse of `objectKeys.upload`: whose upload it is; undefined for any other key. */
export function parseUpload(key: string): Scope | undefined {
  const [, userId, appId] = uploadPattern.exec(key) ?? [];
  return userId === undefined || appId === undefined ? undefined : { userId, appId };
}

const baseModelManifestName = 'deeptune-manifest.json';
const baseModelManifestPattern = /^base-models\/([^/]+(?:\/[^/]+)?)\/deeptune-manifest\.json$/;

/**
 * The reverse of `objectKeys.baseModelManifest`: the base model's id; undefined for any other key.
 */
export function parseBaseModelManifest(key: string): string | undefined {
  return baseModelManifestPattern.exec(key)?.[1];
}

function scopePath(scope: Scope): string {
  return `users/${scope.userId}/apps/${scope.appId}`;
}
