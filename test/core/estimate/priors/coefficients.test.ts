import { findModelType, findTemplate, modelTypes } from '../../../../core/catalog/catalog.ts';
import {
  atSize,
  coefficientsOf,
  sampleFixedSeconds,
} from '../../../../core/estimate/priors/coefficients.ts';
import { a10gToCpu, cpuPriors } from '../../../../core/estimate/priors/cpu-priors.ts';
import { throughputs } from '../../../../core/estimate/priors/gpu-priors.ts';

const of = (modelTypeId: string, templateId: string, accelerator: 'gpu' | 'cpu' = 'gpu') =>
  coefficientsOf({
    modelTypeId,
    template: findTemplate(findModelType(modelTypeId), templateId),
    accelerator,
  });
const small = of('visual-classifier', 'Deeptune_ResNet_Small', 'cpu');

const everywhere = modelTypes.flatMap(({ id, templates }) =>
  templates.flatMap((template) => [
    { id, templateId: template.id, accelerator: 'gpu' as const },
    { id, templateId: template.id, accelerator: 'cpu' as const },
  ]),
);

it.each(everywhere)('$id $templateId has A and B on a $accelerator', (row) => {
  const coefficients = of(row.id, row.templateId, row.accelerator);

  expect(coefficients.secondsPerInput).toBeGreaterThan(0);
  // 13 billion weights on two CPU cores: hours, and the estimate says so.
  expect(coefficients.secondsPerInput).toBeLessThan(row.accelerator === 'gpu' ? 5 : 500);
  expect(coefficients.fixedSeconds).toBeGreaterThan(0);
  expect(coefficients.derivation).not.toBe('');
});

it('keeps no prior that no template uses', () => {
  const templates = modelTypes.flatMap((each) => each.templates);
  const ids = templates.flatMap((each) => each.baseModel.id ?? []);
  const architectures = templates.map((each) => each.baseModel.small);
  const isUnused = (name: string) => ![...ids, ...architectures].includes(name);

  expect(Object.keys(throughputs).filter(isUnused)).toEqual([]);
  expect(Object.keys(cpuPriors).filter(isUnused)).toEqual([]);
});

it('works A of Faster R-CNN out of the published 9.5 images/s', () => {
  const { secondsPerInput, fixedSeconds } = of('visual-detector', 'MMDetection_FasterRCNN');

  expect(secondsPerInput).toBeCloseTo((1 / 9.5) * (39 / 207), 12);
  expect(fixedSeconds).toBeCloseTo(308 - (1 / 9.5) * (39 / 207) * 1200, 9);
  expect(sampleFixedSeconds).toBeCloseTo(284.2, 1);
});

it.each([
  // 2 ms to read an image, more than the 1/638 s of the GPU.
  ['visual-classifier', 'MMClassification_ResNet_50', 1 / 500],
  // 256 tokens at 1900 tokens/s.
  ['text-classifier', 'HF_GPTNeo_2p7b_lora', 256 / 1900],
  ['text-to-text', 'HF_GPTNeo_2p7b_lora', 512 / 1900],
  ['visual-classifier', 'MMClassification_AdvancedConfig', (320 / 224) ** 2 / 264],
])('A of %s %s is %d s', (modelTypeId, templateId, expected) => {
  expect(of(modelTypeId, templateId).secondsPerInput).toBeCloseTo(expected, 12);
});

it('adds the time to fetch large weights to B', () => {
  const { fixedSeconds } = of('text-classifier', 'HF_Llama_2_13b_chat_GPTQ_lora');

  expect(fixedSeconds).toBeCloseTo(sampleFixedSeconds + 24.2 / 0.2, 9);
});

it('has the CPU prior of the small templates', () => {
  expect(small).toMatchObject({ secondsPerInput: 0.00065, fixedSeconds: 8 });
});

it('has a prior of the real base model of every template on a CPU', () => {
  const template = findTemplate(findModelType('visual-classifier'), 'MMClassification_ResNet_50');
  const real = { modelTypeId: 'visual-classifier', template, accelerator: 'cpu' as const };

  const { secondsPerInput, derivation } = coefficientsOf(real);

  expect(secondsPerInput).toBeCloseTo(a10gToCpu / 638, 9);
  expect(derivation).toContain(`${a10gToCpu} times slower`);
  const standIn = { architecture: 'resnet-small', standsInFor: 'microsoft/resnet-50' };
  expect(coefficientsOf({ ...real, startsFrom: standIn }).derivation).toContain('resnet-small');
});

it.each([
  ['visual-classifier', 'Deeptune_EfficientNet_Lite0', 'packaged/efficientnet-lite0'],
  ['text-classifier', 'Deeptune_MiniLM', 'packaged/minilm'],
])('%s %s trains its packaged model on every host', (modelTypeId, templateId, id) => {
  expect(of(modelTypeId, templateId, 'cpu').derivation).toContain(`CPU prior of ${id}`);
});

it('takes the A10G to be as much faster than two cores as the packaged models show', () => {
  const ratios = ['packaged/efficientnet-lite0', 'packaged/minilm'].map((id) => {
    const { secondsPerInput, size } = cpuPriors[id]!;
    return (throughputs[id]!.unitsPerSecond / size) * secondsPerInput;
  });

  expect(Math.min(...ratios)).toBeLessThan(a10gToCpu);
  expect(Math.max(...ratios)).toBeGreaterThan(a10gToCpu);
});

it('scales with the size, down to what reading an input takes', () => {
  expect(atSize(small, 64 * 64).secondsPerInput).toBeCloseTo(0.0026, 12);
  expect(atSize(small, 1).secondsPerInput).toBe(0.0002);
});
