import type { GpuName } from '../../catalog/instance-types.ts';
import { referenceGpu, speedOf } from '../../catalog/instance-types.ts';
import type { Template } from '../../catalog/model-type.ts';
import type { JsonObject } from '../../json.ts';
import type { StartingWeights } from '../../catalog/base-models/starting-weights.ts';
import { startingWeightsOf } from '../../catalog/base-models/starting-weights.ts';
import { fail } from '../../errors.ts';
import { cpuPriorOf, minSecondsOnCpu } from './cpu-priors.ts';
import type { AB } from '../formula.ts';
import * as gpu from './gpu-priors.ts';
import { inputSizeOf } from '../input-size.ts';

export type Accelerator = 'gpu' | 'cpu';

/** A and B of one template on one accelerator, and where they come from. */
export interface Coefficients extends AB {
  /** What A holds for: pixels of an image or tokens of a text. */
  readonly size: number;
  readonly unit: 'pixel' | 'token';
  readonly secondsPerUnit: number;
  /** A of an input however small: reading it costs something. */
  readonly minSecondsPerInput: number;
  readonly derivation: string;
}

export interface CoefficientsKey {
  readonly modelTypeId: string;
  readonly template: Template;
  readonly accelerator: Accelerator;
  /** What the weights begin with; absent: as the template says. */
  readonly startsFrom?: StartingWeights;
  /** What the instance has; absent: the GPU that the priors are of. */
  readonly gpu?: GpuName;
}

/** What priors are known by: a base model's id, or the name of a small architecture. */
function priorNameOf({ template, startsFrom }: CoefficientsKey): string {
  const weights = startsFrom ?? startingWeightsOf(template, {}, { usesStandIns: false });
  return 'baseModelId' in weights ? weights.baseModelId : weights.architecture;
}

/** A and B at the template's default size. */
export function coefficientsOf(key: CoefficientsKey): Coefficients {
  return key.accelerator === 'gpu' ? gpuCoefficients(key) : cpuCoefficients(key);
}

/** The same coefficients for inputs of another size. */
export function atSize(coefficients: Coefficients, size: number): Coefficients {
  const { secondsPerUnit, minSecondsPerInput } = coefficients;
  return {
    ...coefficients,
    size,
    secondsPerInput: Math.max(minSecondsPerInput, secondsPerUnit * size),
  };
}

function gpuCoefficients(key: CoefficientsKey): Coefficients {
  const { modelTypeId, template, gpu: gpuName } = key;
  const name = priorNameOf(key);
  // A base model that somebody chose freely: as the template's own.
  const throughput = gpu.throughputs[name] ?? gpu.throughputs[template.baseModel.id ?? ''];
  if (throughput === undefined) throw missing(name);
  const { unit, unitsPerSecond, weightsGiB = 0, because } = throughput;
  const size = inputSizeOf(defaultsOf(template)) ?? usualSize(modelTypeId);
  const least = unit === 'pixel' ? gpu.minSecondsPerImage : gpu.minSecondsPerText;
  const fixedSeconds = sampleFixedSeconds + weightsGiB / gpu.fetchGiBPerSecond;
  const derivation = `A10G prior (${because})${onGpu(gpuName)}; at least ${least} s per input for reading it`;
  return complete({
    unit,
    secondsPerUnit: 1 / unitsPerSecond / speedOf(gpuName ?? referenceGpu),
    size,
    least,
    fixedSeconds,
    derivation,
  });
}

function onGpu(name: GpuName = referenceGpu): string {
  if (name === referenceGpu) return '';
  return `, time x ${Number((1 / speedOf(name)).toFixed(2))} on the ${name} by memory bandwidth`;
}

function cpuCoefficients(key: CoefficientsKey): Coefficients {
  const { modelTypeId, template } = key;
  const name = priorNameOf(key);
  // A base model that somebody chose freely: as the template's own.
  const prior = cpuPriorOf(name) ?? cpuPriorOf(template.baseModel.id ?? '');
  if (prior === undefined) throw missing(name);
  const { unit, secondsPerInput, fixedSeconds } = prior;
  const size = inputSizeOf(defaultsOf(template)) ?? usualSize(modelTypeId);
  const derivation = `CPU prior of ${name} (${prior.because})`;
  const secondsPerUnit = secondsPerInput / prior.size;
  return complete({
    unit,
    secondsPerUnit,
    size,
    least: minSecondsOnCpu,
    fixedSeconds,
    derivation,
  });
}

interface Parts {
  readonly unit: 'pixel' | 'token';
  readonly secondsPerUnit: number;
  readonly size: number;
  readonly least: number;
  readonly fixedSeconds: number;
  readonly derivation: string;
}

function complete({ least, ...parts }: Parts): Coefficients {
  const secondsPerInput = Math.max(least, parts.secondsPerUnit * parts.size);
  const facts = { minSecondsPerInput: least };
  return { ...parts, ...facts, secondsPerInput };
}

/**
 * Where a template has no hyperparameter for it: the ImageNet size, COCO fine-tuning at 320, a page
 * or two of text.
 */
function usualSize(modelTypeId: string): number {
  const sizes: Readonly<Record<string, number>> = {
    'visual-detector': 320 * 320,
    'text-classifier': 256,
    'text-to-text': 512,
  };
  return sizes[modelTypeId] ?? 224 * 224;
}

function defaultsOf(template: Template): JsonObject {
  return Object.fromEntries(template.hyperparameters.map((each) => [each.name, each.defaultValue]));
}

function missing(name: string) {
  return fail('internal', `No throughput is known for ${name}: add it to core/estimate`);
}

/**
 * B of the reference instance. One number is public: MMDetection_FasterRCNN, 100 inputs, default
 * settings: 308 s. With the prior A of that template (0.0198 s at 320 pixels) and its 12 default
 * epochs, 308 - A x 100 x 12 = 284.2 s are left. The same container starts for every template, so
 * that all share it. An independent sum of published SageMaker medians, image pull 185 + set-up 120
 * + save and upload 25 = 330 s, lies 16 % above.
 */
export const sampleSeconds = 308;
const sampleA = (320 * 320) / gpu.throughputs['PekingU/rtdetr_r50vd']!.unitsPerSecond;
export const sampleFixedSeconds = sampleSeconds - sampleA * 100 * 12;
