import type { Device } from '../device/device.ts';
import type { WorkFamily } from '../work/workload.ts';

/**
 * What share of its peak a GPU reaches while it trains a network of the family: medians of
 * published figures over 70 TFLOP/s on an A10G (6 operations per multiply-add). ResNet-50 on real
 * pictures 30 %, detectors 15 to 25 %, BERT plain 18 % to compiled 27 %, LoRA on 7 to 8 billion
 * weights 35 to 55 %. EfficientNet reaches 5 % only: whoever knows a network's own published speed
 * uses that (`publishedNetworks`).
 */
const gpuShare: Readonly<Record<WorkFamily, number>> = {
  convolution: 0.3,
  detection: 0.2,
  segmentation: 0.15,
  encoder: 0.22,
  generator: 0.4,
  'memory-bank': 0.3,
};

/** Of what a processor reaches in large matrix products. */
const cpuShare: Readonly<Record<WorkFamily, number>> = {
  convolution: 0.5,
  detection: 0.5,
  segmentation: 0.5,
  encoder: 0.7,
  generator: 0.7,
  'memory-bank': 0.5,
};

/** Operations a second that networks of the family reach on the device, in this precision. */
export function operationRate(
  { kind, operationsPerSecond }: Device,
  family: WorkFamily,
  precision: string,
): number {
  const { fp32, bf16 } = operationsPerSecond;
  // Quantised weights are computed with in bf16.
  const peak = (precision === 'fp32' ? (fp32 ?? bf16) : (bf16 ?? fp32)) ?? 0;
  return peak * (kind === 'gpu' ? gpuShare : cpuShare)[family];
}
