import { deviceOf, speedOfGpu } from '../../../../core/estimate/device/spec-sheet.ts';
import { forecast } from '../../../../core/estimate/forecast/forecast.ts';
import { nothingLearnt } from '../../../../core/estimate/learn/learn.ts';
import { architectures } from '../../../../core/estimate/work/architecture/architectures.ts';
import { forwardOperations } from '../../../../core/estimate/work/architecture/architecture-facts.ts';
import { learningPasses, wholeNetworkOf } from '../../../../core/estimate/work/network.ts';
import type { Workload, WorkFamily } from '../../../../core/estimate/work/workload.ts';

const passes = 1000;

/** Steps of a whole training, all layers learning or (of LoRA) activations computed again. */
function stepsOf(architecture: string, family: WorkFamily, size: number): Workload {
  const facts = architectures[architecture]!;
  const batchSize = family === 'generator' ? 4 : 32;
  const forward = forwardOperations(facts, size);
  const counted = { passes, samples: passes * batchSize, size };
  const steps = {
    ...learningPasses(wholeNetworkOf(facts, 'gpu'), counted),
    ...{ storedBytes: 0, reads: 0, decoded: 0 },
  };
  return {
    ...{ kind: 'train', modelTypeId: 'type', templateId: 'template', architecture, family },
    ...{ precision: family === 'detection' ? 'fp32' : 'bf16', sampleSize: size, batchSize },
    ...{ layers: facts.layers, forwardOperations: forward, isIncremental: false },
    phases: { steps },
  };
}

/** Samples a second on an A10G, published or one step away from a published figure. */
const published: readonly (readonly [string, WorkFamily, number, number])[] = [
  ['microsoft/resnet-18', 'convolution', 224 * 224, 2500],
  ['microsoft/resnet-50', 'convolution', 224 * 224, 638],
  ['facebook/convnext-tiny-224', 'convolution', 224 * 224, 620],
  ['facebook/convnext-base-224', 'convolution', 224 * 224, 264],
  ['bert-base-cased', 'encoder', 512, 43.1],
  ['EleutherAI/gpt-neo-125m', 'generator', 512, 28_000 / 512],
  ['EleutherAI/gpt-neo-2.7B', 'generator', 512, 1900 / 512],
  ['meta-llama/Llama-2-7b-chat-hf', 'generator', 2048, 867 / 2048],
  ['meta-llama/Llama-2-13b-chat-hf', 'generator', 2048, 308 / 2048],
];

describe.each(published)('%s on an A10G', (architecture, family, size, perSecond) => {
  const workload = stepsOf(architecture, family, size);
  const seconds = workload.phases.steps!.samples / perSecond;
  const on = (device: ReturnType<typeof deviceOf>) =>
    forecast({ workload, device, learnt: nothingLearnt, microsPerHour: 0 }).phases.steps!;

  it('takes what was published, where that is a prior', () => {
    expect(Math.abs(Math.log(on(deviceOf('A10G')).p50 / seconds))).toBeLessThan(0.2);
  });

  it('takes that within the range of the prior, by its operations and its family alone', () => {
    const byOperations = on({ ...deviceOf('A10G'), timedNetworks: {} });

    expect(byOperations.p10).toBeLessThan(seconds);
    expect(byOperations.p90).toBeGreaterThan(seconds);
  });
});

test.each([
  // Medians of 18 published workloads, of an A100 40 GB and an H100 SXM over an A10.
  ['A10G', 0.99, 1.01],
  ['A100', 2.2, 3.1],
  ['H100', 4.4, 6.6],
  // Slower than its peak of 1.7 times the A10G's says: half of its bandwidth.
  ['L4', 0.45, 0.75],
  ['L40S', 1.3, 2],
] as const)('an %s is %d to %d times as fast as an A10G', (name, least, most) => {
  expect(speedOfGpu(name)).toBeGreaterThan(least);
  expect(speedOfGpu(name)).toBeLessThan(most);
});
