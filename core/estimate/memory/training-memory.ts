import type { Weights } from './weights.ts';
import { recipeHyperparameters } from '../../catalog/hyperparameters/custom-config.ts';
import { baseModelIdOf } from '../../catalog/hyperparameters/hugging-face-config.ts';
import { batchSizeOf } from '../../catalog/hyperparameters/hyperparameters.ts';
import { isObject } from '../../catalog/hyperparameters/hyperparameter-value.ts';
import type { Template } from '../../catalog/model-type.ts';
import type { JsonObject } from '../../json.ts';
import { fail } from '../../errors.ts';
import type { Capacity } from '../../ports/host.ts';
import type { DataSize } from '../data-transfer.ts';
import { shapes } from '../priors/gpu-shapes.ts';
import type { Shape, TextShape } from '../priors/gpu-shapes.ts';
import { needsOf, shortages } from './instance-needs.ts';
import type { Workload } from './gpu-memory.ts';
import { fitsGpu, mib, predictMemory, totalBytes, usableShare } from './gpu-memory.ts';
import { changesThatFit, instanceThatFits } from './what-would-fit.ts';

export interface MemoryQuestion {
  readonly modelTypeId: string;
  readonly template: Template;
  /** Resolved ones: defaults filled in. */
  readonly hyperparameters: JsonObject;
  /** Characters of the longest input; 0: unknown, and activations then do not count. */
  readonly maxTextLength: number;
}

/** No tokenizer here needs fewer tokens for a text: what is refused could not have trained. */
const maxCharactersPerToken = 8;
/**
 * As `CHECKPOINTING_PARAMETERS` in the trainer: above, activations are computed again in the
 * backward pass.
 */
const recomputesAbove = 300e6;
/** Per weight, with its share of scales. */
const bytesOfBits: Readonly<Record<number, number>> = { 4: 0.6, 8: 1.1 };

/** Whether a training fits into what it is to run on. */
export interface FitQuestion extends MemoryQuestion {
  readonly capacity: Capacity;
  /** Instance types that a training may name. */
  readonly allowed: readonly string[];
  /** Absent: not known yet. */
  readonly data?: DataSize;
}

/**
 * Refuses a training that its instance cannot hold, before money is reserved for it: by the GPU
 * memory of a step, by host memory and by disk. A base model that somebody chose freely and that is
 * not known here is left to the trainer's own check.
 * @throws DeeptuneError training-does-not-fit, with the numbers and what would fit
 */
export function assertFits(question: FitQuestion): void {
  const lacking = lackingOf(question);
  if (lacking.length > 0) throw fail('trainingDoesNotFit', explain(question, lacking));
}

/** What the instance lacks, one phrase each. */
function lackingOf(question: FitQuestion): string[] {
  const { capacity } = question;
  const work = workloadOf(question);
  const step = work === undefined || fitsGpu(work, capacity) ? [] : [stepPhrase(work, capacity)];
  return [...step, ...shortages(needsOf(weightsOf(question), question.data, capacity), capacity)];
}

function stepPhrase(work: Workload, { gpuName, gpuMemoryMiB }: Capacity): string {
  const memory = predictMemory(work);
  const parts = Object.entries(memory).map(([name, bytes]) => `${name} ${inMib(bytes)}`);
  return (
    `about ${inMib(totalBytes(memory))} MiB (${parts.join(', ')}), but ${inMib(usableShare * gpuMemoryMiB * mib)} of the ${gpuName}'s ` +
    `${inMib(gpuMemoryMiB * mib)} MiB are usable`
  );
}

/** Undefined for an unknown base model. */
export function weightsOf(question: Omit<MemoryQuestion, 'maxTextLength'>): Weights | undefined {
  const work = workloadOf({ ...question, maxTextLength: 0 });
  if (work === undefined) return undefined;
  const values = recipeHyperparameters(question.template, question.hyperparameters);
  const hasAdapters = work.frozen > 0;
  return {
    artifactBytes: (hasAdapters ? work.frozen : work.trained) * weightBytes(values, hasAdapters),
    trainedBytes: work.trained * work.trainedBytes,
    isQuantised: hasAdapters && bitsOf(values) > 0,
  };
}

/** What decides the memory of one step; undefined for an unknown base model. */
export function workloadOf(question: MemoryQuestion): Workload | undefined {
  const { template } = question;
  const shape = shapes[baseModelIdOf(template, question.hyperparameters) ?? ''];
  if (shape === undefined) return undefined;
  const values = recipeHyperparameters(template, question.hyperparameters);
  const batch = minBatchSize(batchSizeOf(template, question.hyperparameters), values);
  const writes = question.modelTypeId === 'text-to-text';
  return { ...parametersOf(shape, values, writes), ...activationsOf(shape, question), batch };
}

/**
 * A batch that does not fit is cut: in two, or down to 1 of 64 where the trainer may find its size.
 */
function minBatchSize(batchSize: number, values: JsonObject): number {
  const maxSplits = group(values, 'trainer_config')['auto_find_batch_size'] === true ? 64 : 2;
  return Math.ceil(batchSize / Math.min(maxSplits, batchSize));
}

function parametersOf({ parameters, text }: Shape, values: JsonObject, writes: boolean) {
  const head = writes && text && !text.isTied ? text.vocabulary * text.hidden : 0;
  const all = parameters + head;
  const adapters = group(values, 'peft_config');
  const bytes = weightBytes(values, Object.keys(adapters).length > 0);
  if (text === undefined || Object.keys(adapters).length === 0) {
    return { trained: all, frozen: 0, trainedBytes: bytes, frozenBytes: bytes };
  }
  const frozenBytes = bytesOfBits[bitsOf(values)] ?? bytes;
  return { trained: adapterCount(text, adapters), frozen: all, trainedBytes: 4, frozenBytes };
}

function adapterCount({ layers, adaptable, adapted }: TextShape, adapters: JsonObject): number {
  const chosen = adapters['target_modules'];
  const names = Array.isArray(chosen) && chosen.length > 0 ? chosen.map(String) : adapted;
  const widths = names.reduce((sum, name) => sum + (adaptable[name] ?? 0), 0);
  return layers * numberOr(adapters['r'], 8) * widths;
}

/** Weights trained in float16 would round their updates away, so that the trainer takes float32. */
function weightBytes(values: JsonObject, isFrozen: boolean): number {
  const dtype = group(values, 'model_config')['torch_dtype'];
  if (dtype === 'torch.bfloat16') return 2;
  return dtype === 'torch.float16' && isFrozen ? 2 : 4;
}

/** 0: not quantized. */
function bitsOf(values: JsonObject): number {
  const quantization = group(values, 'quantization_config');
  return Object.keys(quantization).length === 0 ? 0 : numberOr(quantization['bits'], 4);
}

function activationsOf({ parameters, text }: Shape, question: MemoryQuestion) {
  if (text === undefined) return { tokens: 0, hidden: 0, layers: 0, logits: 0, recomputes: false };
  const { hidden, layers, vocabulary, context } = text;
  const values = recipeHyperparameters(question.template, question.hyperparameters);
  const limit = numberOr(group(values, 'tokenizer_config')['model_max_length'], context);
  const tokens = Math.min(
    limit,
    context,
    Math.floor(question.maxTextLength / maxCharactersPerToken),
  );
  const logits = question.modelTypeId === 'text-to-text' ? vocabulary : 0;
  return { tokens, hidden, layers, logits, recomputes: parameters > recomputesAbove };
}

function group(values: JsonObject, name: string): JsonObject {
  const value = values[name];
  return isObject(value) ? value : {};
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

function explain(question: FitQuestion, lacking: readonly string[]): string {
  const fits = (changes: Partial<FitQuestion>) => {
    const changed = { ...question, ...changes };
    return workloadOf(changed) !== undefined && lackingOf(changed).length === 0;
  };
  const changes = changesThatFit(question.template, question.hyperparameters, (hyperparameters) =>
    fits({ hyperparameters }),
  );
  const instance = instanceThatFits(question, (capacity) => fits({ capacity }));
  const advice = [...changes, ...instance];
  return (
    `${question.template.id} with ${baseModelIdOf(question.template, question.hyperparameters)} needs ${lacking.join('; and ')}. ` +
    `What would fit: ${advice.length > 0 ? advice.join(', or ') : 'a smaller base model'}`
  );
}

/** Whole MiB with a comma every three digits. */
function inMib(bytes: number): string {
  return String(Math.round(bytes / mib)).replace(/\B(?=(\d{3})+$)/g, ',');
}
