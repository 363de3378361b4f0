import type { Device } from './device.ts';

/**
 * Two cores of a server's processor, for a machine that has not been calibrated yet: what two cores
 * of an AMD EPYC reach in matrix products and convolutions of PyTorch. Another machine may well be
 * twice as fast or as slow.
 * @param id what is learnt on this machine is told apart by it
 */
export function cpuPriorDevice(id = 'cpu-unknown'): Device {
  return {
    id,
    kind: 'cpu',
    name: 'processor (not calibrated yet)',
    operationsPerSecond: { fp32: 100e9 },
    bytesPerSecond: 10e9,
    diskBytesPerSecond: 300e6,
    secondsPerLayer: 8e-6,
    decodedPixelsPerSecond: 40e6,
    tokenizedCharactersPerSecond: 2e6,
    startSeconds: 6,
    timedNetworks: {},
    source: 'prior',
  };
}
