/** What computes: a GPU by its spec sheet, or a machine as its calibration measured it. */
export interface Device {
  /** `A10G`, `L4` …, or `cpu-<machine>`: what has been learnt on one is told apart by it. */
  readonly id: string;
  readonly kind: 'cpu' | 'gpu';
  /** For a person: `2 cores of an AMD EPYC`. */
  readonly name: string;
  /** Floating-point operations a second that it can reach, by precision. */
  readonly operationsPerSecond: Readonly<Partial<Record<'fp32' | 'bf16', number>>>;
  /** Of its memory. */
  readonly bytesPerSecond: number;
  /** Of its disk, or of what brings objects to it. */
  readonly diskBytesPerSecond: number;
  /** What each pass costs beside its operations, per layer of the network: starting kernels. */
  readonly secondsPerLayer: number;
  readonly decodedPixelsPerSecond: number;
  readonly tokenizedCharactersPerSecond: number;
  /** Python, torch and transformers until the trainer's first line. */
  readonly startSeconds: number;
  /** Opening, checking and preparing one small picture; absent: not measured. */
  readonly secondsPerRead?: number;
  /** Processors that a job may use; absent: not known. */
  readonly cores?: number;
  /**
   * Networks that the calibration timed on this machine, by architecture: each at two or more sizes
   * of a pass, so that what a pass costs is told apart from what its samples cost.
   */
  readonly timedNetworks: Readonly<Record<string, readonly TimedNetwork[]>>;
  readonly source: 'spec-sheet' | 'calibration' | 'prior';
}

/** Some passes of one network, timed on the machine. */
export interface TimedNetwork {
  readonly batchSize: number;
  /** Pixels or tokens of one sample. */
  readonly sampleSize: number;
  readonly forwardSecondsPerPass: number;
  /** Forward, back and the optimizer's step. */
  readonly trainSecondsPerPass: number;
}
