import type { PhaseWork } from './workload.ts';

export const noWork: PhaseWork = {
  passes: 0,
  layerCalls: 0,
  samples: 0,
  operations: 0,
  bytes: 0,
  storedBytes: 0,
  reads: 0,
  decoded: 0,
};

/** All of them, one after the other; what a part leaves out is 0. */
export function together(...parts: readonly Partial<PhaseWork>[]): PhaseWork {
  return parts.reduce<PhaseWork>(
    (sum, part) => ({
      passes: sum.passes + (part.passes ?? 0),
      layerCalls: sum.layerCalls + (part.layerCalls ?? 0),
      samples: sum.samples + (part.samples ?? 0),
      operations: sum.operations + (part.operations ?? 0),
      bytes: sum.bytes + (part.bytes ?? 0),
      storedBytes: sum.storedBytes + (part.storedBytes ?? 0),
      reads: sum.reads + (part.reads ?? 0),
      decoded: sum.decoded + (part.decoded ?? 0),
    }),
    noWork,
  );
}

/** The same so many times. */
export function repeated(work: PhaseWork, times: number): PhaseWork {
  return {
    passes: work.passes * times,
    layerCalls: work.layerCalls * times,
    samples: work.samples * times,
    operations: work.operations * times,
    bytes: work.bytes * times,
    storedBytes: work.storedBytes * times,
    reads: work.reads * times,
    decoded: work.decoded * times,
  };
}
