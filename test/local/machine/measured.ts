import type { Measured } from '../../../local/machine/measured.ts';
import type { MachineIdentity } from '../../../local/machine/machine-identity.ts';

/** A machine as its calibration may find it. */
export const measured: Measured = {
  schemaVersion: 1,
  device: {
    kind: 'cpu',
    operationsPerSecond: { fp32: 180e9 },
    bytesPerSecond: 20e9,
    diskBytesPerSecond: 400e6,
    secondsPerLayer: 7e-6,
    secondsPerRead: 1.1e-4,
    decodedPixelsPerSecond: 110e6,
    tokenizedCharactersPerSecond: 2.2e6,
    startSeconds: 4,
    timedNetworks: {
      'resnet-small': [
        {
          ...{ batchSize: 8, sampleSize: 1024 },
          ...{ forwardSecondsPerPass: 0.0017, trainSecondsPerPass: 0.0084 },
        },
      ],
    },
  },
  convolutionOperationsPerSecond: 340e9,
  skipped: {},
  threads: 2,
  torch: '2.13.0',
  seconds: 9.2,
  busy: 0.02,
};

export const identity: MachineIdentity = {
  ...{ id: 'cpu-amd-epyc-2', name: '2 cores of AMD EPYC', device: 'cpu' },
  ...{ processor: 'AMD EPYC', cores: 2, memoryGiB: 24, torch: '2.13.0' },
};
