import type { Workload } from '../work/workload.ts';
import type { ForecastPhase } from '../phase.ts';
import type { Component } from '../physics/physics.ts';

/** What the time of a job's phases may differ by from what was counted. */
export type JobKey = Pick<
  Workload,
  | 'kind'
  | 'templateId'
  | 'family'
  | 'sampleSize'
  | 'batchSize'
  | 'modelTypeId'
  | 'isIncremental'
  | 'precision'
  | 'forwardOperations'
  | 'phases'
> & {
  readonly deviceId: string;
  /** The device's speed was measured with networks of ours; else its data sheet tells it. */
  readonly isMeasured: boolean;
};

/**
 * One cause of a difference, such as a template: the log of a part's seconds is moved by `value` x
 * what the cause turns out to be, which before anything was learnt is 0 with this standard
 * deviation.
 */
export interface Effect {
  readonly key: string;
  readonly value: number;
  readonly logSd: number;
}

/** Sizes and batches that slopes are counted from. */
const [middlePixels, middleTokens, middleBatch] = [96 * 96, 128, 16];

/**
 * Standard deviations of what a part's seconds differ by, in logs. By data sheet: of published
 * figures. Measured: of a pilot of 38 trainings of all seven types on two cores, whose networks the
 * calibration had timed.
 */
const spreads = {
  bySheet: {
    ...{ everywhere: 0.1, device: 0.15, family: 0.3, template: 0.25 },
    ...{ settings: 0.1, cell: 0.1, phase: 0.1, slope: 0.2 },
  },
  measured: {
    ...{ everywhere: 0.1, device: 0.1, family: 0.12, template: 0.12 },
    ...{ settings: 0.1, cell: 0.05, phase: 0.08, slope: 0.1 },
  },
} as const;

const spreadOf = ({ isMeasured }: JobKey) => (isMeasured ? spreads.measured : spreads.bySheet);

/**
 * All causes of one part of one phase but slopes. A template's are shared by its phases, so that
 * what its steps teach counts for its evaluation too; fixed parts are learnt phase by phase.
 * @param fixedLogSd of a fixed part, see `Overhead`
 */
export function effectsOf(
  phase: ForecastPhase,
  component: Component,
  { job, fixedLogSd }: { readonly job: JobKey; readonly fixedLogSd: number },
): Effect[] {
  return component === 'fixed'
    ? fixedEffects(phase, job, fixedLogSd)
    : workEffects(phase, component, job);
}

/** What of a fixed part's variance is the machine's, the kind's, the model type's, the cell's. */
const fixedShares = { device: 0.5, kind: 0.15, modelType: 0.15, cell: 0.2 } as const;

function fixedEffects(phase: ForecastPhase, job: JobKey, logSd: number): Effect[] {
  const { deviceId, kind, modelTypeId } = job;
  const template = templateOf(job);
  const at = (cause: string, share: number): Effect => ({
    key: `fixed ${phase} on ${deviceId}${cause}`,
    value: 1,
    logSd: logSd * Math.sqrt(share),
  });
  return [
    at('', fixedShares.device),
    at(` of ${kind}`, fixedShares.kind),
    at(` of ${modelTypeId}`, fixedShares.modelType),
    at(` of ${template}`, fixedShares.cell),
  ];
}

function workEffects(phase: ForecastPhase, component: Component, job: JobKey): Effect[] {
  const { deviceId, family, kind } = job;
  const spread = spreadOf(job);
  const template = templateOf(job);
  const at = (cause: string, logSd: number): Effect => ({
    key: `${component} ${cause}`,
    value: 1,
    logSd,
  });
  const stage = `${kind} ${phase}`;
  const general = [
    at('everywhere', spread.everywhere),
    at(`on ${deviceId}`, spread.device),
    at(`of ${template}`, spread.template),
  ];
  if (component === 'reading' || component === 'moving') return general;
  return [
    ...general,
    at(`of ${family}`, spread.family),
    at(`of ${template} on ${deviceId}`, spread.cell),
    at(`of ${template} with ${settingsOf(job)}`, spread.settings),
    at(`in ${stage}`, spread.phase),
    at(`of ${template} in ${stage}`, spread.phase),
  ];
}

/**
 * What of a job's settings its counts may not tell wholly: the batch, and what of the network
 * learns. Not its inputs, epochs or sizes: more of them must never take less time.
 */
function settingsOf({ batchSize, precision, isIncremental, ...job }: JobKey): string {
  const { operations = 0, samples = 0 } = job.phases.steps ?? {};
  const isCounted = job.kind === 'train' && job.family !== 'memory-bank' && samples > 0;
  const share = isCounted ? operations / (samples * job.forwardOperations) : 0;
  return [batchSize, precision, isIncremental ? 'incremental' : 'first', share.toFixed(1)].join(
    ' ',
  );
}

/**
 * Computing may grow more, or less, than its operations do: with the logs of a sample's size and of
 * the batch.
 */
export function slopesOf(job: JobKey): [Effect, Effect] {
  const { family, sampleSize, batchSize, deviceId } = job;
  const isText = family === 'encoder' || family === 'generator';
  const size = Math.log(Math.max(1, sampleSize) / (isText ? middleTokens : middlePixels));
  const batch = Math.log(Math.max(1, batchSize) / middleBatch);
  const at = (cause: string, value: number): Effect => ({
    key: `compute by ${cause} of ${family} on ${deviceId}`,
    value,
    logSd: spreadOf(job).slope,
  });
  return [at('size', size), at('batch', batch)];
}

/** Templates of two model types may share a name; their recipes differ. */
export function templateOf(job: { modelTypeId: string; templateId: string }): string {
  return `${job.modelTypeId}/${job.templateId}`;
}
