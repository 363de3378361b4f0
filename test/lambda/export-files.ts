import type { JsonObject } from '../../core/json.ts';
import { jobKeys, objectKeys } from '../../core/records/object-keys.ts';
import type { JobState } from '../../core/job/workflow/state.ts';

/** Where the account of the tests keeps everything. */
export const scope = { userId: 'tester', appId: 'lab' };

export const goodHeldOut: JsonObject = {
  count: 10,
  accuracy: 0.9,
  macroF1: 0.9,
  macroRocAuc: 0.95,
  perConcept: [],
};

/** Of an evaluation or a batch prediction. */
export interface Answers {
  readonly evaluation: JsonObject;
  readonly lines: readonly JsonObject[];
  readonly rows: JsonObject;
  readonly firstFailure: string | null;
}

export const goodAnswers: Answers = {
  evaluation: {
    report: { count: 4, accuracy: 0.75 },
    summary: { accuracy: 0.75, f1: { mean: 0.7, deviation: 0.1 } },
    perConcept: [{ conceptId: 'good', positives: 2, total: 4, f1: 0.7 }],
    testSet: [],
  },
  lines: [{ id: 'one', output: { concepts: [] } }],
  rows: { total: 5, answered: 4, invalid: 1, notMeasured: 0 },
  firstFailure: "Input 'four': cannot be read",
};

/** Keys and contents of a complete export, its manifest last. */
export function exportFiles(
  versionId: string,
  made: {
    trainedSeconds: number;
    servedSeconds?: JsonObject;
    heldOut?: JsonObject;
    otherMetrics?: JsonObject;
  },
  sha256: (text: string) => string,
): [string, string][] {
  const prefix = objectKeys.exportPrefix(scope, versionId);
  const { trainedSeconds, servedSeconds, heldOut = goodHeldOut, otherMetrics = {} } = made;
  const metrics = JSON.stringify({ heldOut, ...otherMetrics });
  const files = [{ name: 'metrics.json', bytes: metrics.length, sha256: sha256(metrics) }];
  const manifest = { files, step: 1, modelVersionId: versionId, trainedSeconds, servedSeconds };
  return [
    [`${prefix}metrics.json`, metrics],
    [`${prefix}manifest.json`, JSON.stringify(manifest)],
  ];
}

/** Keys and contents of the export of an evaluation or a batch prediction, its manifest last. */
export function answerFiles(
  state: Partial<JobState>,
  made: { trainedSeconds: number; answers: Answers },
  sha256: (text: string) => string,
): [string, string][] {
  const { kind, jobId = '', versionId = '' } = state;
  const { evaluation, lines, rows, firstFailure } = made.answers;
  const prefix = jobKeys.exportPrefix(objectKeys.jobPrefix(scope, jobId));
  const contents: [string, string][] = [
    ['predictions.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join('')],
    ...(kind === 'evaluate'
      ? ([
          ['evaluation.json', JSON.stringify(evaluation)],
          ['metrics.json', JSON.stringify({ heldOut: evaluation['report'] })],
        ] as [string, string][])
      : ([['predictions.csv', 'id,filename,error,concept,value\n']] as [string, string][])),
  ];
  const files = contents.map(([name, text]) => ({
    name,
    bytes: new TextEncoder().encode(text).length,
    sha256: sha256(text),
  }));
  const ids = { kind: kind ?? '', jobId, modelVersionId: versionId };
  const ran = { trainedSeconds: made.trainedSeconds, stopped: false };
  const manifest = { files, ...ids, ...ran, rows, firstFailure };
  return [
    ...contents.map(([name, text]): [string, string] => [`${prefix}${name}`, text]),
    [`${prefix}manifest.json`, JSON.stringify(manifest)],
  ];
}
