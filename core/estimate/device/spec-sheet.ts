import type { Device } from './device.ts';
import { publishedNetworks } from './published-networks.ts';

/** GPUs that a forecast can be made for from their data sheets alone. */
export type SheetGpu = 'A10G' | 'L4' | 'L40S' | 'A100' | 'H100';

interface Sheet {
  /** Dense, not sparse: `bf16` of the tensor cores, `fp32` as TF32. */
  readonly bf16: number;
  readonly fp32: number;
  readonly bytesPerSecond: number;
}

/**
 * Data sheets. A10G: 70 TFLOP/s (AWS's A10G data sheet: 140 with sparsity; the 125 that are often
 * quoted are the A10's), its TF32 from memory. L4 121, L40S 362, A100 40 GB 312, H100 SXM 989: data
 * sheets; their TF32 and bandwidths from memory.
 */
const sheets: Readonly<Record<SheetGpu, Sheet>> = {
  A10G: { bf16: 70e12, fp32: 35e12, bytesPerSecond: 600e9 },
  L4: { bf16: 121e12, fp32: 60e12, bytesPerSecond: 300e9 },
  L40S: { bf16: 362e12, fp32: 183e12, bytesPerSecond: 864e9 },
  A100: { bf16: 312e12, fp32: 156e12, bytesPerSecond: 1555e9 },
  H100: { bf16: 989e12, fp32: 494e12, bytesPerSecond: 3350e9 },
};

/**
 * How much of a ratio of peaks, and of bandwidths, shows in training. Fitted to published medians
 * of 18 workloads over an A10 (A100 2.58, H100 SXM 5.2 times as fast) and to the L4, which has 1.7
 * times the A10G's peak and trains slower than it.
 */
const [peakElasticity, bandwidthElasticity] = [0.15, 0.85];

/** How many times as fast as an A10G it trains. */
export function speedOfGpu(name: SheetGpu): number {
  const [gpu, reference] = [sheets[name], sheets.A10G];
  const peak = gpu.bf16 / reference.bf16;
  const bandwidth = gpu.bytesPerSecond / reference.bytesPerSecond;
  return peak ** peakElasticity * bandwidth ** bandwidthElasticity;
}

/**
 * A GPU of a SageMaker instance, by its data sheet; networks whose speed on an A10G (or near it)
 * was published come as timed ones, scaled to this GPU. Nothing of it was measured by deeptune.
 *
 * Beside the GPU: 4 vCPUs decode and alter some 125 JPEG images of ImageNet a second each [M], of
 * 180,000 pixels; S3 brings 0.2 GiB a second to the disk (a judgement). `startSeconds`: boot of the
 * container, Python and weights, 120 s in published logs, within a factor of two.
 */
export function deviceOf(name: SheetGpu): Device {
  const { bytesPerSecond } = sheets[name];
  const speed = speedOfGpu(name);
  return {
    id: name,
    kind: 'gpu',
    name: `NVIDIA ${name}`,
    // Its own peak misorders GPUs: what it reaches is an A10G's, as many times as it is as fast.
    operationsPerSecond: { bf16: sheets.A10G.bf16 * speed, fp32: sheets.A10G.fp32 * speed },
    bytesPerSecond,
    diskBytesPerSecond: 0.2 * 2 ** 30,
    secondsPerLayer: 6e-6,
    decodedPixelsPerSecond: 4 * 125 * 180_000,
    tokenizedCharactersPerSecond: 2e6,
    startSeconds: 120,
    timedNetworks: publishedNetworks(speed),
    source: 'spec-sheet',
  };
}
