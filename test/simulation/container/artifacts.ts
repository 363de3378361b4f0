import { createHash } from 'node:crypto';

/** What the trainer is told of its job: `job.json`, as Prepare laid it out. */
export interface JobDescription {
  readonly kind?: 'evaluate' | 'predict';
  readonly jobId?: string;
  readonly modelVersionId: string;
  readonly parentVersionId?: string | null;
  readonly datasetDigest: string;
}

/** Seconds that a job has worked, over all of its attempts: what it was charged for so far. */
export interface Worked {
  readonly setup: number;
  readonly steps: number;
  readonly saving: number;
}

/** Key (behind the checkpoint prefix) and content, in the order in which they are written. */
export type Files = readonly (readonly [string, string])[];

const heldOut = { count: 10, accuracy: 0.9, macroF1: 0.9, macroRocAuc: 0.95, perConcept: [] };

const evaluation = {
  report: { count: 4, accuracy: 0.75 },
  summary: { accuracy: 0.75, f1: { mean: 0.7, deviation: 0.1 } },
  perConcept: [{ conceptId: 'good', positives: 2, total: 4, f1: 0.7 }],
  testSet: [],
};

/** Seconds of work that are durable with these. */
export function trainedSecondsOf({ setup, steps, saving }: Worked): number {
  return setup + steps + saving;
}

/** A folder with its manifest last. */
function folderOf(
  name: string,
  contents: readonly (readonly [string, string])[],
  facts: object,
): Files {
  const files = contents.map(([file, text]) => ({
    name: file,
    bytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
  }));
  const manifest = JSON.stringify({ files, ...facts });
  return [
    ...contents.map(([file, text]) => [`${name}/${file}`, text] as const),
    [`${name}/manifest.json`, manifest],
  ];
}

function factsOf(job: JobDescription, worked: Worked) {
  return {
    step: Math.round(worked.steps),
    modelVersionId: job.modelVersionId,
    parentVersionId: job.parentVersionId ?? null,
    datasetDigest: job.datasetDigest,
    trainedSeconds: trainedSecondsOf(worked),
    servedSeconds: { ...worked },
  };
}

export function checkpointFiles(job: JobDescription, worked: Worked): Files {
  const step = Math.round(worked.steps);
  const weights = `weights of ${job.modelVersionId} after ${step}`;
  return folderOf(`checkpoint-${step}`, [['model.safetensors', weights]], factsOf(job, worked));
}

/** The answers that were given since the part before. */
export function partFiles(job: JobDescription, from: number, seconds: number): Files {
  const facts = { identity: job.jobId, counts: { seconds }, servedSeconds: { steps: seconds } };
  return folderOf(`predictions/part-${from}`, [['predictions.jsonl', '{}\n']], facts);
}

export function exportFiles(job: JobDescription, worked: Worked): Files {
  if (job.kind) return answerFiles(job, worked);
  const weights = `weights of ${job.modelVersionId}`;
  const contents = [
    ['model.safetensors', weights],
    ['metrics.json', JSON.stringify({ heldOut })],
  ] as const;
  return folderOf('export', contents, factsOf(job, worked));
}

function answerFiles(job: JobDescription, worked: Worked): Files {
  const contents: [string, string][] = [['predictions.jsonl', '{"id":"one"}\n']];
  if (job.kind === 'evaluate')
    contents.push(
      ['evaluation.json', JSON.stringify(evaluation)],
      ['metrics.json', JSON.stringify({ heldOut: evaluation.report })],
    );
  else contents.push(['predictions.csv', 'id,filename,error,concept,value\n']);
  return folderOf('export', contents, {
    ...factsOf(job, worked),
    ...{ kind: job.kind, jobId: job.jobId, stopped: false },
    rows: { total: 5, answered: 4, invalid: 1, notMeasured: 0 },
    firstFailure: "Input 'four': cannot be read",
  });
}

/** What became of what a parent knew: its child keeps it, loses a concept, or nobody asked both. */
export type Compared = 'kept' | 'lost' | 'not asked';

/** `gate-answers.jsonl`: 20 inputs of each concept, as parent and candidate answered them. */
export function gateAnswers(how: Exclude<Compared, 'not asked'>): Files {
  const lines = ['good', 'bad'].flatMap((conceptId) =>
    Array.from({ length: 20 }, (_, index) => {
      const isLost = how === 'lost' && conceptId === 'bad' && index < 12;
      const score = { conceptId, parent: 1, candidate: isLost ? 0 : 1 };
      return { id: `${conceptId}-${index}`, scores: [score] };
    }),
  );
  const rows = { heldOut: lines.length, chosen: lines.length, answered: lines.length };
  const all = [{ schemaVersion: 1, score: 'right', rows }, ...lines];
  return [['gate-answers.jsonl', all.map((line) => `${JSON.stringify(line)}\n`).join('')]];
}

/** `times.json` with one more attempt. */
export function timesWith(
  before: readonly object[],
  attempt: {
    readonly trainingJobName: string;
    readonly startedAt: number;
    readonly end: string;
    readonly worked: Worked;
  },
): object[] {
  const { trainingJobName, startedAt, end, worked } = attempt;
  const counts = { startSeconds: 0, entered: 1, passes: 4, samples: 40 };
  const phases = Object.fromEntries(
    Object.entries(worked).map(([phase, seconds]) => [
      phase,
      { ...counts, seconds, workSeconds: seconds },
    ]),
  );
  const seconds = trainedSecondsOf(worked);
  const at = new Date(startedAt).toISOString();
  const entry = { trainingJobName, startedAt: at, end, seconds, phases, epochs: 10 };
  return [...before, { ...entry, device: { cores: 4 } }];
}
