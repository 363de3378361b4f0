import { forecastPhases } from '../forecast/phase.ts';
import { workFamilies } from '../work/workload.ts';
import type { GradedEstimate } from './graded-estimate.ts';

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

/**
 * Whether what is stored as a graded estimate is one. A record that was damaged, or that a later
 * release wrote in another shape, is left out by whoever reads it: one wrong figure among them
 * would make a NaN of all that is learnt.
 */
export function isGradedEstimate(value: unknown): value is GradedEstimate {
  return isJob(value);
}

const isText: Check = (value) => typeof value === 'string';
/** Larger ones are no seconds, counts or operations of a job, and their squares no numbers. */
const largest = 1e150;
const isAmount: Check = (value) => typeof value === 'number' && value >= 0 && value < largest;
const isSize: Check = (value) => isAmount(value) && (value as number) > 0;
const isInstant: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);
const oneOf =
  (...choices: readonly unknown[]): Check =>
  (value) =>
    choices.includes(value);

function fieldsOf(value: unknown): Fields | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Fields) : undefined;
}

const shape = (checks: Readonly<Record<string, Check>>): Check => {
  const all = Object.entries(checks);
  return (value) => {
    const fields = fieldsOf(value);
    return fields !== undefined && all.every(([name, check]) => check(fields[name]));
  };
};

/** Of phases that a later release has beside ours nothing is asked. */
const byPhase = (check: Check): Check =>
  shape(Object.fromEntries(forecastPhases.map((phase) => [phase, optional(check)])));

const isRange: Check = (value) => {
  const { p10, p50, p90 } = (fieldsOf(value) ?? {}) as Readonly<Record<string, number>>;
  return [p10, p50, p90].every(isAmount) && p10! <= p50! && p50! <= p90!;
};

const isWork = shape({
  ...{ passes: isAmount, layerCalls: isAmount, samples: isAmount, operations: isAmount },
  ...{ bytes: isAmount, storedBytes: isAmount, reads: isAmount, decoded: isAmount },
});

const isWorkload = shape({
  kind: oneOf('train', 'evaluate', 'predict'),
  ...{ modelTypeId: isText, templateId: isText, architecture: isText, precision: isText },
  family: oneOf(...workFamilies),
  ...{ sampleSize: isSize, batchSize: isSize, layers: isAmount, forwardOperations: isAmount },
  phases: byPhase(isWork),
});

const isPromise = shape({
  ...{ madeAt: isInstant, seconds: isRange, amountMicros: isRange, phases: byPhase(isRange) },
  evidence: oneOf('prior', 'one-job', 'five-jobs'),
  ...{ widenedBy: optional(isSize), jobCount: isAmount, formulaSeconds: isAmount },
});

const isTime = shape({
  ...{ seconds: isAmount, workSeconds: optional(isAmount), load: optional(isAmount) },
});

const isJob = shape({
  ...{ jobId: isText, appId: isText, modelId: isText, versionId: isText },
  ...{ attempts: isAmount, instanceType: isText, deviceId: isText, endedAt: isInstant },
  end: oneOf('completed', 'stopped', 'failed'),
  ...{ promised: optional(isPromise), planned: isWorkload, done: isWorkload },
  ...{ phases: byPhase(isTime), seconds: isAmount, amountMicros: isAmount },
  ...{ inputCount: isAmount, epochs: isAmount },
  epochsRun: optional(shape({ planned: isSize, patience: isAmount, run: isSize })),
});
