import type { EpochsRun } from '../expected-epochs.ts';
import type { ForecastPhase, Quantiles } from '../phase.ts';
import type { Workload } from '../work/workload.ts';

/** How much a forecast knew of its cell (template and device): finished jobs, by bin. */
export type Evidence = 'prior' | 'one-job' | 'five-jobs';

/** What was promised, as it is kept with the job. Seconds and micro-dollars. */
export interface PromisedForecast {
  readonly madeAt: string;
  readonly seconds: Quantiles;
  readonly phases: Readonly<Partial<Record<ForecastPhase, Quantiles>>>;
  readonly amountMicros: Quantiles;
  readonly evidence: Evidence;
  /** What earlier scores had widened the interval by (`Forecast.widenedBy`); absent: 1. */
  readonly widenedBy?: number;
  /** Finished jobs of the same template and device that it had learnt from. */
  readonly jobCount: number;
  /** What Clarifai's `A x inputs x epochs + B` said of the same job. */
  readonly formulaSeconds: number;
}

/** How long one phase took. */
export interface PhaseTime {
  /** By the clock on the wall. */
  readonly seconds: number;
  /**
   * Seconds of the processor (all of the job's processes and threads) or of the GPU; absent where
   * nobody measured them. They grow less than `seconds` where others use the machine too.
   */
  readonly workSeconds?: number;
  /** Share of the machine's processors that others used meanwhile; absent: not measured. */
  readonly load?: number;
}

/**
 * A job that has ended, beside what was promised of it: what the estimator learns from and is
 * graded by.
 */
export interface GradedEstimate {
  readonly jobId: string;
  /** Attempts that ran: each begins with `wait`, `pull`, `download` and `setup` anew. */
  readonly attempts: number;
  readonly appId: string;
  readonly modelId: string;
  readonly versionId: string;
  readonly instanceType: string;
  readonly deviceId: string;
  readonly endedAt: string;
  /**
   * `stopped` and `failed`: their phases are cut off where they ended, and only measured rates are
   * learnt.
   */
  readonly end: 'completed' | 'stopped' | 'failed';
  /** As promised; absent: the job began under a release that kept none. */
  readonly promised?: PromisedForecast;
  /** What it was to do. */
  readonly planned: Workload;
  /** What it did: fewer epochs where it ended early or was stopped. */
  readonly done: Workload;
  /** Phases that began; the last of a job that was cut off is not whole. */
  readonly phases: Readonly<Partial<Record<ForecastPhase, PhaseTime>>>;
  /** Of all attempts, wall: what `phases` add up to. Compared with `promised.seconds`. */
  readonly seconds: number;
  readonly amountMicros: number;
  /** Inputs of the dataset version and epochs run: what Clarifai's formula sees. */
  readonly inputCount: number;
  readonly epochs: number;
  /** Where epochs were compared and it was not cut off: what early stopping is learnt from. */
  readonly epochsRun?: EpochsRun;
}
