import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import type { Workload } from '../../../../core/estimate/work/workload.ts';

/** What a test says of a graded job; the rest is alike in all. */
export interface Told {
  readonly id: string;
  /** Minutes after noon: when it ended; its forecast was made a minute earlier. */
  readonly minute: number;
  readonly predicted?: number;
  readonly actual?: number;
  readonly evidence?: 'prior' | 'one-job' | 'five-jobs';
  readonly kind?: Workload['kind'];
  readonly template?: string;
  readonly modelType?: string;
  readonly device?: string;
  readonly end?: GradedEstimate['end'];
  readonly isPromised?: boolean;
  readonly inputs?: number;
  readonly epochs?: number;
  readonly steps?: number;
  readonly samples?: number;
  readonly phases?: GradedEstimate['phases'];
  readonly promisedPhases?: NonNullable<GradedEstimate['promised']>['phases'];
  readonly amountMicros?: number;
  readonly appId?: string;
  readonly modelId?: string;
}

/** A job whose interval is from half to twice its forecast, at a micro-dollar a second. */
export function graded(told: Told): GradedEstimate {
  const { id, minute, predicted = 100, actual = 100, inputs = 100, epochs = 1 } = told;
  const range = { p10: predicted / 2, p50: predicted, p90: predicted * 2 };
  const planned = workload(told);
  return {
    ...{
      jobId: id,
      appId: told.appId ?? 'lab',
      modelId: told.modelId ?? 'm',
      versionId: `v-${id}`,
    },
    ...{ instanceType: 'ml.g5.xlarge', deviceId: told.device ?? 'A10G', attempts: 1 },
    ...{ endedAt: at(minute), end: told.end ?? 'completed' },
    ...(told.isPromised === false
      ? {}
      : {
          promised: {
            ...{ madeAt: at(minute - 1), seconds: range, amountMicros: range },
            ...{ phases: told.promisedPhases ?? {}, evidence: told.evidence ?? 'prior' },
            ...{ jobCount: 0, formulaSeconds: 2 * predicted },
          },
        }),
    ...{ planned, done: planned, phases: told.phases ?? {}, seconds: actual },
    ...{ amountMicros: told.amountMicros ?? actual, inputCount: inputs, epochs },
  };
}

function at(minute: number): string {
  return new Date(Date.UTC(2026, 10, 29, 12, minute)).toISOString();
}

function workload(told: Told): Workload {
  const nothing = { passes: 0, layerCalls: 0, samples: 0, operations: 0 };
  const none = { ...nothing, bytes: 0, storedBytes: 0, reads: 0, decoded: 0 };
  return {
    ...{ kind: told.kind ?? 'train', modelTypeId: told.modelType ?? 'visual-classifier' },
    ...{ templateId: told.template ?? 'Quick', architecture: 'small', family: 'convolution' },
    ...{
      precision: 'fp32',
      sampleSize: 32,
      batchSize: 16,
      layers: 3,
      forwardOperations: 1e6,
      isIncremental: false,
    },
    phases: { steps: { ...none, passes: told.steps ?? 10, samples: told.samples ?? 160 } },
  };
}
