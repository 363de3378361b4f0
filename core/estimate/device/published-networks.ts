import { throughputs } from '../priors/gpu-priors.ts';
import type { TimedNetwork } from './device.ts';

/** A pass of the published figures: large enough for a GPU to be busy. */
const images = 32;
const tokens = 8;

/**
 * GPT-Neo 125M's published figure counts LoRA's four operations per weight and token; as a timed
 * network all six are.
 */
const ofWholeTraining: Readonly<Record<string, number>> = { 'EleutherAI/gpt-neo-125m': 4 / 6 };

/**
 * Published training speeds on an A10G as timed networks. A forward pass is a third of a step.
 * @param speed of the device, over an A10G's
 */
export function publishedNetworks(
  speed: number,
): Readonly<Record<string, readonly TimedNetwork[]>> {
  return Object.fromEntries(
    Object.entries(throughputs).map(([architecture, { unit, unitsPerSecond }]) => {
      const [batchSize, sampleSize] = unit === 'pixel' ? [images, 224 * 224] : [tokens, 512];
      const rate = unitsPerSecond * (ofWholeTraining[architecture] ?? 1) * speed;
      const trainSecondsPerPass = (batchSize * sampleSize) / rate;
      const forwardSecondsPerPass = trainSecondsPerPass / 3;
      const timed = { batchSize, sampleSize, forwardSecondsPerPass, trainSecondsPerPass };
      return [architecture, [timed]];
    }),
  );
}
